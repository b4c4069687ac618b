import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { AlembicProject, plainEnvironment, plainProject } from '../database/alembicProject';
import { newestPython } from '../database/alembicVersions';
import { Postgres } from '../fixtures/postgres';
import { Workbench } from './workbench';

suite('stamp on PostgreSQL, in the workbench', () => {
  let postgres: Postgres;
  let project: AlembicProject;
  let workbench: Workbench;

  suiteSetup(async () => {
    const python = await newestPython();
    postgres = await Postgres.start();
    postgres.createDatabase('prod_shop');
    project = new AlembicProject(python, {
      // The URL names another database than the one that the driver is led to.
      ...plainProject(postgres.url('psycopg', postgres.createDatabase('shop'))),
      'migrations/env.py': ledElsewhere(plainEnvironment()),
      '.vscode/settings.json': JSON.stringify({
        'alembicWorkbench.interpreter': python,
        'alembicWorkbench.typeNameFor': ['*prod*'],
        'alembicWorkbench.configFiles': ['alembic.ini'],
      }),
    });
    project.alembic('upgrade', 'head');
    workbench = await Workbench.open(project.folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there', (rows) => rows.length === 2);
  });
  suiteTeardown(async () => {
    await workbench?.close();
    await postgres?.stop();
    project?.remove();
  });

  const rows = (): readonly string[] => postgres.sql('prod_shop', 'SELECT version_num FROM alembic_version');

  test('back to a revision: the server is named, its name and the revision are typed, no table changes', async () => {
    await workbench.runCommand('Alembic: Stamp…');
    await workbench.quickInput.waitFor('Which revision shall the version table name?');
    await workbench.quickInput.choose('create users');
    const { text } = await workbench.dialog.read();
    await workbench.screenshot('stamp-postgres');
    assert.match(text, /Stamp prod_shop with a1\?/);
    assert.match(text, /postgresql, host 127\.0\.0\.1:\d+, database prod_shop, user workbench/);
    assert.match(text, /Forgotten: will be believed not applied although they were:\s+• create orders — b2/);
    assert.ok(!text.includes(postgres.password));
    await workbench.dialog.press('Stamp…');
    await workbench.quickInput.waitFor('Type prod_shop to go on');
    await workbench.quickInput.type('shop');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('Type prod_shop exactly, or press Escape to stop here.');
    await workbench.quickInput.type('prod_shop');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('Type a1 to stamp');
    await workbench.quickInput.type('a1');
    await workbench.quickInput.accept();
    await workbench.notifications.waitFor('Stamped prod_shop; no migration ran. It now says a1.');
    assert.deepEqual(rows(), ['a1']);
    const tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
    assert.deepEqual(postgres.sql('prod_shop', tables), ['alembic_version', 'orders', 'users']);
  });

  test('away from a revision that is not here: the table is emptied first', async () => {
    postgres.sql('prod_shop', "UPDATE alembic_version SET version_num = 'f00'");
    await workbench.runCommand('Alembic: Stamp…');
    await workbench.quickInput.waitFor('Which revision shall the version table name?');
    await workbench.quickInput.choose('create orders');
    const { text } = await workbench.dialog.read();
    await workbench.screenshot('stamp-purge');
    assert.match(text, /Now at f00, will say b2\./);
    assert.match(text, /Removed from the table, unknown here: f00/);
    await workbench.dialog.press('Stamp…');
    await workbench.quickInput.waitFor('Type prod_shop to go on');
    await workbench.quickInput.type('prod_shop');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('Type b2 to stamp');
    await workbench.quickInput.type('b2');
    await workbench.quickInput.accept();
    await workbench.notifications.waitFor('It now says b2.');
    // Without --purge Alembic refuses, because it can't locate f00.
    assert.deepEqual(rows(), ['b2']);
  });
});

function ledElsewhere(environment: string): string {
  return environment.replace('"sqlalchemy.url")', '"sqlalchemy.url"), connect_args={"dbname": "prod_shop"}');
}
