import { checkNameHover } from './cursorFixture';

/** A history in which the body of each `upgrade` is given; a second text is that of `downgrade`. */
function history(...bodies: readonly (string | readonly [string, string])[]): string {
  return bodies
    .map((body, index) => {
      const [up, down] = typeof body === 'string' ? [body, 'pass'] : body;
      const id = 'abcdefgh'[index] ?? '';
      const parent = index === 0 ? 'None' : `'${'abcdefgh'[index - 1] ?? ''}'`;
      const indented = (text: string): string => text.replace(/^/gm, '    ');
      return `#- /versions/${id}.py bare\nfrom alembic import op\nimport sqlalchemy as sa\nrevision = '${id}'\ndown_revision = ${parent}\ndef upgrade():\n${indented(up)}\ndef downgrade():\n${indented(down)}\n`;
    })
    .join('');
}

const users =
  "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('mail', sa.Text))";
const renamed = "op.alter_column('users', 'mail', new_column_name='email')";

suite('editor: hover on a table or column', () => {
  test('a column is told before and after, with its history under earlier names', () => {
    const change = "op.alter_column('users', 'em$0ail', type_=sa.String(50), nullable=False)";
    checkNameHover(
      history(users, renamed, change, "op.drop_column('users', 'email')"),
      'users.email',
      'before: Text',
      'after: String(50) not null',
      'touched: c alter_column',
      'touched: b alter_column',
      'touched: a create_table',
      'later: d drop_column',
    );
  });

  test('a table is told with its columns', () => {
    checkNameHover(
      history(users, "op.add_column('us$0ers', sa.Column('age', sa.Integer))"),
      'users',
      'before: id mail',
      'after: id mail age',
      'touched: b add_column',
      'touched: a create_table',
    );
  });

  test('both names of a rename tell of the same column, and what comes later has the new one', () => {
    for (const rename of [renamed.replace('mail', 'ma$0il'), renamed.replace('email', 'em$0ail')])
      checkNameHover(
        history(
          users,
          rename,
          "op.alter_column('users', 'email', new_column_name='address')",
          "op.drop_column('users', 'address')",
        ),
        'users.email',
        'before: Text',
        'after: Text',
        'touched: b alter_column',
        'touched: a create_table',
        'later: c alter_column',
        'later: d drop_column',
      );
  });

  test('a downgrade begins with what upgrade leaves', () => {
    const down = "op.drop_column('users', 'ag$0e')";
    checkNameHover(
      history(users, ["op.add_column('users', sa.Column('age', sa.Integer))", down]),
      'users.age',
      'before: Integer',
      'after: none',
      'touched: b add_column',
    );
  });

  test('the operation decides between several of one revision', () => {
    checkNameHover(
      history(
        users,
        "op.add_column('users', sa.Column('age', sa.Integer))\nop.alter_column('users', 'a$0ge', nullable=False)\nop.drop_column('users', 'age')",
      ),
      'users.age',
      'before: Integer',
      'after: Integer not null',
      'touched: b drop_column',
      'touched: b alter_column',
      'touched: b add_column',
    );
  });

  test('constraints, indexes, batches and foreign keys name tables and columns too', () => {
    const carts = "op.create_table('carts', sa.Column('owner', sa.Integer))";
    const owner = ['carts.owner', 'before: Integer', 'after: Integer'];
    const key = "op.create_foreign_key(None, 'carts', 'users', ['owner'], ['id'])";
    const both = (body: string): string => history(users, carts, body);
    const keyTouches = ['touched: c create_foreign_key', 'touched: b create_table'];
    checkNameHover(both(key.replace("'owner'", "'own$0er'")), ...owner, ...keyTouches);
    checkNameHover(
      both(key.replace("'id'", "'$0id'")),
      'users.id',
      'before: Integer not null serial',
      'after: Integer not null serial',
      'touched: a create_table',
    );
    checkNameHover(
      both(key.replace("'users'", "'us$0ers'")),
      'users',
      'before: id mail',
      'after: id mail',
      'touched: a create_table',
    );
    checkNameHover(
      both("op.create_index('ix', 'carts', ['own$0er'])"),
      ...owner,
      'touched: c create_index',
      'touched: b create_table',
    );
    checkNameHover(
      both(
        "with op.batch_alter_table('carts') as batch_op:\n    batch_op.alter_column('own$0er', nullable=False)",
      ),
      'carts.owner',
      'before: Integer',
      'after: Integer not null',
      'touched: c alter_column',
      'touched: b create_table',
    );
    const column = "sa.Column('user', sa.Integer, sa.ForeignKey('users.id'))";
    checkNameHover(
      both(`op.create_table('orders', ${column.replace('.id', '.i$0d')})`),
      'users.id',
      'before: Integer not null serial',
      'after: Integer not null serial',
      'touched: a create_table',
    );
    checkNameHover(
      both(`op.create_table('orders', ${column.replace('users', 'u$0sers')})`),
      'users',
      'before: id mail',
      'after: id mail',
      'touched: a create_table',
    );
  });

  test('SQL names them as well', () => {
    checkNameHover(
      history(users, "op.execute('ALTER TABLE users ADD COLUMN a$0ge INTEGER')"),
      'users.age',
      'before: none',
      'after: Integer',
      'touched: b ALTER TABLE',
    );
    checkNameHover(
      history(users, 'op.execute("UPDATE users SET ma$0il = NULL")'),
      'users.mail',
      'before: Text',
      'after: Text',
      'touched: b UPDATE USERS',
      'touched: a create_table',
    );
  });

  test('what could not be read makes it uncertain, and what no revision makes is not invented', () => {
    checkNameHover(
      history(
        users,
        "op.execute(open('x').read())",
        "op.add_column('us$0ers', sa.Column('age', sa.Integer))",
      ),
      'users',
      'before: uncertain, The SQL is not known: what open gives is not followed: id mail',
      'after: uncertain, The SQL is not known: what open gives is not followed: id mail age',
      'touched: c add_column',
      'touched: a create_table',
    );
    checkNameHover(
      history("op.drop_column('peo$0ple', 'age')"),
      'people',
      'before: none',
      'after: uncertain, No revision makes this table: ',
      'touched: a drop_column',
    );
  });

  test('other strings and other places tell nothing', () => {
    checkNameHover(history(users, "op.create_index('i$0x', 'users', ['mail'])"));
    checkNameHover(history(users, "op.drop_column(name$0, 'mail')"));
    checkNameHover(history(users, "op.execute('SEL$0ECT 1')"));
    checkNameHover(history(users, "print('us$0ers')"));
  });
});
