import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { composeSnippet } from '../../client/src/features/newRevision/bodySnippet';
import { revisionTemplates } from '../../client/src/features/newRevision/revisionTemplates';
import type { RevisionTemplate } from '../../client/src/features/newRevision/revisionTemplates';
import { readFunctionBodies } from '../../server/core/python/syntax/functionBodies';
import { Postgres } from '../fixtures/postgres';
import { alembicVersions } from './alembicVersions';
import type { AlembicVersion } from './alembicVersions';
import { DrivenProject } from './drivenProject';

const dialects = ['sqlite', 'postgresql'] as const;
type Dialect = (typeof dialects)[number];

/** The snippet with every tab stop left at its default, as VS Code inserts it. */
function withDefaults(snippet: string): string {
  const defaults = new Map<string, string>();
  let text = snippet;
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/\$\{(\d+):((?:[^{}$\\]|\\.)*)\}/g, (_whole, stop: string, value: string) => {
      if (!defaults.has(stop)) defaults.set(stop, value);
      return value;
    });
  }
  return text
    .replace(/\$(\d+)/g, (_whole, stop: string) => defaults.get(stop) ?? '')
    .replace(/\\([\\$}])/g, '$1');
}

/** What the templates' defaults are about: a table `my_table` with rows, its columns, an enum type. */
const groundwork = `import sqlalchemy as sa
from alembic import op
revision = "a1"
down_revision = None


def upgrade():
    table = op.create_table(
        "my_table",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("my_column", sa.Integer),
        sa.Column("old_name", sa.Text),
    )
    op.bulk_insert(table, [{"id": number, "old_name": "kept"} for number in range(1, 2501)])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TYPE my_type AS ENUM ('one')")


def downgrade():
    op.drop_table("my_table")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TYPE my_type")
`;

/** Templates whose default makes what the groundwork has already. */
const without: Readonly<Record<string, string>> = { 'Create table': 'my_table', 'Add column': 'my_column' };

const [newest, , oldest] = alembicVersions;
let postgres: Postgres;
let databases = 0;
const newDatabase = (): string => `t${++databases}`;

suite('starting points of New Revision with their defaults', () => {
  suiteSetup(async () => {
    postgres = await Postgres.start();
  });
  suiteTeardown(async () => postgres?.stop());

  for (const version of [newest, oldest]) if (version) suite(`Alembic ${version.name}`, () => cases(version));
});

/** A project that `alembic init` made, with the groundwork, at its head. */
interface Begun {
  readonly project: DrivenProject;
  /** The name of its database, where that is on PostgreSQL. */
  readonly database: string;
}

function cases(version: AlembicVersion): void {
  let python = '';
  let project: DrivenProject | undefined;
  const begun = new Map<string, Begun>();

  suiteSetup(async () => {
    python = await version.python();
  });
  suiteTeardown(() => {
    for (const each of begun.values()) each.project.remove();
  });
  teardown(() => project?.remove());

  const urlOf = (dialect: Dialect, database: string): string =>
    dialect === 'sqlite' ? 'sqlite:///app.db' : postgres.url(version.postgresDriver, database);

  /** The project that all templates with the same groundwork begin with; Alembic makes it once. */
  const beginning = (dialect: Dialect, title: string): Begun => {
    const name = without[title];
    const key = `${dialect} ${name ?? ''}`;
    const known = begun.get(key);
    if (known) return known;
    const made = new DrivenProject(python, {});
    made.alembic('init', 'migrations');
    const database = dialect === 'sqlite' ? '' : postgres.createDatabase(newDatabase());
    setUrl(made, urlOf(dialect, database));
    const start = name === undefined ? groundwork : groundwork.replaceAll(`"${name}"`, '"another"');
    made.write('migrations/versions/a1.py', start);
    made.alembic('upgrade', 'head');
    begun.set(key, { project: made, database });
    return { project: made, database };
  };

  /** A copy of it, with a database of its own. */
  const begin = (dialect: Dialect, title: string): DrivenProject => {
    const from = beginning(dialect, title);
    project = new DrivenProject(python, {});
    cpSync(from.project.folder, project.folder, { recursive: true });
    if (dialect === 'postgresql')
      setUrl(project, urlOf(dialect, postgres.createDatabase(newDatabase(), from.database)));
    return project;
  };

  const fill = (here: DrivenProject, template: RevisionTemplate, words: readonly string[]): string => {
    const output = here.alembic('revision', '-m', template.title, '--rev-id', 'b2', ...words);
    const file = /Generating (\S+\.py)/.exec(output)?.[1] ?? '';
    const text = readFileSync(file, 'utf8');
    const { upgrade, downgrade } = readFunctionBodies(text);
    assert.ok(upgrade && downgrade, text);
    const between = text.slice(upgrade.range.end, downgrade.range.start);
    const snippet = composeSnippet(template.bodies, between);
    const filled =
      text.slice(0, upgrade.range.start) + withDefaults(snippet) + text.slice(downgrade.range.end);
    writeFileSync(file, filled);
    for (const [end, content] of Object.entries(template.beside ?? {})) {
      writeFileSync(file.replace(/\.py$/, end), content);
    }
    return filled;
  };

  for (const template of revisionTemplates) {
    for (const dialect of dialects) {
      if (dialect === 'sqlite' && template.description.startsWith('PostgreSQL')) continue;
      test(`${template.title}: up, down and up again on ${dialect}`, async () => {
        const here = begin(dialect, template.title);
        const words = {
          branch: ['--head=base', '--branch-label=reports'],
          dependency: ['--head=a1', '--depends-on=a1'],
        };
        const filled = fill(here, template, template.asks ? words[template.asks] : []);
        for (const [command, target] of [
          ['upgrade', 'heads'],
          ['downgrade', template.asks === 'branch' ? 'reports@base' : 'a1'],
          ['upgrade', 'heads'],
        ] as const) {
          const { outcome, output } = await here.drive(command, target);
          const shown = `${filled}\n${output.map(({ text }) => text).join('\n')}`;
          assert.equal(outcome.kind, 'success', `${command} ${target}\n${shown}`);
        }
        if (template.title === 'Data migration in batches') {
          assert.equal(await left(here), '0');
        }
      });
    }
  }

  /** Rows that the data migration should have changed and has not. */
  const left = async (here: DrivenProject): Promise<string> => {
    here.write(
      'count.py',
      'import configparser, sqlalchemy as sa\nini = configparser.ConfigParser()\nini.read("alembic.ini")\nengine = sa.create_engine(ini["alembic"]["sqlalchemy.url"])\nwith engine.connect() as connection:\n    print(connection.execute(sa.text("SELECT count(*) FROM my_table WHERE my_column IS NULL")).scalar())\n',
    );
    return await Promise.resolve(here.run('count.py').trim());
  };
}

function setUrl(project: DrivenProject, url: string): void {
  const ini = project.read('alembic.ini');
  project.write('alembic.ini', ini.replace(/^sqlalchemy\.url = .*$/m, `sqlalchemy.url = ${url}`));
}
