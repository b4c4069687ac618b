import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ESLint } from 'eslint';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { projectRoot } from '../fixtures/projectRoot';

/** A folder, and what a file in it must not import. */
const violations: readonly (readonly [folder: string, specifier: string])[] = [
  ['server/core/text', 'node:fs'],
  ['server/core/text', 'vscode'],
  ['server/core/text', 'vscode-languageserver'],
  ['server/core/text', '../../lsp/session/settings'],
  ['server/core/text', '../../protocol/methods'],
  ['server/core/text', '@lezer/python'],
  ['server/core/python/parse', '@lezer/common'],
  ['server/core/python/scan', '@lezer/python'],
  ['server/core/mako', '@lezer/common'],
  ['server/core/edits/moved', '@lezer/common'],
  ['server/core/config', 'toml-eslint-parser'],
  ['server/core/workbenchConfig', 'toml-eslint-parser'],
  // One for each floor of core: a room of the floor above, or of its own.
  ['server/core/text', '../files/paths'],
  ['server/core/files', '../python/revisionFile'],
  ['server/core/python', '../revision/graph/revisionGraph'],
  ['server/core/revision/graph', '../../python/revisionFile'],
  ['server/core/config', '../project/environmentSnapshot'],
  ['server/core/project', '../findings/finding'],
  ['server/core/project/discovery', '../../edits/change'],
  ['server/core/edits', '../rules/registry'],
  ['server/core/graphLayout', '../edits/change'],
  ['server/core/rules', '../features/findReferences'],
  ['server/core/features', '../render/unifiedDiff'],
  ['server/protocol', '../core/text/textRange'],
  ['server/lsp/handlers', 'node:fs'],
  ['server/lsp/handlers', '../../cli/main'],
  ['server/cli', '../lsp/session/settings'],
  ['client/src/features/status', '../../../../server/core/text/textRange'],
  ['client/src/features/status', '../migrate/migrate'],
  ['client/src/infrastructure/server', '../../features/status/status'],
  ['client/webview/graph', 'vscode'],
  ['client/webview/graph', '../../src/features/graph/graphContents'],
];

suite('the linter refuses imports against the directions', () => {
  let eslint: ESLint;
  suiteSetup(() => {
    eslint = new ESLint({ cwd: projectRoot });
  });

  for (const [folder, specifier] of violations) {
    test(`${folder} must not import ${specifier}`, async () => {
      // The text stands in for a real file's: rules with types know only files of a project.
      const filePath = join(projectRoot, folder, firstSource(folder));
      const [result] = await eslint.lintText(`export * from '${specifier}';\n`, { filePath });
      const found = result?.messages.filter((each) => each.ruleId === 'no-restricted-imports') ?? [];
      assert.ok(
        found.some((each) => each.message.startsWith(`'${specifier}' import is restricted`)),
        JSON.stringify(result?.messages, undefined, 2),
      );
    });
  }
});

suite('the compiler refuses imports against the directions', () => {
  let copy: string;
  suiteSetup(() => {
    mkdirSync(join(projectRoot, 'out'), { recursive: true });
    copy = mkdtempSync(join(projectRoot, 'out', 'planted-'));
    const isSource = (path: string) =>
      !['dist', 'node_modules', 'workspace'].includes(basename(path)) &&
      (statSync(path).isDirectory() || /\.(ts|json)$/.test(path));
    for (const name of ['server', 'client', 'tsconfig.base.json']) {
      cpSync(join(projectRoot, name), join(copy, name), { recursive: true, filter: isSource });
    }
  });
  suiteTeardown(() => rmSync(copy, { recursive: true, force: true }));

  const planted: readonly (readonly [project: string, file: string, specifier: string])[] = [
    ['server/core', 'server/core/planted.ts', '../lsp/session/settings'],
    ['server/core', 'server/core/planted.ts', 'node:fs'],
    ['server/protocol', 'server/protocol/planted.ts', '../core/text/textRange'],
    ['server/cli', 'server/cli/planted.ts', '../lsp/session/settings'],
    ['client', 'client/src/planted.ts', '../../server/core/text/textRange'],
  ];
  for (const [project, file, specifier] of planted) {
    test(`${file} must not import ${specifier}`, () => {
      writeFileSync(join(copy, file), `export * from '${specifier}';\n`);
      try {
        const output = compile(copy, project);
        assert.match(output, /planted\.ts\(1,15\): error TS(6059|6307|2591)/);
      } finally {
        rmSync(join(copy, file));
      }
    });
  }
});

function firstSource(folder: string): string {
  const name = readdirSync(join(projectRoot, folder)).find((each) => each.endsWith('.ts'));
  assert.ok(name, `${folder} has a source file`);
  return name;
}

/** What the compiler says of a project in the copy, which is not to be empty. */
function compile(copy: string, project: string): string {
  const tsc = join(projectRoot, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  assert.ok(existsSync(tsc), `${dirname(tsc)} is installed`);
  const { stdout, status } = spawnSync(
    process.execPath,
    [tsc, '-b', join(copy, project), '--pretty', 'false'],
    { encoding: 'utf8' },
  );
  assert.notEqual(status, 0, stdout);
  return stdout;
}
