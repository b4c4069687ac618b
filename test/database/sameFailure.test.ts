import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { explainRefusal } from '../../client/src/infrastructure/alembic/output/refusal';
import type { Refusal } from '../../client/src/infrastructure/alembic/output/refusal';
import { MariaDb } from '../fixtures/mariadb';
import { Postgres } from '../fixtures/postgres';
import { asyncEnvironment, plainEnvironment, plainProject } from './alembicProject';
import { driversPython } from './driversPython';
import { DrivenProject } from './drivenProject';

/** A failure before anything ran: what both ways call it, and what a person reads of it. */
interface Failure {
  readonly title: string;
  readonly url: () => string;
  readonly before?: string;
  readonly kind: string;
  readonly told: RegExp;
}

suite('a failure is the same where a database is asked and where a command runs', () => {
  let python = '';
  let postgres: Postgres;
  let mariadb: MariaDb;
  let project: DrivenProject | undefined;

  suiteSetup(async () => {
    python = await driversPython();
    [postgres, mariadb] = await Promise.all([Postgres.start(), MariaDb.start()]);
    postgres.createDatabase('shop');
    mariadb.createDatabase('shop');
  });
  suiteTeardown(() => Promise.all([postgres?.stop(), mariadb?.stop()]));
  teardown(() => {
    project?.assertNeverShown(postgres.password, mariadb.password);
    project?.remove();
    project = undefined;
  });

  const wrongly = (url: string): string => url.replace(/:[^:@/]+@/, ':wrong-4713@');
  // Each driver words it in its own way; all of them would take a minute.
  const tried = new Set([
    'psycopg',
    'psycopg2: a wrong password',
    'asyncpg: a wrong password',
    'asyncpg: a port where nothing listens',
  ]);
  const failures: readonly Failure[] = [
    ...['psycopg', 'psycopg2', 'asyncpg'].flatMap((driver): Failure[] =>
      [
        {
          title: `${driver}: a wrong password`,
          url: () => wrongly(postgres.url(driver, 'shop')),
          kind: 'wrongPassword',
          told: /^The database refused the password of user workbench \(/,
        },
        {
          title: `${driver}: a user that is not there`,
          url: () => postgres.url(driver, 'shop').replace(/\/\/[^:]+:/, '//nobody:'),
          kind: 'wrongPassword',
          told: /^The database (?:refused the password of|has no) user nobody \(/,
        },
        {
          title: `${driver}: no such database`,
          url: () => postgres.url(driver, 'shopp'),
          kind: 'databaseMissing',
          told: /^There is no database shopp \(/,
        },
        {
          title: `${driver}: a port where nothing listens`,
          url: () => `postgresql+${driver}://me:wrong-4713@127.0.0.1:1/shop`,
          kind: 'cannotConnect',
          told: /^Nothing listens at 127\.0\.0\.1:1 \(/,
        },
      ].filter(({ title }) => tried.has(driver) || tried.has(title)),
    ),
    {
      title: 'psycopg2: a host that nobody knows',
      url: () => 'postgresql+psycopg2://me@no-such-host.invalid/shop',
      kind: 'cannotConnect',
      told: /^The database's host no-such-host\.invalid is not known here \(/,
    },
    {
      title: 'psycopg: a host that nobody knows',
      url: () => 'postgresql+psycopg://me@no-such-host.invalid/shop',
      kind: 'cannotConnect',
      told: /^The database's host no-such-host\.invalid is not known here \(/,
    },
    {
      title: 'pymysql: a wrong password',
      url: () => wrongly(mariadb.url('pymysql', 'shop')),
      kind: 'wrongPassword',
      told: /^The database refused the password of user \w+ \(/,
    },
    {
      title: 'pymysql: a port where nothing listens',
      url: () => 'mysql+pymysql://me:wrong-4713@127.0.0.1:1/shop',
      kind: 'cannotConnect',
      told: /^Nothing listens at 127\.0\.0\.1 \(/,
    },
    { title: 'no URL', url: () => 'notaurl', kind: 'notAUrl', told: /^/ },
    {
      title: 'no number for a port',
      url: () => 'postgresql://me@host:port/shop',
      kind: 'notAUrl',
      told: /^/,
    },
    {
      title: 'a slip',
      url: () => 'postgres://me@127.0.0.1/shop',
      kind: 'dialectMisspelt',
      told: /postgresql:\/\//,
    },
    {
      title: 'a letter too few',
      url: () => 'postgresq://me@127.0.0.1/shop',
      kind: 'dialectMisspelt',
      told: /postgresql:\/\//,
    },
    {
      title: 'another driver',
      url: () => 'postgresql+psycog2://me@127.0.0.1/shop',
      kind: 'dialectMisspelt',
      told: /write postgresql\+psycopg2:\/\//,
    },
    {
      title: 'a driver that is not installed',
      url: () => 'mysql+cymysql://me@127.0.0.1/shop',
      kind: 'driverMissing',
      told: /No module named 'cymysql'/,
    },
    {
      title: 'an unset variable',
      before: 'import os\nos.environ["SHOP_URL_4713"]\n',
      url: () => 'sqlite:///a.db',
      kind: 'settingMissing',
      told: /^SHOP_URL_4713$/,
    },
  ];

  for (const { title, url, before = '', kind, told } of failures)
    test(title, async () => {
      const isAsync = url().includes('asyncpg');
      const made = (project = new DrivenProject(python, {
        ...plainProject(url().replaceAll('%', '%%')),
        'migrations/env.py': before + (isAsync ? asyncEnvironment : plainEnvironment()),
      }));
      const asked = await made.databaseError();
      const { outcome, output } = await made.drive('upgrade', 'head');
      assert.ok(outcome.kind === 'failure');
      assert.ok(outcome.known, output.map(({ text }) => text).join('\n'));
      const sentence = (of: { readonly kind: string; readonly message: string }): string =>
        isRefusal(of.kind) ? explainRefusal(of.kind, of.message) : of.message;
      assert.equal(asked.kind, kind, JSON.stringify(asked));
      assert.equal(outcome.known.kind, kind, JSON.stringify(outcome));
      assert.match(sentence(asked), told);
      assert.match(sentence(outcome.known), told);
      assert.deepEqual(outcome.known.replace ?? null, asked.replace ?? null);
    });
});

function isRefusal(kind: string): kind is Refusal {
  return ['wrongPassword', 'databaseMissing', 'cannotConnect'].includes(kind);
}
