import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { commands, workspace } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

suite('databases that settings have asked without a command', () => {
  test('at the start: the history knows where the database stands, and no message is shown', async () => {
    const shown = await answering({}, () =>
      historyRows('a row is current', (rows) =>
        rows.some(({ spoken, label }) => spoken.includes('current') && label === 'add isbn to books'),
      ),
    );
    assert.deepEqual(shown, []);
  });

  test('after a while again: what another program did is seen', async () => {
    const python = join(folder, '.venv', 'bin', 'python');
    const { status, stderr } = spawnSync(python, ['-B', '-m', 'alembic', 'upgrade', 'head'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    await historyRows('the head is current', ([head]) => Boolean(head?.spoken.includes('current')));
  });

  test("a person's command does not wait for it", async () => {
    const file = join(folder, 'migrations', 'env.py');
    const text = readFileSync(file, 'utf8');
    const started = join(folder, 'started');
    const interrupted = join(folder, 'interrupted');
    writeFileSync(
      file,
      `import time
if not __import__("os").path.exists(${JSON.stringify(started)}):
    open(${JSON.stringify(started)}, "w").close()
    try:
        time.sleep(600)
    except KeyboardInterrupt:
        open(${JSON.stringify(interrupted)}, "w").close()
        raise
${text}`,
    );
    try {
      await eventually('the database is being asked', () => existsSync(started));
      const shown = await answering({}, () => commands.executeCommand('alembicWorkbench.showCurrent'));
      assert.match(
        shown[0]?.message ?? '',
        /^bookshop\.db \(sqlite\) stands at "add loyalty points, index orders" \(1eefc6b8\)\./,
      );
      assert.equal(shown.length, 1);
      assert.ok(existsSync(interrupted));
    } finally {
      writeFileSync(file, text);
      for (const mark of [started, interrupted]) rmSync(mark, { force: true });
    }
  });
});
