import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { AlembicProject } from '../database/alembicProject';
import { newestPython } from '../database/alembicVersions';
import { Postgres } from '../fixtures/postgres';
import { Workbench } from './workbench';

const shop = `from sqlalchemy import Column, Integer, MetaData, String
from sqlalchemy.orm import declarative_base

Base = declarative_base(metadata=MetaData())


class Book(Base):
    __tablename__ = "books"
    id = Column(Integer, primary_key=True)
    title = Column(String(80))
`;
const billing = shop.replace('class Book', 'class Invoice').replace('"books"', '"invoices"');

suite('drift of two databases, SQLite and PostgreSQL, in the workbench', () => {
  let postgres: Postgres;
  let project: AlembicProject;
  let workbench: Workbench;

  suiteSetup(async () => {
    const python = await newestPython();
    postgres = await Postgres.start();
    project = new AlembicProject(python, {
      'shop.py': shop,
      'billing.py': billing,
      '.vscode/settings.json': JSON.stringify({ 'alembicWorkbench.interpreter': python }),
    });
    project.alembic('init', '-t', 'multidb', 'migrations');
    const url = postgres.url('psycopg', postgres.createDatabase('billing'));
    replace(project, 'alembic.ini', 'driver://user:pass@localhost/dbname2', url);
    replace(project, 'alembic.ini', 'driver://user:pass@localhost/dbname', 'sqlite:///shop.db');
    const metadata = `import billing\nimport shop\n\ntarget_metadata = {"engine1": shop.Base.metadata, "engine2": billing.Base.metadata}`;
    replace(project, 'migrations/env.py', /^target_metadata(?:: [^\n]*)? = \{\}$/m, metadata);
    project.alembic('revision', '--autogenerate', '-m', 'create tables');
    project.alembic('upgrade', 'head');
    workbench = await Workbench.open(project.folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there', (rows) => rows.length === 1);
  });
  suiteTeardown(async () => {
    await workbench?.close();
    await postgres?.stop();
    project?.remove();
  });

  test('none in either: both databases are named', async () => {
    await workbench.runCommand('Alembic: Check for Drift');
    const text = await workbench.notifications.waitFor('No drift');
    assert.match(text, /shop\.db/);
    assert.match(text, /billing/);
  });

  test('in one: its rows stand under its name, its model has the diagnostic, the other says that it has none', async () => {
    project.write('billing.py', `${billing}    paid = Column(Integer)\n`);
    await workbench.runCommand('Alembic: Check for Drift');
    const rows = await workbench
      .tree('Drift')
      .waitForRows('invoices differ', (all) => all.some(({ label }) => label === 'invoices'));
    await workbench.screenshot('drift-two-databases');
    assert.deepEqual(
      rows.map(({ label, level, description }) => `${level} ${label}: ${description}`),
      [
        '1 engine1 (shop.db): no drift',
        '1 engine2 (billing): 1 difference',
        '2 invoices: 1 difference',
        '3 column paid: INTEGER · only in the models',
      ],
    );
    await workbench.problems.show();
    const found = await workbench.problems.waitFor('the model has it', (all) => all.length > 0);
    assert.deepEqual(
      found.map(({ file, severity, message }) => [file, severity, message.split(':')[0]]),
      [['billing.py', 'information', 'engine2 (billing) differs from this model']],
    );
  });

  test('in both: one table name in two databases is two rows', async () => {
    postgres.sql('billing', 'CREATE TABLE books (id integer PRIMARY KEY)');
    project.write('shop.py', `${shop}    pages = Column(Integer)\n`);
    await workbench.runCommand('Alembic: Check for Drift Again');
    const rows = await workbench
      .tree('Drift')
      .waitForRows('both have books', (all) => all.filter(({ label }) => label === 'books').length === 2);
    await workbench.screenshot('drift-both-databases');
    const text = rows.map(({ label, level }) => `${level} ${label}`).join('\n');
    assert.match(
      text,
      /1 engine1 \(shop\.db\)\n2 books\n3 column pages\n1 engine2 \(billing\)\n2 books\n2 invoices\n/,
    );
    const pages = rows.find(({ label }) => label === 'column pages');
    assert.match(pages?.accessibleName ?? '', /Enter opens the model/);
    // The class Book is that of the other database; a table as a whole is one row.
    const whole = rows.filter(({ label }) => label === 'books').at(-1);
    assert.match(whole?.description ?? '', /only in the database/);
    assert.ok(!(await workbench.page.content()).includes(postgres.password));
  });
});

function replace(project: AlembicProject, name: string, from: string | RegExp, to: string): void {
  const text = project.read(name);
  const changed = text.replace(from, () => to);
  assert.notEqual(changed, text, `${name} has ${String(from)}`);
  project.write(name, changed);
}
