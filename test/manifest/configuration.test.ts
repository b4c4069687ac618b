import assert from 'node:assert/strict';
import { listedRules, ruleIds } from '../../server/core/rules/engine/ruleList';
import { configKeys, describeConfigKey, ruleLevels } from '../../server/core/workbenchConfig/configKeys';
import { configSchema, levelsSchema } from '../../server/core/workbenchConfig/configSchema';
import { manifest, readProjectFile } from './manifest';

const behind = "is behind the lists of rules and keys: run 'npm run generate'.";

suite('configuration: what is generated from its lists', () => {
  test('the JSON schema is that of the keys and rules', () => {
    const path = 'schemas/alembic-workbench.schema.json';
    const written: unknown = JSON.parse(readProjectFile(path));
    assert.deepEqual(written, JSON.parse(JSON.stringify(configSchema(listedRules))), `${path} ${behind}`);
  });

  test('the setting for rules has every id with the severities', () => {
    const name = 'alembicWorkbench.rules';
    const group = manifest.contributes.configuration.find(({ properties }) => name in properties);
    const setting = group?.properties[name];
    const { properties, additionalProperties } = levelsSchema(listedRules) as Record<string, object>;
    assert.deepEqual(
      setting && 'properties' in setting ? setting.properties : undefined,
      JSON.parse(JSON.stringify(properties)),
      `package.json ${behind}`,
    );
    assert.equal(additionalProperties, false);
    assert.deepEqual(Object.keys(properties ?? {}), ruleIds);
  });

  test('the rules are those of the documentation, with its severities', () => {
    const rows = [
      ...readProjectFile('docs/rules/README.md').matchAll(/^\| \[([\w-]+)\]\([\w-]+\.md\)\s*\| (\w+)/gm),
    ].map(([, id, severity]) => `${id ?? ''} ${severity ?? ''}`);
    assert.deepEqual(listedRules.map(({ id, severity }) => `${id} ${severity}`).sort(), rows.sort());
  });

  test('the table of keys is that of the documentation', () => {
    const text = readProjectFile('docs/settings.md');
    const rows = [...text.matchAll(/^\| `([\w-]+)`\s*\| `(.*?)`\s*\| (.*?)\s*\|$/gm)]
      .filter(([, name]) => name?.includes('.') === false)
      .map(([, name, example, summary]) => [name, example, summary]);
    assert.deepEqual(
      rows.filter(([name]) => !name?.startsWith('alembicWorkbench')),
      configKeys.map((key) => [key.name, key.example, describeConfigKey(key)]),
    );
  });

  test('TOML extensions are told where the schema is', () => {
    const { contributes } = JSON.parse(readProjectFile('package.json')) as {
      readonly contributes: { readonly tomlValidation: unknown };
    };
    const schema = JSON.parse(readProjectFile('schemas/alembic-workbench.schema.json')) as { $id: string };
    assert.deepEqual(contributes.tomlValidation, [{ fileMatch: 'alembic-workbench.toml', url: schema.$id }]);
  });

  test('levels are those of the server and of the editor', () => {
    const contract =
      /type RuleLevel =([^;]*);/.exec(readProjectFile('server/protocol/settings.ts'))?.[1] ?? '';
    assert.deepEqual(
      [...contract.matchAll(/'(\w+)'/g)].map(([, level]) => level),
      ruleLevels,
    );
  });
});
