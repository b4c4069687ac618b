import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { commands, workspace } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { answering } from '../../fixtures/person';
import type { Answers, ShownMessage } from '../../fixtures/person';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

function revisionsIn(name: string): readonly string[] {
  return readdirSync(join(folder, name)).filter((file) => file.endsWith('.py'));
}

async function newRevision(message: string, pick: Answers['pick']): Promise<readonly ShownMessage[]> {
  return await answering(
    { pick, type: (prompt) => (prompt.startsWith('Label') ? message.replaceAll(' ', '_') : message) },
    () => commands.executeCommand('alembicWorkbench.newRevision'),
  );
}

suite('New Revision where revisions lie in several folders', () => {
  const asked: string[] = [];
  const picking =
    (kind: string, where: string): Answers['pick'] =>
    (items, placeHolder) => {
      asked.push(placeHolder);
      return items.find(({ label }) =>
        placeHolder.startsWith('How')
          ? label.includes(kind)
          : placeHolder.startsWith('From')
            ? label === 'base'
            : label === where,
      );
    };

  test('the first of all: the folder is asked', async () => {
    await eventually(
      'there is an environment',
      async () => {
        asked.length = 0;
        const shown = await newRevision('first', picking('Empty', 'core'));
        return shown.length === 0 || JSON.stringify(shown);
      },
      (state) => state === true,
    );
    assert.deepEqual(asked, ['How does the revision start?', 'In which folder?']);
    assert.equal(revisionsIn('core').length, 1);
    assert.deepEqual(revisionsIn('billing'), []);
  });

  test('one with a parent: it goes to the folder of that, and nothing is asked', async () => {
    asked.length = 0;
    assert.deepEqual(await newRevision('second', picking('Empty', 'billing')), []);
    assert.deepEqual(asked, ['How does the revision start?']);
    assert.equal(revisionsIn('core').length, 2);
  });

  test('a branch from base: its folder is asked', async () => {
    asked.length = 0;
    assert.deepEqual(await newRevision('billing', picking('Branch', 'billing')), []);
    assert.deepEqual(asked, [
      'How does the revision start?',
      'From which revision does the branch start?',
      'In which folder?',
    ]);
    assert.equal(revisionsIn('billing').length, 1);
    assert.equal(revisionsIn('core').length, 2);
  });
});
