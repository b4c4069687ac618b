import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { commands } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';

suite('a folder without Alembic', () => {
  test('the history is empty, and commands say what is missing', async () => {
    await historyRows('it is empty', (rows) => rows.length === 0);
    const messages = await eventually(
      'the workspace has been read',
      () => answering({}, () => commands.executeCommand('alembicWorkbench.upgrade')),
      ([shown]) => !shown?.message.includes('still being read'),
    );
    assert.deepEqual(messages, [
      {
        message:
          'No Alembic environment was found in this workspace; initialise Alembic, or look at the log for what was read.',
        detail: '',
        buttons: ['Initialise Alembic Here…', 'Show Log'],
      },
    ]);
  });
});
