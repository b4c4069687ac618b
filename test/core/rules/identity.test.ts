import { check } from '../check';

suite('rules: identity', () => {
  test('two files with the id of a head', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b1.py
revision = 'b'
#          ^^^ warning[duplicate-revision-id]: 'b' is declared by 'b2.py' too, and Alembic runs only one of them: give one a new id.
down_revision = 'a'
#- /versions/b2.py
revision = 'b'
#          ^^^ warning[duplicate-revision-id]: 'b' is declared by 'b1.py' too, and Alembic runs only one of them: give one a new id.
down_revision = 'a'
`);
  });

  test("three files with the id of another revision's parent", () => {
    check(`
#- /versions/a1.py
revision = 'a'
#          ^^^ error[duplicate-revision-id]: 'a' is declared by 'a2.py' and 'a3.py' too, and Alembic runs only one of them: give one a new id.
down_revision = None
#- /versions/a2.py
revision = 'a'
#          ^^^ error[duplicate-revision-id]: 'a' is declared by 'a1.py' and 'a3.py' too, and Alembic runs only one of them: give one a new id.
down_revision = None
#- /versions/a3.py
revision = 'a'
#          ^^^ error[duplicate-revision-id]: 'a' is declared by 'a1.py' and 'a2.py' too, and Alembic runs only one of them: give one a new id.
down_revision = None
#- /versions/b2.py
revision = 'b'
down_revision = 'a'
`);
  });

  const long = 'this_is_much_too_long_for_the_version_table';
  const wide = (body: string) => `
#- /versions/a.py bare
revision = 'a'
down_revision = None
def upgrade():
    ${body}
def downgrade(): pass
#- /versions/b.py
revision = '${long}'
down_revision = 'a'
`;
  for (const body of [
    "op.alter_column('alembic_version', 'version_num', existing_type=sa.String(32), type_=sa.String(length=128))",
    'op.execute("ALTER TABLE alembic_version ALTER COLUMN version_num TYPE VARCHAR(255)")',
    'op.execute(sa.text("alter table public.alembic_version modify version_num varchar ( 64 ) not null"))',
    'op.execute("ALTER TABLE alembic_version ALTER COLUMN version_num TYPE character varying(50)")',
    'op.execute("ALTER TABLE alembic_version ALTER version_num TYPE text")',
    "op.alter_column('alembic_version', 'version_num', type_=sa.String(LENGTH))",
    "op.alter_column('alembic_version', 'version_num', type_=sa.Text())",
  ])
    test(`a long id where a revision widens the column: ${body}`, () => {
      check(wide(body));
    });

  test('a long id where the column is widened too little, or only read', () => {
    const remark = (width: number) =>
      `#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[revision-id-too-long]: This id has 43 characters and alembic_version holds ${width}, so most databases can't store it: give the revision a shorter one.\n`;
    const expected = (body: string, width: number) =>
      wide(body).replace(`'${long}'\n`, `'${long}'\n${remark(width)}`);
    check(expected("op.alter_column('alembic_version', 'version_num', type_=sa.String(40))", 40));
    check(expected('op.get_bind().execute(sa.text("SELECT version_num FROM alembic_version"))', 32));
    check(wide('pass'), { configuration: { versionWidth: 255 } });
    check(expected('pass', 40), { configuration: { versionWidth: 40 } });
  });

  test('characters, length and patterns', () => {
    check(`
#- /versions/a.py
revision = 'a-1:2-3'
#          ^^^^^^^^^ error[invalid-revision-id]: Alembic does not allow '-' and ':' in a revision id: give 'a-1:2-3' another one.
down_revision = None
#- /versions/b.py
revision = 'this_is_much_too_long_for_the_version_table'
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[revision-id-too-long]: This id has 43 characters and alembic_version holds 32, so most databases can't store it: give the revision a shorter one.
down_revision = 'a-1:2-3'
#- /versions/c.py
revision = 'a1b2c3d4e5f6'
#          ^^^^^^^^^^^^^^ warning[placeholder-revision-id]: 'a1b2c3d4e5f6' looks made up by hand, and such ids collide with those of others: generate a new one while nobody has applied it.
down_revision = 'this_is_much_too_long_for_the_version_table'
#- /versions/d.py
revision = 'exactly_thirty_two_characters_ok'
down_revision = 'a1b2c3d4e5f6'
#- /versions/e.py
revision = "it's"
#          ^^^^^^ error[invalid-revision-id]: Alembic writes ids into SQL unescaped, so the apostrophe makes every upgrade to it's fail: give it another id.
down_revision = 'exactly_thirty_two_characters_ok'
`);
  });

  test('numbers that the project counts with are no patterns', () => {
    check(`
#- /versions/a.py
revision = '00000001'
down_revision = None
#- /versions/b.py
revision = '00000002'
down_revision = '00000001'
#- /versions/c.py
revision = '00000003'
down_revision = '00000002'
`);
  });

  test('labels are names like ids', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
branch_labels = ('x', 'y', 'y')
#                ^^^ error[duplicate-branch-label]: The branch label 'x' is declared by b.py too: only one revision can bear it, so rename or remove one.
#                     ^^^ error[duplicate-branch-label]: The branch label 'y' is declared twice here: only one revision can bear it, so rename or remove one.
#                          ^^^ error[duplicate-branch-label]: The branch label 'y' is declared twice here: only one revision can bear it, so rename or remove one.
#- /versions/b.py
revision = 'b'
down_revision = 'a'
branch_labels = ('x', 'a')
#                ^^^ error[duplicate-branch-label]: The branch label 'x' is declared by a.py too: only one revision can bear it, so rename or remove one.
#                     ^^^ error[label-equals-id]: The branch label 'a' is also the id of a revision: choose another label.
#- /versions/c.py
revision = 'c'
down_revision = 'b'
branch_labels = 'z'
`);
  });
});
