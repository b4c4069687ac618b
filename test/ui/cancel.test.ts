import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { revisionFile } from '../fixtures/alembicFiles';
import { copySampleProject } from '../fixtures/sampleProject';
import { eventually } from '../fixtures/eventually';
import { Workbench } from './workbench';

suite('a long migration', () => {
  test('shows how far it is, and Cancel interrupts it as Ctrl+C would', async () => {
    const folder = copySampleProject('bookshop');
    const started = join(folder, 'started');
    const interrupted = join(folder, 'interrupted');
    const upgrade = [
      'import time',
      `open(${JSON.stringify(started)}, "w").close()`,
      'try:',
      '    time.sleep(600)',
      'except KeyboardInterrupt:',
      `    open(${JSON.stringify(interrupted)}, "w").close()`,
      '    raise',
    ].join('\n    ');
    writeFileSync(
      join(folder, 'migrations', 'versions', 'f00_wait.py'),
      revisionFile('f00', '1eefc6b8b898', { message: 'wait for ever', upgrade }),
    );
    const workbench = await Workbench.open(folder);
    try {
      await workbench.openContainer('Alembic');
      await workbench.tree('History').waitForRows('it is there');
      await workbench.runCommand('Alembic: Upgrade…');
      await workbench.quickInput.waitFor('Upgrade to');
      await workbench.quickInput.choose('head');
      await workbench.dialog.press('Upgrade');
      await workbench.notifications.waitFor('4 of 4: wait for ever');
      await eventually('the migration is in its middle', () => existsSync(started));
      await workbench.notifications.waitFor('4 of 4: wait for ever · 1');
      await workbench.screenshot('progress');
      await workbench.notifications.press('wait for ever', 'Cancel');
      const text = await workbench.notifications.waitFor('was interrupted');
      await workbench.screenshot('interrupted');
      assert.ok(existsSync(interrupted), 'Alembic saw a KeyboardInterrupt');
      assert.match(text, /It now stands at /);
    } finally {
      await workbench.close();
    }
  });
});

suite('a migration whose project logs nothing', () => {
  test('the notification says so, with the time that has gone by', async () => {
    const folder = copySampleProject('bookshop');
    const configFile = join(folder, 'alembic.ini');
    const quiet = readFileSync(configFile, 'utf8').replace(/level = INFO/, 'level = ERROR');
    writeFileSync(configFile, quiet);
    writeFileSync(
      join(folder, 'migrations', 'versions', 'f00_wait.py'),
      revisionFile('f00', '1eefc6b8b898', { message: 'wait', upgrade: 'import time; time.sleep(600)' }),
    );
    const workbench = await Workbench.open(folder);
    try {
      await workbench.openContainer('Alembic');
      await workbench.tree('History').waitForRows('it is there');
      await workbench.runCommand('Alembic: Upgrade…');
      await workbench.quickInput.waitFor('Upgrade to');
      await workbench.quickInput.choose('head');
      await workbench.dialog.press('Upgrade');
      const text = await workbench.notifications.waitFor('env.py logs no steps');
      assert.match(text, /^Upgrading bookshop\.db to head: \d+ s; env\.py logs no steps/);
      await workbench.screenshot('progress-silent');
      await workbench.notifications.press('logs no steps', 'Cancel');
      await workbench.notifications.waitFor('The revision that was running may be half done');
    } finally {
      await workbench.close();
    }
  });
});

suite('welcome texts', () => {
  test('a folder without Alembic', async () => {
    const folder = join(process.env['ALEMBIC_WORKBENCH_TEST_FOLDER'] ?? '', 'nothing-of-alembic');
    mkdirSync(folder, { recursive: true });
    const workbench = await Workbench.open(folder);
    try {
      await workbench.openContainer('Alembic');
      await eventually(
        'a welcome',
        () => workbench.tree('History').welcome(),
        (text) => text.includes('No Alembic environment was found'),
      );
      await workbench.screenshot('no-environment');
    } finally {
      await workbench.close();
    }
  });
});
