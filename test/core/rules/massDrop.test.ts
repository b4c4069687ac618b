import assert from 'node:assert/strict';
import { check } from '../check';
import { gitFactsOf } from './gitFactsOf';

const base = `#- /versions/a.py
revision = 'a'
down_revision = None

def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer()))
    op.create_table('orders', sa.Column('id', sa.Integer()))
    op.create_table('items', sa.Column('id', sa.Integer()))
    op.create_table('logs', sa.Column('id', sa.Integer()))

def downgrade():
    raise NotImplementedError
`;

const next = (body: string, message = 'add email') => `${base}#- /versions/b.py
"""${message}"""
revision = 'b'
down_revision = 'a'

def upgrade():
${body}

def downgrade():
    raise NotImplementedError
`;

const tail =
  'where autogenerate wrote this, env.py does not see their models, so delete this revision and import them there; else say in the message that they are dropped.';

suite('rules: mass-drop', () => {
  test('three tables, by operations, SQL and objects', () => {
    const [finding] = check(
      next(`    op.drop_index('ix', 'users')
    op.drop_table('users')
#   ^^^^^^^^^^^^^^^^^^^^^^ warning[mass-drop]: upgrade() drops 3 tables ('users', 'shop.orders' and 'items'): ${tail}
    op.drop_table('orders', schema='shop')
    op.execute('DROP TABLE IF EXISTS items')`),
    );
    assert.equal(finding?.related.length, 2);
  });

  test('all tables of a short history', () => {
    const two = base.replace(/.*'(?:items|logs)'.*\n/g, '');
    const whole = (body: string) => next(body).replace(base, two);
    check(
      whole(`    op.drop_table('users')
#   ^^^^^^^^^^^^^^^^^^^^^^ warning[mass-drop]: upgrade() drops 2 tables ('users' and 'orders'): ${tail}
    op.drop_table('orders')`),
    );
    check(whole(`    op.drop_table('users')`));
    check(whole(`    op.drop_table('users')\n    op.drop_table('orders')\n    op.create_table('people')`));
  });

  test('quiet where tables are rebuilt, renamed or made for a moment', () => {
    check(
      next(
        ['users', 'orders', 'items']
          .map(
            (name) => `    op.create_table('new_${name}', sa.Column('id', sa.Integer()))
    op.drop_table('${name}')
    op.rename_table('new_${name}', '${name}')`,
          )
          .join('\n'),
      ),
    );
    check(
      next(
        ['x', 'y', 'z']
          .map((name) => `    op.create_table('${name}')\n    op.drop_table('${name}')`)
          .join('\n'),
      ),
    );
    check(next(`    op.rename_table('users', 'people')\n    op.drop_table('orders')`));
  });

  test('quiet where the message says so, where it may not run, and for what is not new', () => {
    const three = `    op.drop_table('users')\n    op.drop_table('orders')\n    op.drop_table('items')`;
    for (const message of ['remove_shop', 'Drop legacy tables', 'cleanup', 'delete the shop'])
      check(next(three, message));
    check(next(`    if op.get_bind().engine.has_table('users'):\n${three.replaceAll(/^/gm, '    ')}`));
    check(next(three), { git: gitFactsOf(next(three)) });
  });
});
