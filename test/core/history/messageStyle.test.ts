import assert from 'node:assert/strict';
import { messageStyleOf, proposeMessage, saysNothing } from '../../../server/core/history/messageStyle';
import type { DescribedChange } from '../../../server/core/history/messageStyle';

const change = (operation: string, table: string | null, name: string | null = null): DescribedChange => ({
  operation,
  table,
  name,
});

const plain = messageStyleOf([]);

suite('history: the style of messages', () => {
  const proposals: Readonly<Record<string, readonly DescribedChange[]>> = {
    'create users table': [change('create table', 'users'), change('create index', 'users', 'ix_users_name')],
    'create posts, tags and users tables': ['posts', 'tags', 'users'].map((each) =>
      change('create table', each),
    ),
    'drop users table': [change('drop table', 'app.users')],
    'add phone to users': [
      change('add column', 'users', 'phone'),
      change('create index', 'users', 'ix_users_phone'),
    ],
    'add a and b to users': [change('add column', 'users', 'a'), change('add column', 'users', 'b')],
    'drop phone from users': [change('drop column', 'users', 'phone')],
    'alter phone in users': [change('alter column', 'users', 'phone')],
    'add index on users': [change('create index', 'users', 'ix')],
    'drop index from users': [change('drop index', 'users', 'ix')],
    'alter users and posts': [change('add column', 'users', 'a'), change('drop column', 'posts', 'b')],
    'add a, b, c and 1 more to users': ['a', 'b', 'c', 'd'].map((name) =>
      change('add column', 'users', name),
    ),
  };
  for (const [message, changes] of Object.entries(proposals))
    test(message, () => assert.equal(proposeMessage(changes, plain), message));

  test('nothing is proposed for nothing', () => assert.equal(proposeMessage([], plain), undefined));

  test("the project's own words, letters and marks", () => {
    const snake = messageStyleOf(['add_users_table', 'remove_phone', 'merge heads', 'add_index_on_users']);
    assert.equal(proposeMessage([change('create table', 'posts')], snake), 'add_posts_table');
    assert.equal(proposeMessage([change('drop column', 'posts', 'x')], snake), 'remove_x_from_posts');
    const capital = messageStyleOf(['Added users', 'Updated name', 'Removed it']);
    assert.equal(proposeMessage([change('drop table', 'posts')], capital), 'Remove posts table');
  });

  for (const text of ['fix', 'Update', 'empty message', 'update_models', 'new migration 2', '3', '...'])
    test(`"${text}" says nothing`, () => assert.ok(saysNothing(text)));
  for (const text of ['fix length of phone', 'initial', 'update prices', 'users'])
    test(`"${text}" says something`, () => assert.ok(!saysNothing(text)));
});
