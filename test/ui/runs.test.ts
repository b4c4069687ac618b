import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { revisionFile } from '../fixtures/alembicFiles';
import { copySampleProject } from '../fixtures/sampleProject';
import { eventually } from '../fixtures/eventually';
import { Workbench } from './workbench';

suite('what is confirmed is what runs', () => {
  test('an env file that changed while the question stood: nothing is run, and Try Again asks anew', async () => {
    const folder = copySampleProject('bookshop');
    mkdirSync(join(folder, '.vscode'), { recursive: true });
    writeFileSync(join(folder, '.vscode', 'settings.json'), '{ "alembicWorkbench.envFile": "deploy.env" }');
    const envFile = join(folder, 'deploy.env');
    writeFileSync(envFile, 'SHOP_DATABASE=bookshop.db\n');
    const environment = join(folder, 'migrations', 'env.py');
    const url =
      'import os\nconfig.set_main_option("sqlalchemy.url", "sqlite:///" + os.environ["SHOP_DATABASE"])\n';
    writeFileSync(
      environment,
      readFileSync(environment, 'utf8').replace('target_metadata =', `${url}target_metadata =`),
    );
    const workbench = await Workbench.open(folder);
    try {
      await openHistory(workbench);
      await upgradeToHead(workbench);
      assert.match((await workbench.dialog.read()).text, /Upgrade bookshop\.db to head\?/);
      writeFileSync(envFile, 'SHOP_DATABASE=production.db\n');
      await workbench.dialog.press('Upgrade');
      const refused = await workbench.notifications.waitFor('changed since you were asked');
      await workbench.screenshot('changed-since-asked');
      assert.match(refused, /deploy\.env changed since you were asked, so nothing was run/);
      assert.ok(!existsSync(join(folder, 'production.db')), 'the other database was not made');
      assert.match(current(folder), /^9e397b4b4b84/);
      await workbench.notifications.press('changed since you were asked', 'Try Again');
      await workbench.quickInput.waitFor('Upgrade to');
      await workbench.quickInput.choose('head');
      assert.match((await workbench.dialog.read()).text, /Upgrade production\.db to head\?/);
      await workbench.screenshot('changed-since-asked-again');
      await workbench.dialog.press('Cancel');
    } finally {
      await workbench.close();
    }
  });
});

suite('a migration that ignores the interrupt, in a project with two windows', () => {
  test('the second window is told who runs; Kill is offered, and ends the run', async () => {
    const folder = copySampleProject('bookshop');
    const started = join(folder, 'started');
    const upgrade = [
      'import signal, time',
      'signal.signal(signal.SIGINT, signal.SIG_IGN)',
      `open(${JSON.stringify(started)}, "w").close()`,
      'time.sleep(600)',
    ].join('\n    ');
    writeFileSync(
      join(folder, 'migrations', 'versions', 'f00_deaf.py'),
      revisionFile('f00', '9e397b4b4b84', { message: 'deaf', upgrade }),
    );
    const first = await Workbench.open(folder);
    const second = await Workbench.open(folder);
    try {
      await openHistory(first);
      await first.runCommand('Alembic: Upgrade…');
      await first.quickInput.waitFor('Upgrade to');
      await first.quickInput.choose('deaf');
      await first.dialog.press('Upgrade');
      await eventually('the migration is in its middle', () => existsSync(started));

      await openHistory(second);
      await second.runCommand('Alembic: Upgrade…');
      await second.quickInput.waitFor('Upgrade to');
      await second.quickInput.choose('keep prices in cents');
      await second.dialog.press('Upgrade');
      const { text, buttons } = await second.dialog.read();
      await second.screenshot('two-windows');
      assert.match(text, /bookshop\.db is being written to already/);
      assert.match(text, /"Upgrading bookshop\.db to f00" runs in the window of /);
      assert.deepEqual([...buttons].sort(), ['Cancel', 'Run Anyway']);
      await second.dialog.press('Cancel');

      await first.notifications.press('Upgrading bookshop.db to f00', 'Cancel');
      const told = await first.notifications.waitFor('seconds after it was interrupted');
      await first.screenshot('interrupt-ignored');
      assert.match(told, /can leave a migration half done/);
      await first.notifications.press('seconds after it was interrupted', 'Kill');
      await first.notifications.waitFor('Upgrade was interrupted.');
      await first.screenshot('interrupt-killed');
      assert.match(current(folder), /^9e397b4b4b84/);

      await second.runCommand('Alembic: Upgrade…');
      await second.quickInput.waitFor('Upgrade to');
      await second.quickInput.choose('keep prices in cents');
      await second.dialog.press('Upgrade');
      await second.notifications.waitFor('1 revision ran');
    } finally {
      await first.close();
      await second.close();
    }
  });
});

async function openHistory(workbench: Workbench): Promise<void> {
  await workbench.openContainer('Alembic');
  await workbench.tree('History').waitForRows('it is there');
}

async function upgradeToHead(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Alembic: Upgrade…');
  await workbench.quickInput.waitFor('Upgrade to');
  await workbench.quickInput.choose('head');
}

function current(folder: string): string {
  const { status, stdout, stderr } = spawnSync(
    join(folder, '.venv', 'bin', 'python'),
    ['-B', '-m', 'alembic', 'current'],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, SHOP_DATABASE: 'bookshop.db' } },
  );
  assert.equal(status, 0, stderr);
  return stdout;
}
