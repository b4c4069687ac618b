import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import type { DatabaseState } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import {
  databaseIdentity,
  sameDatabase,
  sharedPlace,
} from '../../client/src/infrastructure/alembic/databases/databaseIdentity';
import {
  databaseDetails,
  databaseName,
  databaseNames,
  guardedNames,
} from '../../client/src/infrastructure/alembic/databases/databaseName';
import { readCurrentOutput } from '../../client/src/infrastructure/alembic/output/currentOutput';
import { MariaDb } from '../fixtures/mariadb';
import { Postgres } from '../fixtures/postgres';
import { plainProject } from './alembicProject';
import { driversPython } from './driversPython';
import { DrivenProject } from './drivenProject';

let postgres: Postgres;
let mariadb: MariaDb;
let python = '';
let project: DrivenProject | undefined;

suite('who a database is', () => {
  suiteSetup(async () => {
    python = await driversPython();
    [postgres, mariadb] = await Promise.all([Postgres.start(), MariaDb.start()]);
    for (const name of ['app', 'prod']) {
      postgres.createDatabase(name);
      mariadb.createDatabase(name);
    }
    for (const schema of ['acme', 'beta']) postgres.sql('app', `CREATE SCHEMA ${schema}`);
  });
  suiteTeardown(() => Promise.all([postgres?.stop(), mariadb?.stop()]));
  teardown(() => {
    project?.assertNeverShown(postgres.password, mariadb.password);
    project?.remove();
    project = undefined;
  });

  const make = (environment: string): DrivenProject =>
    (project = new DrivenProject(python, { ...plainProject(), 'migrations/env.py': environment }));
  const asked = async (
    environment: string,
    variables: NodeJS.ProcessEnv = {},
  ): Promise<readonly DatabaseState[]> =>
    await make(environment).databasesBy([python], { ...process.env, ...variables });

  /** Ways to a PostgreSQL database that its URL does not name, or misnames. */
  const ways: readonly {
    readonly title: string;
    readonly engine: () => string;
    readonly variables?: () => NodeJS.ProcessEnv;
    readonly files?: () => Readonly<Record<string, string>>;
    readonly isSocket?: boolean;
  }[] = [
    {
      title: 'a creator of psycopg2',
      engine: () =>
        `sa.create_engine("postgresql+psycopg2://", creator=lambda: __import__("psycopg2").connect(${parameters('dbname')}))`,
    },
    {
      title: 'a creator of psycopg 3 beside a URL of another database',
      engine: () =>
        `sa.create_engine("${postgres.url('psycopg', 'app')}", creator=lambda: __import__("psycopg").connect(${parameters('dbname')}))`,
    },
    {
      title: 'connect_args',
      engine: () => `sa.create_engine("${postgres.url('psycopg2', 'app')}", connect_args={"dbname": "prod"})`,
    },
    {
      title: 'a hook of do_connect',
      engine: () =>
        `hooked(sa.create_engine("${postgres.url('psycopg', 'app')}"), lambda d, r, a, kw: kw.update(dbname="prod"))`,
    },
    {
      title: 'connect_args of pg8000',
      engine: () => `sa.create_engine("${postgres.url('pg8000', 'app')}", connect_args={"database": "prod"})`,
    },
    {
      title: 'a database in the query',
      engine: () => `sa.create_engine("${postgres.url('psycopg2', 'app')}?dbname=prod")`,
    },
    {
      title: 'PGDATABASE and its like',
      engine: () => 'sa.create_engine("postgresql+psycopg://")',
      variables: () => ({
        PGHOST: '127.0.0.1',
        PGPORT: String(postgres.port),
        PGUSER: postgres.user,
        PGPASSWORD: postgres.password,
        PGDATABASE: 'prod',
      }),
    },
    {
      title: 'a service',
      engine: () => 'sa.create_engine("postgresql+psycopg2://?service=shop")',
      variables: () => ({ PGSERVICEFILE: project?.path('services') ?? 'services' }),
    },
    {
      title: 'a socket in the query',
      engine: () =>
        `sa.create_engine("postgresql+psycopg2://${postgres.user}:${postgres.password}@/prod?host=${postgres.socketFolder}&port=${postgres.port}")`,
      isSocket: true,
    },
    {
      title: 'a server in the query, with psycopg 3',
      engine: () =>
        `sa.create_engine("postgresql+psycopg://${postgres.user}:${postgres.password}@/prod?host=127.0.0.1:${postgres.port}")`,
    },
  ];
  for (const { title, engine, variables, isSocket } of ways) {
    test(`PostgreSQL by ${title}`, async () => {
      const made = make(environmentOf(engine()));
      made.write(
        'services',
        `[shop]\nhost=127.0.0.1\nport=${postgres.port}\nuser=${postgres.user}\npassword=${postgres.password}\ndbname=prod\n`,
      );
      const [database] = await made.databasesBy([python], { ...process.env, ...variables?.() });
      assert.ok(database);
      assert.equal(database.database, 'prod');
      assert.equal(database.user, postgres.user);
      assert.equal(database.port, postgres.port);
      assert.equal(database.host, isSocket ? postgres.socketFolder : '127.0.0.1');
      assert.equal(databaseName(database), 'prod');
      assert.match(databaseDetails(database), /, database prod, user workbench$/);
      assert.ok(guardedNames(database).includes('prod'));
      assert.match(database.url ?? '', /\/prod(?:\?|$)/);
      assert.equal(sharedPlace(database), sharedPlace(await plainly('prod')));
      assert.notEqual(sharedPlace(database), sharedPlace(await plainly('app')));
    });
  }

  for (const driver of ['psycopg2', 'psycopg', 'pg8000'])
    test(`PostgreSQL on an IPv6 address, ${driver}`, async function () {
      if (!hasIpv6()) this.skip();
      const host = driver === 'pg8000' ? '::1' : '[::1]';
      const url = postgres.url(driver, 'prod');
      const engine =
        driver === 'pg8000'
          ? `sa.create_engine("${url}", connect_args={"host": "${host}"})`
          : `sa.create_engine("${url.replace('@127.0.0.1', `@${host}`)}")`;
      const [database] = await asked(environmentOf(engine));
      assert.ok(database);
      assert.deepEqual([database.host, database.port, database.database], ['::1', postgres.port, 'prod']);
      assert.match(
        databaseDetails(database),
        /^postgresql, host \[::1\]:\d+, database prod, user workbench$/,
      );
      assert.match(database.url ?? '', /@\[::1\]:\d+\/prod$/);
      assert.equal(sharedPlace(database), sharedPlace(await plainly('prod')));
    });

  /** The same database as its URL names it. */
  async function plainly(name: string): Promise<DatabaseState> {
    project?.remove();
    const [database] = await asked(environmentOf(`sa.create_engine("${postgres.url('psycopg', name)}")`));
    assert.ok(database);
    return database;
  }

  test('asyncpg by connect_args', async () => {
    const [database] = await asked(
      asynchronous(`"${postgres.url('asyncpg', 'app')}", connect_args={"database": "prod"}`),
    );
    assert.deepEqual(
      [database?.database, database?.host, database?.port, database?.user],
      ['prod', '127.0.0.1', postgres.port, postgres.user],
    );
  });

  const mysqlWays: readonly { readonly title: string; readonly environment: () => string }[] = [
    {
      title: 'connect_args of PyMySQL',
      environment: () =>
        environmentOf(
          `sa.create_engine("${mariadb.url('pymysql', 'app')}", connect_args={"database": "prod"})`,
        ),
    },
    {
      title: "connect_args of MySQL's own connector",
      environment: () =>
        environmentOf(
          `sa.create_engine("${mariadb.url('mysqlconnector', 'app')}", connect_args={"database": "prod"})`,
        ),
    },
    {
      title: 'a creator',
      environment: () =>
        environmentOf(
          `sa.create_engine("mysql+pymysql://", creator=lambda: __import__("pymysql").connect(host="127.0.0.1", port=${mariadb.port}, user="${mariadb.user}", password="${mariadb.password}", database="prod"))`,
        ),
    },
    {
      title: 'connect_args of aiomysql',
      environment: () => asynchronous(`"${mariadb.url('aiomysql', 'app')}", connect_args={"db": "prod"}`),
    },
  ];
  for (const { title, environment } of mysqlWays) {
    test(`MariaDB by ${title}`, async () => {
      const [database] = await asked(environment());
      assert.ok(database);
      assert.deepEqual(
        [database.database, database.host, database.port, database.user, databaseName(database)],
        ['prod', '127.0.0.1', mariadb.port, mariadb.user, 'prod'],
      );
      assert.equal(database.serverPort, mariadb.port);
    });
  }

  const files: readonly { readonly title: string; readonly engine: string; readonly named: RegExp }[] = [
    {
      title: 'a creator',
      engine: 'sa.create_engine("sqlite://", creator=lambda: __import__("sqlite3").connect("real.db"))',
      named: /^sqlite, database \/.*real\.db$/,
    },
    {
      title: 'a URI',
      engine: 'sa.create_engine("sqlite:///file:real.db?mode=rwc&uri=true")',
      named: /^sqlite, database \/.*real\.db$/,
    },
    {
      title: 'a path',
      engine: 'sa.create_engine("sqlite:///real.db")',
      named: /^sqlite, database real\.db$/,
    },
    { title: 'memory', engine: 'sa.create_engine("sqlite://")', named: /^sqlite, database \(in memory\)$/ },
    {
      title: 'memory, although the URL has a file',
      engine:
        'sa.create_engine("sqlite:///app.db", creator=lambda: __import__("sqlite3").connect(":memory:"))',
      named: /^sqlite, database \(in memory\)$/,
    },
  ];
  for (const { title, engine, named } of files) {
    test(`SQLite by ${title}`, async () => {
      const [database] = await asked(environmentOf(engine));
      assert.ok(database);
      assert.match(databaseDetails(database), named);
      const file = title.startsWith('memory') ? null : project?.path('real.db');
      assert.equal(database.file, file);
      assert.equal(sharedPlace(database) === undefined, file === null);
    });
  }

  test('tenants of one database are told apart by their schema', async () => {
    const databases = await asked(`${tenantLoop('SET search_path TO "{}"')}
        connection.dialect.default_schema_name = tenant
        configure(connection)
`);
    assert.deepEqual(databases.map(databaseName), ['app (schema acme)', 'app (schema beta)']);
    assert.match(databaseDetails(databases[0] as DatabaseState), /schema acme, search path acme, user/);
  });

  test('tenants by the schema of their version tables, and by the version table alone', async () => {
    const bySchema = await asked(
      `${tenantLoop('SELECT 1')}        configure(connection, version_table_schema=tenant)\n`,
    );
    assert.equal(databaseNames(bySchema), 'app (schema acme), app (schema beta)');
    project?.remove();
    const byTable = await asked(
      `${tenantLoop('SELECT 1')}        configure(connection, version_table=tenant)\n`,
    );
    assert.equal(databaseNames(byTable), 'app (version table acme), app (version table beta)');
    assert.equal(new Set([...bySchema, ...byTable].map(databaseIdentity)).size, 4);
  });

  test('tenants by a map of schemas', async () => {
    const engine = `sa.create_engine("${postgres.url('psycopg', 'app')}")`;
    const databases = await asked(`import sqlalchemy as sa
from alembic import context

for tenant in ("acme", "beta"):
    with ${engine}.connect().execution_options(schema_translate_map={None: tenant}) as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
`);
    assert.equal(databaseNames(databases), 'app (schema acme), app (schema beta)');
    assert.deepEqual(
      databases.flatMap(guardedNames).filter((name) => name.startsWith('app.')),
      ['app.acme', 'app.beta'],
    );
  });

  test('a search path of the options, of the role, and a role that was taken', async () => {
    const [byOption] = await asked(
      environmentOf(`sa.create_engine("${postgres.url('psycopg', 'app')}?options=-csearch_path%3Dacme")`),
    );
    assert.equal(byOption && databaseName(byOption), 'app (schema acme)');
    project?.remove();
    postgres.sql('app', `CREATE ROLE tenant LOGIN PASSWORD '${postgres.password}'`);
    postgres.sql('app', 'ALTER ROLE tenant SET search_path TO beta; GRANT USAGE ON SCHEMA beta TO tenant');
    const url = postgres.url('psycopg', 'app').replace(`//${postgres.user}:`, '//tenant:');
    const [byRole] = await asked(environmentOf(`sa.create_engine("${url}")`));
    assert.equal(byRole && databaseName(byRole), 'app (schema beta)');
    assert.equal(byRole?.user, 'tenant');
    project?.remove();
    const role = `hooked_role(sa.create_engine("${postgres.url('psycopg', 'app')}"))`;
    const [taken] = await asked(environmentOf(role));
    assert.equal(taken?.user, postgres.user);
  });

  test('two servers with databases of one name', async () => {
    const databases = await asked(`import sqlalchemy as sa
from alembic import context
for url in ("${postgres.url('psycopg', 'app')}", "${mariadb.url('pymysql', 'app')}"):
    with sa.create_engine(url).connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
`);
    const [one = '', two = ''] = databases.map(databaseName);
    assert.match(one, new RegExp(`^app \\(host 127\\.0\\.0\\.1:${postgres.port}`));
    assert.match(two, new RegExp(`^app \\(host 127\\.0\\.0\\.1:${mariadb.port}`));
  });

  test('what is the same in all that is known is counted', async () => {
    const databases = await asked(`${tenantLoop('SELECT 1')}        configure(connection)\n`);
    assert.deepEqual(databases.map(databaseName), ['app (1 of 2)', 'app (2 of 2)']);
  });

  test('what only a URL says is said to be so, and is not called in memory', () => {
    const [database] = readCurrentOutput([
      {
        stream: 'stdout',
        text: 'Current revision(s) for postgresql+psycopg2://boss:***@/app?host=/var/run/pg&dbname=prod:',
      },
    ]);
    assert.ok(database);
    assert.equal(
      databaseDetails(database),
      'postgresql, socket /var/run/pg, database prod, user boss, as its URL says',
    );
    const [nameless] = readCurrentOutput([
      { stream: 'stdout', text: 'Current revision(s) for postgresql+psycopg2://:' },
    ]);
    assert.ok(nameless);
    assert.equal(databaseDetails(nameless), 'postgresql, database name not known, as its URL says');
    assert.ok(!sameDatabase(database, nameless));
  });

  function parameters(name: string): string {
    return `host="127.0.0.1", port=${postgres.port}, user="${postgres.user}", password="${postgres.password}", ${name}="prod"`;
  }

  function tenantLoop(statement: string): string {
    return `import sqlalchemy as sa
from alembic import context


def configure(connection, **options):
    context.configure(connection=connection, **options)
    with context.begin_transaction():
        context.run_migrations()


with sa.create_engine("${postgres.url('psycopg2', 'app')}").connect() as connection:
    for tenant in ("acme", "beta"):
        connection.execute(sa.text('${statement}'.format(tenant)))
        connection.commit()
`;
  }
});

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));
}

function environmentOf(engine: string): string {
  return `import sqlalchemy as sa
from alembic import context


def hooked(engine, hook):
    sa.event.listen(engine, "do_connect", hook)
    return engine


def hooked_role(engine):
    @sa.event.listens_for(engine, "connect")
    def take_role(connection, record):
        connection.execute("SET ROLE pg_monitor")
        connection.commit()

    return engine


with ${engine}.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;
}

function asynchronous(call: string): string {
  return `import asyncio
from alembic import context
from sqlalchemy.ext.asyncio import create_async_engine


def run(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()


async def online():
    engine = create_async_engine(${call})
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


asyncio.run(online())
`;
}
