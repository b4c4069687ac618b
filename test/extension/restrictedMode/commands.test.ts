import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { commands } from 'vscode';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';

suite('Restricted mode', () => {
  const programs = mkdtempSync(join(tmpdir(), 'marks-'));
  const mark = join(programs, 'mark');
  const path = process.env['PATH'];

  suiteSetup(() => {
    for (const name of [
      'python',
      'python3',
      'alembic',
      'git',
      'sh',
      'bash',
      'env',
      'node',
      'uv',
      'poetry',
      'docker',
      'flask',
    ]) {
      writeFileSync(join(programs, name), `#!/bin/sh\necho ${name} >> '${mark}'\n`);
      chmodSync(join(programs, name), 0o755);
    }
    process.env['PATH'] = `${programs}${delimiter}${path ?? ''}`;
  });
  suiteTeardown(() => {
    process.env['PATH'] = path;
  });

  test('the history is there', async () => {
    const rows = await historyRows('it is there');
    assert.equal(rows.length, 14);
  });

  for (const command of [
    'upgrade',
    'downgrade',
    'newRevision',
    'findRevision',
    'initialise',
    'runAgain',
    'showCurrent',
    'selectInterpreter',
    'upgradeToHere',
    'downgradeToHere',
    'previewUpgradeSql',
    'previewDowngradeSql',
    'previewRevisionSql',
    'stamp',
    'stampHere',
    'checkDrift',
  ]) {
    test(`${command} says why it starts nothing, and the way out`, async () => {
      const [row] = await historyRows('it is there');
      const shown = await answering({ pick: (items) => items[0], type: () => 'message' }, () =>
        commands.executeCommand(`alembicWorkbench.${command}`, row?.node),
      );
      assert.equal(shown.length, 1, JSON.stringify(shown));
      assert.match(shown[0]?.message ?? '', /Restricted Mode/);
      assert.equal(shown[0]?.buttons[0], 'Manage Workspace Trust');
    });
  }

  test('no program was started', () => {
    assert.equal(existsSync(mark), false);
  });
});
