import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { runCli } from '../cli/runCli';
import { GitRepository } from '../fixtures/gitRepository';
import { AlembicProject, plainEnvironment, pythonWith } from './alembicProject';

const merged = `"""make users"""
from alembic import op
import sqlalchemy as sa

revision = 'a1'
down_revision = None


def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer, primary_key=True))


def downgrade():
    op.drop_table('users')
`;
const edited = merged
  .replace(
    'import sqlalchemy as sa',
    'import sqlalchemy as sa\nfrom sqlalchemy import (\n    String, text as sql\n)',
  )
  .replace('\n\n\ndef upgrade', '\nWIDTH = 20\n\n\ndef upgrade')
  .replace(
    'primary_key=True))',
    `primary_key=True))
    # looked up by name
    op.add_column('users', sa.Column('name', String(WIDTH)))
    op.execute(sql("""insert into users (id, name)
values (7, 'Ada')"""))`,
  )
  .replace('    op.drop_table', "    op.drop_column('users', 'name')\n    op.drop_table");

suite('a change that was moved into a new revision', () => {
  test('runs after the merged one, in the real Alembic', async () => {
    const project = new AlembicProject(await pythonWith(), {
      'alembic.ini': '[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///app.db\n',
    });
    try {
      project.alembic('-q', 'init', 'made');
      project.write('migrations/script.py.mako', readFileSync(project.path('made/script.py.mako'), 'utf8'));
      project.write('migrations/env.py', plainEnvironment());
      project.write('migrations/versions/a1.py', merged);
      project.write('.gitignore', 'app.db\nmade\n__pycache__\n');
      const repository = GitRepository.around(project.folder);
      repository.commit({}, 'merged');
      project.alembic('upgrade', 'head');
      project.write('migrations/versions/a1.py', edited);

      const left = runCli(project.folder, ['fix', '--rule', 'edited-after-merge']);
      assert.match(
        left.stdout,
        /Only you can say which .* Choose with --way move-change or --way restore-merged\./,
      );
      assert.equal(readFileSync(project.path('migrations/versions/a1.py'), 'utf8'), edited);
      const done = runCli(project.folder, ['fix', '--rule', 'edited-after-merge', '--way', 'move-change']);
      assert.deepEqual([done.code, done.stderr], [0, ''], done.stdout);
      assert.equal(readFileSync(project.path('migrations/versions/a1.py'), 'utf8'), merged);

      const written = readdirSync(project.path('migrations/versions')).find((name) =>
        /_follow_up_of_/.test(name),
      );
      assert.match(
        readFileSync(project.path(`migrations/versions/${written ?? ''}`), 'utf8'),
        /# looked up by name\n/,
      );
      assert.equal(
        project.alembic('upgrade', 'head', '--sql').match(/ALTER TABLE users ADD COLUMN/g)?.length,
        1,
      );
      project.alembic('upgrade', 'head');
      const rows = `import sqlite3; print(sqlite3.connect('app.db').execute('select * from users').fetchall())`;
      assert.equal(project.run('-c', rows).trim(), "[(7, 'Ada')]");
      project.alembic('downgrade', 'base');
    } finally {
      project.remove();
    }
  });
});
