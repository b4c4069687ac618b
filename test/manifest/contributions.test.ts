import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import {
  commandIds,
  contextKeys,
  languageModelTools,
  mcpProviderId,
  settingsSection,
  viewIds,
} from '../../server/protocol/identifiers';
import { findingLine } from '../../server/core/render/findingLine';
import { defaultClientSettings, defaultServerSettings } from '../../server/protocol/settings';
import { projectRoot } from '../fixtures/projectRoot';
import { conditions, manifest, readCondition, readProjectFile } from './manifest';

const { contributes } = manifest;
const sorted = (values: Iterable<string>): string[] => [...values].sort();

/** Keys of VS Code itself that our conditions use. */
const keysOfVsCode = new Set([
  'view',
  'viewItem',
  'webviewId',
  // What the graph says of a row in `data-vscode-context`.
  'webviewSection',
  'graphState',
  'graphHead',
  'focusedView',
  'listFocus',
  'inputFocus',
  'editorLangId',
  'resourceLangId',
  'explorerResourceIsFolder',
  'resourceExtname',
  'resourceFilename',
  'resourceScheme',
  'isWorkspaceTrusted',
  'false',
]);

suite('manifest: ids', () => {
  test('commands are those of the contract', () => {
    assert.deepEqual(
      sorted(contributes.commands.map(({ command }) => command)),
      sorted(Object.values(commandIds)),
    );
  });

  test('the client registers every command', () => {
    const source = sourceBelow('client/src');
    const missing = Object.keys(commandIds).filter(
      (name) => !new RegExp(`\\bcommandIds\\.${name}\\b`).test(source),
    );
    assert.deepEqual(missing, []);
  });

  test('views and containers are those of the contract', () => {
    const { container, ...views } = viewIds;
    assert.deepEqual(
      Object.values(contributes.viewsContainers)
        .flat()
        .map(({ id }) => id),
      [container],
    );
    assert.deepEqual(sorted(Object.keys(contributes.views)), [container]);
    assert.deepEqual(
      sorted(
        Object.values(contributes.views)
          .flat()
          .map(({ id }) => id),
      ),
      sorted(Object.values(views)),
    );
  });

  test('every id begins with our name', () => {
    const ids = [
      ...contributes.commands.map(({ command }) => command),
      ...Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
      ...contributes.configuration.flatMap(({ properties }) => Object.keys(properties)),
      ...Object.values(contextKeys),
    ];
    for (const id of ids) assert.ok(id.startsWith('alembicWorkbench.'), id);
    for (const { name } of contributes.languageModelTools) assert.match(name, /^alembicWorkbench_/);
    assert.deepEqual(
      sorted(contributes.languageModelTools.map(({ name }) => name)),
      sorted(Object.keys(languageModelTools)),
    );
    assert.deepEqual(
      contributes.mcpServerDefinitionProviders.map(({ id }) => id),
      [mcpProviderId],
    );
    for (const { id } of contributes.languages) assert.match(id, /^alembic-/);
  });
});

suite('manifest: settings', () => {
  const declared = Object.assign(
    {},
    ...contributes.configuration.map(({ properties }) => properties),
  ) as Record<string, { default: unknown; description?: string; markdownDescription?: string }>;
  const known: Readonly<Record<string, unknown>> = { ...defaultServerSettings, ...defaultClientSettings };

  test('settings and their defaults are those of the contract', () => {
    const inContract = Object.entries(known).flatMap(([name, value]) => flatten(name, value, declared));
    assert.deepEqual(
      Object.fromEntries(Object.entries(declared).map(([id, { default: value }]) => [id, value])),
      Object.fromEntries(inContract),
    );
  });

  test('every setting says what it does', () => {
    for (const [id, { description, markdownDescription }] of Object.entries(declared))
      assert.ok((description ?? markdownDescription ?? '').length > 20, id);
  });

  test('settings that start a program are restricted to trusted workspaces', () => {
    for (const id of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)
      assert.ok(id in declared, `${id} is not a setting.`);
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    assert.ok(restricted.includes(`${settingsSection}.interpreter`));
  });
});

