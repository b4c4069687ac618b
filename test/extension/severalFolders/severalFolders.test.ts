import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { commands } from 'vscode';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';

suite('workspace folders with an environment each', () => {
  test('the names of environments begin with those of their folders, in the view and in questions', async () => {
    const rows = await historyRows('both are there', (all) => all.length === 2);
    const names = ['shop/alembic.ini', 'Books/alembic.ini'];
    assert.deepEqual(
      rows.map(({ label }) => label),
      names,
    );
    let asked: readonly string[] = [];
    await answering(
      {
        pick: (items) => {
          asked = items.map(({ label }) => label);
          return undefined;
        },
      },
      () => commands.executeCommand('alembicWorkbench.newRevision'),
    );
    assert.deepEqual([...asked].sort(), [...names].sort());
  });
});
