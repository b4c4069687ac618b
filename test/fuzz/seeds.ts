import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenRules } from '../fixtures/brokenRules';
import { projectRoot } from '../fixtures/projectRoot';
import { richPython } from '../fixtures/richPython';

const bookshop = join(projectRoot, 'sample', 'bookshop');
const versions = join(bookshop, 'migrations', 'versions');
const read = (...path: readonly string[]): string => readFileSync(join(bookshop, ...path), 'utf8');

/** The revision files of the sample and of every rule's fixture. */
export const revisionSeeds: readonly string[] = [
  ...readdirSync(versions)
    .filter((name) => name.endsWith('.py'))
    .map((name) => read('migrations', 'versions', name)),
  ...Object.values(brokenRules).flatMap(({ files }) =>
    Object.entries(files).flatMap(([name, text]) => (name.endsWith('.py') ? [text] : [])),
  ),
  richPython,
];

/** The file that starts each project. */
export const iniSeeds: readonly string[] = [
  read('alembic.ini'),
  '[alembic]\nscript_location = %(here)s/migrations\nversion_locations = %(here)s/migrations/versions\n',
  ...Object.values(brokenRules).flatMap(({ files }) =>
    Object.entries(files).flatMap(([name, text]) => (name.endsWith('.ini') ? [text] : [])),
  ),
];

/** Configurations in TOML. */
export const tomlSeeds: readonly string[] = [
  '[project]\nname = "x"\n\n[tool.alembic]\nscript_location = "%(here)s/migrations"\nprepend_sys_path = ["."]\n',
  '[tool.alembic]\nscript_location = "migrations"\nversion_locations = ["a", "b"]\nfile_template = "%%(year)d_%%(slug)s"\n',
  '[tool.alembic]\nscript_location = "migrations"\n[[tool.alembic.post_write_hooks]]\nname = "ruff"\ntype = "exec"\n',
  '[tool.alembic-workbench]\nsince = ["abc"]\nrules = { multiple-heads = "off" }\n',
];

/** Templates of revisions. */
export const makoSeeds: readonly string[] = [
  read('migrations', 'script.py.mako'),
  '"""${message}\n\nRevision ID: ${up_revision}\n"""\n% if imports:\n${imports}\n% endif\nrevision = ${repr(up_revision)}\n',
  '<%!\nimport re\n%>\n<% name = re.sub("[^a-z]", "_", message) %>\n${name | n}\n% for x in branch_labels or []:\n# ${x}\n% endfor\n',
];

/** What Alembic and databases write. */
export const outputSeeds: readonly string[] = [
  'INFO  [alembic.runtime.migration] Running upgrade 9e397b4b4b84 -> 617a1c545f8c, keep prices in cents',
  'Current revision(s) for postgresql://app:***@db.example:5432/shop:\nRev: 617a1c545f8c (head)\nParent: 9e397b4b4b84\n',
  "FAILED: Can't locate revision identified by 'abc'",
  'Traceback (most recent call last):\n  File "/project/migrations/env.py", line 3, in <module>\nsqlalchemy.exc.OperationalError: (psycopg.OperationalError) connection to server at "db.example", port 5432 failed: FATAL:  password authentication failed for user "app"',
  "FAILED: New upgrade operations detected: [('add_column', None, 'books', Column('isbn', String(), table=<books>)), [('modify_type', None, 'books', 'price', {'existing_nullable': True}, INTEGER(), Numeric())]]",
  "ALTER ROLE app WITH PASSWORD 'hunter2'; CREATE USER a IDENTIFIED BY 'b';\nDRIVER={ODBC};UID=sa;PWD={a;b};SERVER=x",
  '{"url": "mysql+pymysql://root:root@127.0.0.1/app?charset=utf8", "password": "a\\"b", "token": null}',
];
