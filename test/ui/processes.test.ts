import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import { revisionFile } from '../fixtures/alembicFiles';
import { eventually } from '../fixtures/eventually';
import { markedProcesses } from '../fixtures/markedProcesses';
import type { MarkedProcess } from '../fixtures/markedProcesses';
import { copySampleProject } from '../fixtures/sampleProject';
import { Workbench } from './workbench';

const mark = 'ALEMBIC_WORKBENCH_TEST_MARK';
const before = '1eefc6b8b898';

suite('no process is left behind', () => {
  let folder = '';
  let known: ReadonlySet<number> = new Set();
  let workbench: Workbench | undefined;

  setup(async () => {
    folder = copySampleProject('bookshop');
    const upgrade = [
      'import time',
      'op.execute("CREATE TABLE half (id INTEGER)")',
      `open(${JSON.stringify(file('started'))}, "w").close()`,
      'try:',
      '    time.sleep(120)',
      'except KeyboardInterrupt:',
      `    open(${JSON.stringify(file('interrupted'))}, "a").write("once ")`,
      '    raise',
    ].join('\n    ');
    writeFileSync(
      join(folder, 'migrations', 'versions', 'f00_wait.py'),
      revisionFile('f00', before, { message: 'wait', upgrade }),
    );
    known = new Set(all().map(({ id }) => id));
    workbench = await Workbench.open(folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there');
  });
  teardown(async () => {
    await workbench?.close();
  });

  test('the window closes during a migration: it is interrupted once, as by Ctrl+C, and ends', async () => {
    await startMigration();
    const hosts = extensionHosts();
    assert.equal(hosts.length, 1);
    assert.ok(ours().some(({ commandLine }) => commandLine.includes('alembic')));
    await workbench?.page.close({ runBeforeUnload: true });
    await eventually('its extension host is gone', () => extensionHosts().length === 0);
    await eventually('Alembic was interrupted', () => existsSync(file('interrupted')));
    await eventually(
      'nothing is left',
      () => ours().map(({ commandLine }) => commandLine),
      (left) => left.length === 0,
    );
    assertTakenBack();
  });

  test('the window is loaded anew during a migration: that is interrupted, and the window says so', async () => {
    await startMigration();
    const old = fresh();
    await workbench?.runCommand('Developer: Reload Window');
    await eventually('Alembic was interrupted', () => existsSync(file('interrupted')));
    const text = await workbench?.notifications.waitFor('was interrupted because its window closed');
    assert.match(text ?? '', /^"Upgrading bookshop\.db to head" was interrupted/);
    await workbench?.screenshot('interrupted-by-closing');
    await eventually(
      'none of its processes is left',
      () => stillThere(old),
      (left) => left.length === 0,
    );
    assertTakenBack();
  });

  test('the extension host is killed during a migration: that is interrupted, and ends', async () => {
    await startMigration();
    const [host] = extensionHosts();
    assert.ok(host);
    const old = ours();
    process.kill(host.id, 'SIGKILL');
    await eventually('Alembic was interrupted', () => existsSync(file('interrupted')));
    await eventually(
      'none of its processes is left',
      () => stillThere(old),
      (left) => left.length === 0,
    );
    assertTakenBack();
  });

  test('a cancelled migration leaves nothing but the language server and the guardian', async () => {
    await startMigration();
    await workbench?.notifications.press('wait', 'Cancel');
    await workbench?.notifications.waitFor('was interrupted');
    await eventually(
      'nothing else is left',
      () => ours().map(({ commandLine }) => commandLine),
      (left) => left.every((line) => /server\/dist\/server\.js|dist\/guardian\.js/.test(line)),
    );
    assertTakenBack();
  });

  test('the language server is killed: another one starts, and the history is there', async () => {
    const [server] = servers();
    assert.ok(server);
    process.kill(server.id, 'SIGKILL');
    await eventually('there is another one', () => {
      const [other] = servers();
      return other !== undefined && other.id !== server.id;
    });
    writeFileSync(
      join(folder, 'migrations', 'versions', 'f01.py'),
      revisionFile('f01', 'f00', { message: 'new one' }),
    );
    await workbench?.tree('History').waitForRows('it is read again', ([row]) => row?.label === 'new one');
    assert.equal(servers().length, 1);
  });

  async function startMigration(): Promise<void> {
    assert.ok(workbench);
    await workbench.runCommand('Alembic: Upgrade…');
    await workbench.quickInput.waitFor('Upgrade to');
    await workbench.quickInput.choose('head');
    await workbench.dialog.press('Upgrade');
    await eventually('the migration is in its middle', () => existsSync(file('started')));
  }

  /** The database is where Alembic leaves it: SQLite has what was there before the revision. */
  function assertTakenBack(): void {
    const code =
      'import sqlite3; print(sqlite3.connect("bookshop.db").execute("select version_num from alembic_version").fetchall())';
    const python = join(folder, '.venv', 'bin', 'python');
    const { stdout } = spawnSync(python, ['-c', code], { cwd: folder, encoding: 'utf8' });
    assert.equal(readFileSync(file('interrupted'), 'utf8'), 'once ');
    assert.match(stdout, new RegExp(`^\\[\\('(${before}|9e397b4b4b84)',\\)\\]`));
  }

  function stillThere(processes: readonly MarkedProcess[]): readonly string[] {
    const there = new Set(all().map(({ id }) => id));
    return processes.filter(({ id }) => there.has(id)).map(({ commandLine }) => commandLine);
  }

  function file(name: string): string {
    return join(folder, name);
  }

  function all(): readonly MarkedProcess[] {
    return markedProcesses(mark, process.env[mark] ?? '');
  }

  /** What came since the window was opened. */
  function fresh(): readonly MarkedProcess[] {
    return all().filter(({ id }) => !known.has(id));
  }

  function extensionHosts(): readonly MarkedProcess[] {
    return fresh().filter(({ commandLine }) => commandLine.includes('--type=extensionHost'));
  }

  function servers(): readonly MarkedProcess[] {
    return fresh().filter(({ commandLine }) => commandLine.includes('server/dist/server.js'));
  }

  /** What is neither VS Code's own nor the browser's. */
  function ours(): readonly MarkedProcess[] {
    return fresh().filter(({ commandLine }) => !/lib\/vscode\/|chrom/.test(commandLine));
  }
});