suite('manifest: conditions', () => {
  test('conditions use keys that exist', () => {
    const own = new Set<string>(Object.values(contextKeys));
    for (const { place, when } of conditions)
      for (const { key } of readCondition(when))
        assert.ok(
          own.has(key) || keysOfVsCode.has(key),
          `${place}: '${key}' in '${when}' is not a known key.`,
        );
  });

  test('conditions compare with views, states and languages that exist', () => {
    const views = new Set<string>(Object.values(viewIds));
    const languages = new Set(['python', 'ini', ...contributes.languages.map(({ id }) => id)]);
    const contract = readProjectFile('server/protocol/identifiers.ts');
    const states = new Set(
      [...(/type WorkbenchState =([^;]*);/.exec(contract)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
        ([, name]) => name,
      ),
    );
    assert.ok(states.size > 2);
    for (const { place, when } of conditions)
      for (const { key, value } of readCondition(when)) {
        if (value === undefined) continue;
        const says = `${place}: '${value}' in '${when}' does not exist.`;
        if (key === 'view' || key === 'focusedView') assert.ok(views.has(value), says);
        if (key === contextKeys.state) assert.ok(states.has(value), says);
        if (key === 'editorLangId' || key === 'resourceLangId') assert.ok(languages.has(value), says);
      }
  });

  test('items that conditions ask for are in the client', () => {
    const source = sourceBelow('client/src');
    for (const { place, when } of conditions)
      for (const { key, value } of readCondition(when)) {
        if (key !== 'viewItem' || value === undefined) continue;
        for (const name of value.match(/\w+/g) ?? [])
          assert.ok(source.includes(`'${name}'`), `${place}: no tree item is called '${name}'.`);
      }
  });

  test('each state has a welcome text for a view without rows', () => {
    const contract = readProjectFile('server/protocol/identifiers.ts');
    const states = [...(/type WorkbenchState =([^;]*);/.exec(contract)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
      ([, name]) => name ?? '',
    );
    const covered = contributes.viewsWelcome.flatMap(({ when }) =>
      readCondition(when ?? '').flatMap(({ key, value }) =>
        key === contextKeys.state && value ? [value] : [],
      ),
    );
    assert.deepEqual(
      states.filter((state) => !covered.includes(state)),
      [],
    );
  });

  test('menus, keys and links name commands that exist', () => {
    const known = new Set<string>(Object.values(commandIds));
    const named = [
      ...Object.values(contributes.menus)
        .flat()
        .flatMap(({ command, submenu }) => (submenu === undefined ? [command ?? ''] : [])),
      ...(contributes.keybindings ?? []).map(({ command }) => command ?? ''),
      ...contributes.viewsWelcome.flatMap(({ contents }) =>
        [...(contents ?? '').matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id ?? ''),
      ),
    ];
    for (const id of named)
      assert.ok(known.has(id) || /^(vscode|workbench)\./.test(id), `There is no command '${id}'.`);
  });

  test('submenus are declared, have entries, and are somewhere', () => {
    const declared = contributes.submenus.map(({ id }) => id);
    const shown = Object.values(contributes.menus)
      .flat()
      .flatMap(({ submenu }) => submenu ?? []);
    assert.deepEqual([...declared].sort(), [...shown].sort());
    for (const id of declared) assert.ok((contributes.menus[id] ?? []).length > 1, id);
  });

  test('no key is bound everywhere', () => {
    for (const { key, when } of contributes.keybindings ?? []) {
      const keys = readCondition(when ?? '').map((part) => part.key);
      assert.ok(
        keys.some((name) => ['focusedView', 'view', 'editorLangId', 'resourceLangId'].includes(name)),
        `${key ?? ''} is bound wherever '${when ?? ''}' holds.`,
      );
    }
  });
});

suite('manifest: the package', () => {
  test('the problem matcher reads what the command line prints', () => {
    const [matcher] = contributes.problemMatchers;
    const line = findingLine(
      {
        code: 'multiple-heads',
        severity: 'warning',
        message: 'Two: heads.',
        file: 'a b/c:d.py',
        range: { start: { line: 1, character: 2 }, end: { line: 1, character: 3 } },
      },
      (word) => word,
    );
    const found = new RegExp(matcher?.pattern.regexp ?? '').exec(line);
    assert.deepEqual(found?.slice(1), ['a b/c:d.py', '2', '3', 'warning', 'multiple-heads', 'Two: heads.']);
  });

  test('activation waits for signs of Alembic', () => {
    assert.ok(manifest.activationEvents.includes('workspaceContains:**/alembic.ini'));
    assert.ok(manifest.activationEvents.includes('workspaceContains:**/script.py.mako'));
    for (const event of manifest.activationEvents)
      assert.doesNotMatch(event, /^(\*|onStartupFinished|onLanguage:python)$/);
  });

  test('the types are those of the oldest VS Code that is supported', () => {
    assert.equal(manifest.devDependencies['@types/vscode'], manifest.engines.vscode);
  });

  test('every file that the manifest names exists', () => {
    const named = [...pathsIn(manifest.contributes), manifest.main, manifest.icon ?? 'no icon'];
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((path) => !existsSync(`${projectRoot}/${path}`)),
      [],
    );
  });

  test('template files open as templates', () => {
    const language = contributes.languages.find(({ id }) => id === 'alembic-mako');
    assert.deepEqual(language?.filenames, ['script.py.mako']);
    assert.ok(!language?.extensions?.includes('.mako'), 'Other Mako files belong to other extensions.');
  });
});

/** The text of all TypeScript files below a folder. */
function sourceBelow(folder: string): string {
  return readdirSync(`${projectRoot}/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readProjectFile(`${folder}/${name}`))
    .join('\n');
}

/** A setting that the manifest does not declare as a whole is a group of settings. */
function flatten(name: string, value: unknown, declared: object): readonly (readonly [string, unknown])[] {
  const id = `${settingsSection}.${name}`;
  if (id in declared || value === null || typeof value !== 'object' || Array.isArray(value))
    return [[id, value]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(`${name}.${key}`, inner, declared));
}

function pathsIn(value: unknown): readonly string[] {
  if (typeof value === 'string')
    return /^(\.\/)?[\w-]+(\/[\w.-]+)+\.(json|svg|png|gif|md)$/.test(value) ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(pathsIn);
}
