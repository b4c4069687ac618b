import assert from 'node:assert/strict';
import { check } from '../check';
import { gitFactsOf } from './gitFactsOf';

suite('rules: conflicting-branches', () => {
  test('two heads add the same column', () => {
    const findings = check(
      `${base}
#- /versions/b.py
revision = 'b'
#          ^^^ warning[conflicting-branches]: 'b' and 'c' change the same thing: whichever of add_column in 'b' and add_column in 'c' runs second fails, for there is a column email in users already. Change one of them before they are merged.
down_revision = 'a'
def upgrade():
    op.add_column('users', sa.Column('email', sa.Text()))
#- /versions/c.py
revision = 'c'
#          ^^^ warning[conflicting-branches]: 'c' and 'b' change the same thing: whichever of add_column in 'b' and add_column in 'c' runs second fails, for there is a column email in users already. Change one of them before they are merged.
down_revision = 'a'
def upgrade():
    op.add_column('users', sa.Column('email', sa.String(50)))
`,
      only,
    );
    assert.deepEqual(
      findings.map(({ related }) => related.map(({ file, message }) => [file, message])),
      [
        [
          ['/versions/b.py', "add_column in 'b'."],
          ['/versions/c.py', "add_column in 'c'."],
        ],
        [
          ['/versions/c.py', "add_column in 'c'."],
          ['/versions/b.py', "add_column in 'b'."],
        ],
      ],
    );
  });

  test('a table dropped on one branch, and altered later on the other', () => {
    check(
      `${base}
#- /versions/b.py
revision = 'b'
#          ^^^ warning[conflicting-branches]: 'b' and 'd' change the same thing: create_index in 'd' fails after drop_table in 'b', for there is no table users. Change one of them before they are merged.
down_revision = 'a'
def upgrade():
    op.drop_table('users')
#- /versions/c.py
revision = 'c'
down_revision = 'a'
def upgrade():
    pass
#- /versions/d.py
revision = 'd'
#          ^^^ warning[conflicting-branches]: 'd' and 'b' change the same thing: create_index in 'd' fails after drop_table in 'b', for there is no table users. Change one of them before they are merged.
down_revision = 'c'
def upgrade():
    op.create_index('ix_name', 'users', ['name'])
`,
      only,
    );
  });

  test('this branch and the main branch', () => {
    const theirs = `${base}
#- /versions/x.py
revision = 'x'
down_revision = 'a'
def upgrade():
    op.alter_column('users', 'name', new_column_name='full_name')
`;
    check(
      `${base}
#- /versions/b.py
revision = 'b'
#          ^^^ warning[conflicting-branches]: 'b' and 'x' of origin/main change the same thing: create_index in 'b' fails after alter_column in 'x', for there is no column name in users. Change one of them before they are merged.
down_revision = 'a'
def upgrade():
    op.create_index('ix_name', 'users', ['name'])
`,
      { ...only, git: gitFactsOf(base, theirs) },
    );
  });

  const quiet: readonly (readonly [title: string, source: string])[] = [
    [
      'what goes together',
      branches(
        `op.add_column('users', sa.Column('x', sa.Text()))`,
        `op.add_column('users', sa.Column('y', sa.Text()))`,
      ),
    ],
    ['what is not read', branches(`everything()\n    op.drop_table('users')`, `op.drop_table('users')`)],
    [
      'what only some databases refuse, where it is not known which one it is',
      branches(`op.create_index('ix', 'users', ['name'])`, `op.create_index('ix', 'carts', ['id'])`),
    ],
    [
      'lines that labels tell apart',
      branches(`op.drop_table('users')`, `op.drop_table('users')`).replace(
        "revision = 'c'",
        "branch_labels = 'other'\nrevision = 'c'",
      ),
    ],
    [
      'a parent that is not here',
      branches(`op.drop_table('users')`, `op.drop_table('users')`).replace(
        'down_revision = None',
        "down_revision = 'gone'",
      ),
    ],
    [
      'heads that are merged',
      `${branches(`op.drop_table('users')`, `op.drop_table('users')`)}
#- /versions/m.py
revision = 'm'
down_revision = ('b', 'c')
`,
    ],
  ];
  for (const [title, source] of quiet)
    test(`quiet: ${title}`, () => assert.deepEqual(check(source, only), []));
});

const base = `
#- /versions/a.py
revision = 'a'
down_revision = None
def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.Text()))
    op.create_table('carts', sa.Column('id', sa.Integer(), primary_key=True))
`;

/** Two heads on top of it. */
function branches(left: string, right: string): string {
  return `${base}
#- /versions/b.py
revision = 'b'
down_revision = 'a'
def upgrade():
    ${left}
#- /versions/c.py
revision = 'c'
down_revision = 'a'
def upgrade():
    ${right}
`;
}

/** Nothing but the rule. */
const only = {
  settings: {
    'multiple-heads': 'off',
    'head-collision': 'off',
    'missing-downgrade': 'off',
    'unknown-down-revision': 'off',
    'missing-upgrade': 'off',
  },
} as const;
