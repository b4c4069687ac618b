// `npm run generate`: writes what follows from the lists of configuration keys, rules and tools for agents:
// schemas/alembic-workbench.schema.json, and in package.json the tools and the rules of the setting
// alembicWorkbench.rules. After a new rule or key it has to run once; the manifest layer names what is
// behind.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { loadBundled } from './loadBundled.mjs';
import { isMain, root } from './paths.mjs';
import { runMain } from './setup/command.mjs';

/** What is generated, as texts by path. */
export async function generatedFiles() {
  const { schema, levels, tools } = lists();
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const name = 'alembicWorkbench.rules';
  const { properties } = manifest.contributes.configuration.find((group) => name in group.properties);
  properties[name] = withLevels(properties[name], levels);
  manifest.contributes.languageModelTools = tools;
  const texts = {
    'schemas/alembic-workbench.schema.json': JSON.stringify(schema),
    'package.json': JSON.stringify(manifest, undefined, 2),
  };
  const formatted = Object.entries(texts).map(async ([path, text]) => {
    const filepath = join(root, path);
    return [path, await format(text, { ...(await resolveConfig(filepath)), filepath })];
  });
  return Object.fromEntries(await Promise.all(formatted));
}

function withLevels({ type, default: value, scope, order, markdownDescription }, levels) {
  return { type, default: value, scope, order, ...levels, markdownDescription };
}

/** The lists of the server, bundled and loaded. */
function lists() {
  return loadBundled({
    stdin: {
      contents: `
        import { configSchema, levelsSchema } from './server/core/workbenchConfig/configSchema';
        import { listedRules } from './server/core/rules/engine/ruleList';
        import { z } from 'zod';
        import { changeTools } from './server/mcp/changeTools';
        import { readingTools } from './server/mcp/readingTools';
        export const tools = [...readingTools(), ...changeTools()].map(({ name, description, input }) => ({
          name: 'alembicWorkbench_' + name.replaceAll('-', '_'),
          displayName: 'Alembic: ' + name.replaceAll('-', ' '),
          toolReferenceName: 'alembic-' + name,
          canBeReferencedInPrompt: true,
          modelDescription: description,
          userDescription: description,
          tags: ['alembic', 'migrations'],
          inputSchema: withoutVersion(z.toJSONSchema(input, { io: 'input' })),
        }));
        function withoutVersion({ $schema, ...schema }) {
          return schema;
        }
        export const schema = configSchema(listedRules);
        export const levels = levelsSchema(listedRules);`,
      resolveDir: root,
    },
  });
}

if (isMain(import.meta))
  await runMain(async () => {
    mkdirSync(join(root, 'schemas'), { recursive: true });
    for (const [path, text] of Object.entries(await generatedFiles())) {
      if (readText(path) === text) continue;
      writeFileSync(join(root, path), text);
      console.log(`changed: ${path}`);
    }
  });

function readText(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}
