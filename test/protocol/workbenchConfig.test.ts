import assert from 'node:assert/strict';
import type { CompletionItem, Hover } from 'vscode-languageserver-protocol';
import { runCli } from '../cli/runCli';
import { applyWorkspaceEdit } from './applyWorkspaceEdit';
import { projectFiles } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

/** Two heads. */
const project = projectFiles({ aaa1: 'None', bbb2: "'aaa1'", ccc3: "'aaa1'" });
const off = '[tool.alembic-workbench.rules]\nmultiple-heads = "off"\n';

/** The severities of multiple-heads that are shown, as the protocol numbers them. */
function levelsOf(client: TestClient): string {
  const all = [...client.diagnostics.values()].flat();
  const levels = all.filter(({ code }) => code === 'multiple-heads').map(({ severity }) => severity);
  return [...new Set(levels)].join();
}

suite('protocol: the workbench configuration', () => {
  test('a rule that pyproject.toml turns off is off in the editor and in check', () =>
    withServer({ ...project, 'pyproject.toml': off }, async (client, files) => {
      await client.untilDiagnostics();
      assert.equal(levelsOf(client), '');
      const { code, stdout } = runCli(files.path, ['check', '--no-git']);
      assert.equal(code, 0, stdout);
    }));

  test('it is watched: what is saved, created and removed counts at once', () =>
    withServer(project, async (client, files) => {
      const has = (severity: string) => () => levelsOf(client) === severity;
      await client.until('it warns', has('2'));
      files.write('alembic-workbench.toml', 'rules.multiple-heads = "error"');
      await client.tellFiles([{ uri: files.uri('alembic-workbench.toml'), kind: 'created' }]);
      await client.until('it is an error', has('1'));
      files.write('pyproject.toml', off);
      files.remove('alembic-workbench.toml');
      await client.tellFiles([
        { uri: files.uri('alembic-workbench.toml'), kind: 'deleted' },
        { uri: files.uri('pyproject.toml'), kind: 'created' },
      ]);
      await client.until('it is silent', () => levelsOf(client) === '');
      await client.open(files.uri('pyproject.toml'), off.replace('off', 'hint'));
      await client.until('what is typed counts', has('4'));
    }));

  test('a baseline is watched', () =>
    withServer(
      { ...project, 'alembic-workbench.toml': 'baseline = "known.json"', 'known.json': '{}' },
      async (client, files) => {
        await client.until('it warns', () => levelsOf(client) === '2');
        const findings = ['bbb2', 'ccc3'].map((revision) => ({
          revision,
          rule: 'multiple-heads',
          symbol: `'${revision}'`,
        }));
        files.write('known.json', JSON.stringify({ version: 1, findings }));
        await client.tellFiles([{ uri: files.uri('known.json'), kind: 'changed' }]);
        await client.until('it is silent', () => levelsOf(client) === '');
      },
    ));

  test("the editor's setting wins", () =>
    withServer(
      { ...project, 'pyproject.toml': off },
      async (client) => {
        await client.until('it is there', () => levelsOf(client) === '3');
      },
      { settings: { rules: { 'multiple-heads': 'information' } } },
    ));

  test('what is misspelt is said at its place and fixed', () =>
    withServer(
      { ...project, 'pyproject.toml': off.replace('multiple-heads', 'multiple-head') },
      async (client, files) => {
        await client.until('it is found', () => client.summary().includes('workbench-config'));
        const place = { line: 1, character: 3 };
        const actions = await client.codeActions(files.uri('pyproject.toml'), { start: place, end: place });
        const action = actions.find(({ title }) => title === 'Change to multiple-heads');
        const resolved = action && (action.edit ? action : await client.resolve(action));
        assert.ok(resolved?.edit);
        applyWorkspaceEdit(resolved.edit);
        assert.equal(files.read('pyproject.toml'), off);
      },
    ));

  test('completion and hover', () =>
    withServer({ ...project, 'pyproject.toml': off }, async (client, files) => {
      await client.untilDiagnostics();
      const textDocument = { uri: files.uri('pyproject.toml') };
      await client.open(textDocument.uri, off);
      const items = await client.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
        textDocument,
        position: { line: 1, character: 18 },
      });
      assert.deepEqual(
        items.map(({ label }) => label),
        ['error', 'warning', 'information', 'hint', 'off'],
      );
      assert.deepEqual(items[0]?.textEdit, {
        range: { start: { line: 1, character: 18 }, end: { line: 1, character: 21 } },
        newText: 'error',
      });
      const hover = await client.connection.sendRequest<Hover>('textDocument/hover', {
        textDocument,
        position: { line: 1, character: 3 },
      });
      assert.match(JSON.stringify(hover.contents), /multiple.*One lineage has several heads/);
    }));
});
