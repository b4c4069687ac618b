import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { applyFix } from '../../server/core/edits/fixes/fixes';
import { createDateAt } from '../../server/core/text/createDate';
import { applyChange } from '../core/edits/proof';
import type { Files } from '../core/edits/proof';
import { snapshotOf } from '../core/snapshotOf';
import { AlembicProject, plainEnvironment, pythonWith } from './alembicProject';

const up = [
  "op.add_column('users', sa.Column('age', sa.Integer))",
  "op.create_index('ix_email', 'users', ['email'])",
  "op.create_table('tags', sa.Column('id', sa.Integer, primary_key=True))",
];
const batch = [
  "with op.batch_alter_table('users') as b:",
  "    b.add_column(sa.Column('age', sa.Integer))",
  "    b.alter_column('email', nullable=False, existing_type=sa.String(50))",
];

/** What each `downgrade` undoes a part of, and itself, from its `def` on. */
const shapes: Readonly<Record<string, readonly [upgrade: readonly string[], downgrade: string]>> = {
  'a part': [up, "():\n    op.drop_table('tags')\n"],
  'another order': [up, "():\n    op.drop_column('users', 'age')\n    op.drop_table('tags')\n"],
  comments: [up, "():  # back\n    # first\n    op.drop_table('tags')  # gone\n    # last\n"],
  'a batch at the end': [
    up,
    "():\n    with op.batch_alter_table('users') as batch_op:\n        batch_op.drop_index('ix_email')\n",
  ],
  'a part of a batch': [
    batch,
    "():\n    with op.batch_alter_table('users') as b:\n        b.drop_column('age')\n",
  ],
  'the other part of a batch': [
    batch,
    "():\n    with op.batch_alter_table('users') as b:\n        b.alter_column('email', nullable=True, existing_type=sa.String(50))\n",
  ],
  'a return at the end': [up, "():\n    op.drop_table('tags')\n    return\n"],
  'a return of None': [up, "():\n    op.drop_table('tags')\n    return None  # done\n"],
  'pass alone': [up, '():\n    pass\n'],
  'pass behind a docstring': [up, '():\n    """Back."""; pass\n'],
  'pass at the end': [up, "():\n    op.drop_table('tags')\n    pass\n"],
  'one line': [up, "(): op.drop_table('tags')  # gone\n"],
  'one line of two statements': [up, "(): op.drop_table('tags'); op.drop_index('ix_email', 'users');\n"],
  'one line of nothing': [up, '() -> None: ...\n'],
  'one line of a docstring': [up, '(): "Back."\n'],
  'one line of a docstring and pass': [up, '(): "Back."; pass\n'],
  'a docstring': [up, '():\n    """Back."""\n'],
  tabs: [up, "():\n\top.drop_table('tags')\n"],
  'other line ends': [up, "():\r\n    op.drop_table('tags')\r\n    return\r\n"],
  'no line end': [up, "():\n    op.drop_table('tags')"],
  'a helper': [up, "():\n    drop('tags')\n\n\ndef drop(name):\n    op.drop_table(name)\n"],
  'a helper inside': [up, "():\n    def drop():\n        op.drop_table('tags')\n\n    drop()\n"],
  'a loop': [up, "():\n    for name in ['tags']:\n        op.drop_table(name)\n"],
  SQL: [up, '():\n    op.execute("""\n        DROP TABLE tags\n    """)\n'],
  'what must come first': [
    ["op.rename_table('users', 'tags')", "op.add_column('tags', sa.Column('age', sa.Integer))"],
    "():\n    # back\n    op.rename_table('tags', 'users')\n",
  ],
  'an index on what is dropped': [
    ["op.add_column('users', sa.Column('age', sa.Integer))", "op.create_index('ix_email', 'users', ['age'])"],
    "():\n    op.drop_column('users', 'age')\n",
  ],
  'what must come between': [
    ["op.rename_table('users', 'tags')", "op.add_column('tags', sa.Column('age', sa.Integer))"],
    "():\n    print('a'); print('b')\n    op.rename_table('tags', 'users')\n    return print('c')\n",
  ],
  'a branch': [
    up,
    "():\n    if op.get_bind().dialect.name == 'postgresql':\n        op.execute('DROP TYPE x')\n    else:\n        op.drop_table('tags')\n",
  ],
};

