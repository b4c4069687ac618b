import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { SecretMask } from '../../client/src/infrastructure/alembic/output/secretMask';

suite('masked text', () => {
  const check = (text: string, expected: string, environment: Record<string, string> = {}): void => {
    test(text, () => assert.equal(new SecretMask(environment).mask(text), expected));
  };

  check(
    'postgresql+psycopg2://me:hush@db:5432/app is down',
    'postgresql+psycopg2://me:***@db:5432/app is down',
  );
  check('mysql://me:hu@sh@db/app', 'mysql://me:***@db/app');
  check("create_engine('postgresql://me:hush@db/app')", "create_engine('postgresql://me:***@db/app')");
  check('postgresql://me@db/app', 'postgresql://me@db/app');
  check('sqlite:///app.db?password=hush&x=1', 'sqlite:///app.db?password=***&x=1');
  check('host=db password=hush dbname=app', 'host=db password=*** dbname=app');
  check('PGPASSWORD=hush psql', 'PGPASSWORD=*** psql');
  check("{'password': 'hush hush', 'user': 'me'}", "{'password': ***, 'user': 'me'}");
  check('password authentication failed for user "me"', 'password authentication failed for user "me"');
  check('Running upgrade a -> b, add password hash', 'Running upgrade a -> b, add password hash');
  check('the value hush-hush leaked', 'the value *** leaked', { PGPASSWORD: 'hush-hush' });
  check('the value hush-hush leaked', 'the value *** leaked', {
    DATABASE_URL: 'postgresql://me:hush-hush@db/app',
  });
  check('in /home/me/project', 'in /home/me/project', { PWD: '/home/me/project' });
  check('postgres', 'postgres', { DB_PASSWORD: 'gre' });
});
