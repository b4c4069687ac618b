import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { envFileVariables } from '../../client/src/infrastructure/alembic/command/envFileVariables';
import { copySqliteFile } from '../../client/src/infrastructure/alembic/databases/copySqliteFile';
import { AlembicProject } from './alembicProject';
import { driversPython } from './driversPython';

const file = `HOST=db
PORT=5432
EMPTY=
URL=postgresql://\${USER_NAME}:\${PASSWORD}@\${HOST}:\${PORT}/\${NAME:-shop}
QUOTED="\${HOST} and \${NOWHERE}"
LITERAL=$HOST
OWN=\${OUTSIDE}
HOST2=\${LATER}
OUTSIDE=inside
AFTER=\${OUTSIDE}
BLANK=\${EMPTY:-otherwise}
LATER=late
`;

suite('an env file', () => {
  test('variables that name others are what the real python-dotenv makes of them', async () => {
    const project = new AlembicProject(await driversPython(), { '.env': file });
    const outside = { USER_NAME: 'me', PASSWORD: 'p$1{x}', OUTSIDE: 'outer' };
    try {
      const code = `import json, os\nos.environ.update(json.loads(${JSON.stringify(JSON.stringify(outside))}))\nfrom dotenv import dotenv_values\nprint(json.dumps(dotenv_values(".env")))`;
      const real = JSON.parse(project.run('-c', code)) as Readonly<Record<string, string>>;
      assert.deepEqual({ ...envFileVariables(file, outside) }, real);
      assert.equal(real['URL'], 'postgresql://me:p$1{x}@db:5432/shop');
    } finally {
      project.remove();
    }
  });

  test('a back-up of an SQLite file has what was written, beside it, and never replaces one', async () => {
    const project = new AlembicProject(await driversPython(), {});
    const write =
      'import sqlite3, sys\nc = sqlite3.connect("app db.sqlite")\nc.execute("pragma journal_mode=wal")\nc.execute("create table t (id)")\nc.execute("insert into t values (7)")\nc.commit()';
    const place = {
      python: { program: project.python, arguments: [] },
      workingDirectory: project.folder,
      variables: process.env,
    };
    try {
      project.run('-c', write);
      const made = await copySqliteFile(place, project.path('app db.sqlite'), 'now');
      assert.deepEqual(made, { copy: project.path('app db.backup-now.sqlite') });
      const read =
        'import sqlite3\nprint(*sqlite3.connect("app db.backup-now.sqlite").execute("select id from t").fetchone())';
      assert.equal(project.run('-c', read).trim(), '7');
      const again = await copySqliteFile(place, project.path('app db.sqlite'), 'now');
      assert.match('reason' in again ? again.reason : '', /FileExistsError/);
    } finally {
      project.remove();
    }
  });
});
