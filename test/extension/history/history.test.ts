import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { commands, env, languages, window, workspace } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';

suite('the history of the sample', () => {
  test('one row a revision, newest first, with what each is in the graph', async () => {
    const rows = await historyRows('it is there');
    assert.deepEqual(
      rows.map(({ label, description }) => `${label} | ${description}`),
      [
        'add loyalty points, index orders | head · 1eefc6b8b898',
        'add stock movements | 466ad7d99536',
        'keep prices in cents | 617a1c545f8c',
        'add isbn to books | 9e397b4b4b84',
        'split customer names | 140d77cc1d2e',
        'merge reviews and genres | merge · aabbc9495523',
        'count helpful votes of reviews | c5bc4103cc90',
        'add reviews | (reviews) · 2183734bd31c',
        'seed the first genres | 31b6efb1acbe',
        'add genres | (genres) · 80037ec2a029',
        'add order lines | branch · 2314eb681077',
        'add customers and orders | 32747c8cf209',
        'add publishers | e1b1b13095e5',
        'create authors and books | base · 5cce44a905ac',
      ],
    );
  });

  test('a history without problems has none in the editor', async () => {
    await historyRows('it is there');
    assert.deepEqual(
      languages
        .getDiagnostics()
        .flatMap(([, found]) => found.filter(({ source }) => source?.startsWith('alembic'))),
      [],
    );
  });

  test('a click opens the file at the first statement of upgrade, with nothing selected', async () => {
    const rows = await historyRows('it is there');
    const merge = rows.find(({ label }) => label === 'merge reviews and genres');
    assert.ok(merge?.command);
    await commands.executeCommand(merge.command.command, ...(merge.command.arguments as unknown[]));
    const editor = window.activeTextEditor;
    assert.match(editor?.document.uri.path ?? '', /aabbc9495523_merge_reviews_and_genres\.py$/);
    assert.ok(editor?.selection.isEmpty);
    const { document, selection } = editor;
    const at = document.offsetAt(selection.active);
    assert.match(document.getText().slice(0, at), /def upgrade\(\) -> None:\n +.*Upgrade schema.*\n +$/);
    assert.match(document.getText().slice(at), /^pass\n/);
  });

  test('Copy Revision Id', async () => {
    const rows = await historyRows('it is there');
    await commands.executeCommand('alembicWorkbench.copyRevisionId', rows[1]?.node);
    assert.equal(await env.clipboard.readText(), '466ad7d99536');
  });

  test('a file that something else writes is seen', async () => {
    const [folder] = workspace.workspaceFolders ?? [];
    const versions = join(folder?.uri.fsPath ?? '', 'migrations', 'versions');
    writeFileSync(
      join(versions, 'f00_later.py'),
      '"""later"""\n\nrevision = "f00"\ndown_revision = "1eefc6b8b898"\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n',
    );
    const rows = await historyRows('the new revision is the head', ([first]) => first?.label === 'later');
    assert.equal(rows[0]?.description, 'head · f00');
    await eventually('the former head is none any more', async () => {
      const [, second] = await historyRows('it is there');
      return second?.description === '1eefc6b8b898';
    });
  });
});
