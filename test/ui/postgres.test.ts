import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { AlembicProject, plainEnvironment, plainProject } from '../database/alembicProject';
import { newestPython } from '../database/alembicVersions';
import { eventually } from '../fixtures/eventually';
import { Postgres } from '../fixtures/postgres';
import { Workbench } from './workbench';

suite('PostgreSQL in the workbench', () => {
  let python = '';
  let postgres: Postgres;
  let project: AlembicProject;
  let workbench: Workbench;

  suiteSetup(async () => {
    python = await newestPython();
    postgres = await Postgres.start();
    postgres.createDatabase('prod_shop');
    project = new AlembicProject(python, {
      // The URL names another database than the one that the driver is led to.
      ...plainProject(postgres.url('psycopg', postgres.createDatabase('shop'))),
      'migrations/env.py': ledElsewhere(plainEnvironment()),
      '.vscode/settings.json': settingsOf({}),
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

  const settingsOf = (more: Readonly<Record<string, unknown>>): string =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries({
          interpreter: python,
          typeNameFor: ['*prod*'],
          configFiles: ['alembic.ini'],
          ...more,
        }).map(([name, value]) => [`alembicWorkbench.${name}`, value]),
      ),
    );
  const upgrade = async (target = 'head'): Promise<void> => {
    await workbench.runCommand('Alembic: Upgrade…');
    await workbench.quickInput.waitFor('Upgrade to');
    await workbench.quickInput.choose(target);
  };
  const typeName = async (name: string): Promise<void> => {
    await workbench.quickInput.waitFor(`Type ${name} to go on`);
    await workbench.quickInput.type(name);
    await workbench.quickInput.accept();
  };
  /** What Show Current says, again until the settings on disk are the ones that it goes by. */
  const current = (goesByThem: (said: string) => boolean): Promise<string> =>
    eventually(
      'Show Current goes by the settings',
      async () => {
        await workbench.runCommand('Notifications: Clear All Notifications');
        await workbench.runCommand('Alembic: Show Current');
        return await workbench.notifications.waitFor('(schema ');
      },
      goesByThem,
    );
  const rows = (): readonly string[] => postgres.sql('prod_shop', 'SELECT version_num FROM alembic_version');

  test('a stamp back to a revision: the server is named, its name and the revision are typed, no table changes', async () => {
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
    await workbench.notifications.waitFor(
      'Stamped prod_shop; no migration ran. It now says "create users" (a1).',
    );
    assert.deepEqual(rows(), ['a1']);
    const tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
    assert.deepEqual(postgres.sql('prod_shop', tables), ['alembic_version', 'orders', 'users']);
  });

  test('a stamp away from a revision that is not here: the table is emptied first', async () => {
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
    await workbench.notifications.waitFor('It now says "create orders" (b2).');
    // Without --purge Alembic refuses, because it can't locate f00.
    assert.deepEqual(rows(), ['b2']);
  });

  test('a preview has a token as it is, and hides the password alone', async () => {
    const statements = [
      "UPDATE users SET id = id WHERE 'token=abc' <> replace('reset_token: x', 'token=abc', 'secret: ')",
      "CREATE ROLE reader PASSWORD 'a-password-4712'",
      'DELETE FROM orders WHERE id < 0',
    ];
    project.write('migrations/versions/c3.py', revisionOf('c3', 'b2', 'tokens', statements));
    await workbench.tree('History').waitForRows('the third is there', (found) => found.length === 3);
    await workbench.runCommand('Alembic: Preview Upgrade SQL…');
    await workbench.quickInput.waitFor('from b2');
    await workbench.quickInput.choose('head');
    await workbench.editor.waitForTitle('upgrade from b2 to head');
    const text = await eventually(
      'the preview is whole',
      () => workbench.editor.visibleText(),
      (shown) => shown.includes('version_num'),
    );
    await workbench.screenshot('sql-with-token');
    for (const statement of [statements[0], "CREATE ROLE reader PASSWORD '***'", statements[2]])
      assert.ok(text.replaceAll(/\s+/g, ' ').includes(`${statement};`), text);
  });

  test('an upgrade that commits nothing: the warning says where the database stands, and why', async () => {
    const asks = 'connection.exec_driver_sql("SELECT 1")';
    project.write(
      'migrations/env.py',
      ledElsewhere(plainEnvironment()).replace('context.configure(', `${asks}\n    context.configure(`),
    );
    await upgrade();
    const { text } = await workbench.dialog.read();
    await workbench.screenshot('upgrade-postgres');
    assert.match(text, /Upgrade prod_shop to head\?/);
    await workbench.dialog.press('Upgrade');
    await typeName('prod_shop');
    const told = await workbench.notifications.waitFor('ended without an error');
    await workbench.screenshot('nothing-committed');
    assert.match(
      told,
      /Upgrade of prod_shop ended without an error, but prod_shop stands at b2, not at c3: /,
    );
    assert.match(told, /: env\.py may have committed nothing, caught an error, /);
    assert.deepEqual(rows(), ['b2']);
  });

  test('tenants: each is named in question, guard and status, and one of them by -x', async () => {
    postgres.sql('prod_shop', 'CREATE SCHEMA acme; CREATE SCHEMA beta');
    project.write('migrations/env.py', tenantsEnvironment);
    project.write('.vscode/settings.json', settingsOf({ xArguments: ['tenant=beta'] }));
    const beta = await current((said) => !said.includes('acme'));
    await workbench.screenshot('one-tenant-current');
    assert.match(beta, /^prod_shop \(schema beta\) \(postgresql\) stands at base: nothing is applied\./);
    await upgrade('create users');
    const { text } = await workbench.dialog.read();
    await workbench.screenshot('one-tenant');
    assert.match(text, /Upgrade prod_shop \(schema beta\) to a1\?/);
    await workbench.dialog.press('Upgrade');
    await typeName('prod_shop (schema beta)');
    await workbench.notifications.waitFor('Upgraded prod_shop (schema beta): 1 revision ran.');

    project.write('.vscode/settings.json', settingsOf({}));
    const stands = await current((said) => said.includes('acme'));
    await workbench.screenshot('tenants-current');
    assert.match(stands, /prod_shop \(schema acme\) \(postgresql\) stands at base: nothing is applied\./);
    assert.match(stands, /prod_shop \(schema beta\) \(postgresql\) stands at "create users" \(a1\)\./);
    await upgrade('create orders');
    const both = (await workbench.dialog.read()).text;
    await workbench.screenshot('tenants-confirm');
    assert.match(both, /Upgrade prod_shop \(schema acme\), prod_shop \(schema beta\) to b2\?/);
    assert.match(both, /database prod_shop, schema acme, search path acme, user workbench/);
    await workbench.dialog.press('Upgrade');
    await typeName('prod_shop (schema acme)');
    await typeName('prod_shop (schema beta)');
    await workbench.notifications.waitFor('It now stands at "create orders" (b2).');
    await workbench.screenshot('tenants-done');
    for (const tenant of ['acme', 'beta'])
      assert.deepEqual(postgres.sql('prod_shop', `SELECT version_num FROM ${tenant}.alembic_version`), [
        'b2',
      ]);
    assert.deepEqual(rows(), ['b2']);
  });
});

function ledElsewhere(environment: string): string {
  return environment.replace('"sqlalchemy.url")', '"sqlalchemy.url"), connect_args={"dbname": "prod_shop"}');
}

/** Two schemas one after the other on one connection, or the one of `-x tenant=…`. */
const tenantsEnvironment = `import sqlalchemy as sa
from alembic import context

url = context.config.get_main_option("sqlalchemy.url")
engine = sa.create_engine(url, connect_args={"dbname": "prod_shop"})
only = context.get_x_argument(as_dictionary=True).get("tenant")
with engine.connect() as connection:
    for tenant in [only] if only else ["acme", "beta"]:
        connection.execute(sa.text(f"SET search_path TO {tenant}"))
        connection.commit()
        connection.dialect.default_schema_name = tenant
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
`;

function revisionOf(id: string, parent: string, message: string, statements: readonly string[]): string {
  const lines = statements.map((statement) => `    op.execute(${JSON.stringify(statement)})`);
  return `"""${message}"""\nfrom alembic import op\n\nrevision = "${id}"\ndown_revision = "${parent}"\n\n\ndef upgrade():\n${lines.join('\n')}\n\n\ndef downgrade():\n    pass\n`;
}