const date = createDateAt(Date.UTC(2026, 0, 31), undefined, 'UTC');
assert.ok(date);
const context = { scriptTemplate: undefined, newRevisionId: 'f00dfacecafe', now: date };
const config = '[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///app.db\n';

/** The tables of each revision are its own, so that one database takes all. */
function revision(index: number, [upgrade, downgrade]: readonly [readonly string[], string]): string {
  const own = (code: string): string =>
    code.replace(/'(users|tags|ix_email)'|\b(?<=TABLE )tags\b/g, (name) =>
      name.startsWith("'") ? `'${name.slice(1, -1)}${index}'` : `${name}${index}`,
    );
  const parent = index === 0 ? "'root'" : `'r${index - 1}'`;
  const body = upgrade.map((line) => `    ${line}\n`).join('');
  return `revision = 'r${index}'\ndown_revision = ${parent}\nfrom alembic import op\nimport sqlalchemy as sa\n\n\ndef upgrade():\n${own(body)}\n\ndef downgrade${own(downgrade)}`;
}

function files(): Files {
  const tables = Object.keys(shapes).map(
    (_, index) =>
      `    op.create_table('users${index}', sa.Column('id', sa.Integer, primary_key=True), sa.Column('email', sa.String(50)))\n`,
  );
  const root = `revision = 'root'\ndown_revision = None\nfrom alembic import op\nimport sqlalchemy as sa\n\n\ndef upgrade():\n${tables.join('')}`;
  return [
    { path: '/versions/root.py', text: root },
    ...Object.values(shapes).map((shape, index) => ({
      path: `/versions/r${index}.py`,
      text: revision(index, shape),
    })),
  ];
}

/** Completes the `downgrade` of one file. */
function complete(texts: Files, path: string): Files {
  const ini = { path: '/project/alembic.ini', text: config };
  const snapshot = snapshotOf([...texts, ini]);
  const readText = (each: string): string | undefined =>
    [...texts, ini].find((file) => file.path === each)?.text;
  const fix = { kind: 'generate-downgrade', file: path, body: 'inverse' } as const;
  const outcome = applyFix(snapshot, fix, { ...context, readText });
  assert.ok(outcome.ok, outcome.ok ? '' : `${path}: ${outcome.reason}`);
  return applyChange(texts, outcome.change);
}

suite('a downgrade that is there is completed', () => {
  test('each shape leaves the schema that was there, on SQLite', async () => {
    let texts = files();
    for (const index of Object.keys(shapes).keys()) texts = complete(texts, `/versions/r${index}.py`);
    const project = new AlembicProject(await pythonWith(), {
      'alembic.ini': config,
      'migrations/script.py.mako': '',
      'migrations/env.py': plainEnvironment(),
      ...Object.fromEntries(texts.map(({ path, text }) => [`migrations${path}`, text])),
    });
    try {
      const schema = (): string =>
        project.run(
          '-c',
          "import sqlalchemy as sa\ni = sa.inspect(sa.create_engine('sqlite:///app.db'))\nfor t in sorted(i.get_table_names()): print(t, [(c['name'], str(c['type']), c['nullable']) for c in i.get_columns(t)], i.get_indexes(t))",
        );
      project.alembic('upgrade', 'root');
      const before = schema();
      assert.match(before, /users0/);
      project.alembic('upgrade', 'head');
      assert.match(schema(), /tags0/);
      project.alembic('downgrade', 'root');
      assert.equal(schema(), before);
    } finally {
      project.remove();
    }
  });
});
