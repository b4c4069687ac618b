import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { downgradeBodyAnswer } from '../../server/core/answers/downgradeBodyAnswer';
import { touchesAnswer } from '../../server/core/answers/touchesAnswer';
import { applyFix } from '../../server/core/edits/fixes/fixes';
import type { FixSpecification } from '../../server/core/findings/fixSpecification';
import { reportFindings } from '../../server/core/findings/findingReport';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../../server/core/project/environmentSnapshot';
import { withText } from '../../server/core/project/fileWithText';
import type { GitFacts } from '../../server/core/rules/engine/gitFacts';
import { runRules } from '../../server/core/rules/engine/runRules';
import { schemaAt, SchemaMemory } from '../../server/core/schema/schemaAt';
import { finish } from '../../server/core/text/finish';
import { environmentWith } from '../fixtures/environmentWith';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';

const files = {
  '/versions/a.py': `revision = 'a'
down_revision = None
def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer()))
def downgrade():
    op.drop_table('users')
`,
  '/versions/b.py': `revision = 'b'
down_revision = 'a'
depends_on = 'a'
def upgrade():
    op.add_column('users', sa.Column('email', sa.Text()))
def downgrade():
    pass
`,
  '/versions/c.py': `revision = 'c'
down_revision = 'a'
def upgrade():
    op.add_column('users', sa.Column('email', sa.String(50)))
def downgrade():
    pass
`,
};

/** A snapshot, and the files that it was read from. */
function indexed(): { readonly fileSystem: MemoryFileSystem; readonly snapshot: EnvironmentSnapshot } {
  const fileSystem = new MemoryFileSystem(files);
  const environment = environmentWith({ scriptDirectory: '/', versionLocations: ['/versions'] });
  return { fileSystem, snapshot: buildSnapshotAtOnce({ environment, fileSystem, generation: 1 }) };
}

/** What Git says where the working files are those of the main branch. */
function asOnMain(snapshot: EnvironmentSnapshot): GitFacts {
  const texts = new Map(Object.entries(files));
  const tree = {
    commit: 'a'.repeat(40),
    files: new Map(
      snapshot.files.map(({ path, script }) => [path, { path, script, readText: () => texts.get(path) }]),
    ),
  };
  return { mainBranch: 'origin/main', mergeBase: tree, main: tree, changedFiles: undefined };
}

function codes(snapshot: EnvironmentSnapshot, git?: GitFacts): readonly string[] {
  return runRules(snapshot, { rules: {} }, { git }).map(({ code, file }) => `${code} ${file}`);
}

const nothingGiven = { scriptTemplate: undefined, newRevisionId: 'f00dfacecafe', now: undefined };

suite('a file that goes away after it was read', () => {
  test('has no text, where an empty file has an empty one', () => {
    const { fileSystem, snapshot } = indexed();
    fileSystem.remove('/versions/b.py');
    fileSystem.write('/versions/c.py', '');
    const texts = snapshot.files.map((file) => [file.path, withText(file)?.text]);
    assert.deepEqual(texts, [
      ['/versions/a.py', files['/versions/a.py']],
      ['/versions/b.py', undefined],
      ['/versions/c.py', ''],
    ]);
  });

  test('is edited by no fix, and the others are edited without it', () => {
    const { fileSystem, snapshot } = indexed();
    fileSystem.remove('/versions/b.py');
    const own: readonly FixSpecification[] = [
      { kind: 'reparent', file: '/versions/b.py', parents: [] },
      { kind: 'change-revision-id', file: '/versions/b.py', to: 'bbbb' },
      { kind: 'sync-docstring', file: '/versions/b.py' },
      { kind: 'exclude-file', file: '/versions/b.py' },
    ];
    for (const fix of own)
      assert.deepEqual(
        applyFix(snapshot, fix, nothingGiven),
        { ok: false, reason: 'b.py is no longer a revision file; refresh and try again.' },
        fix.kind,
      );
    const renamed = applyFix(
      snapshot,
      { kind: 'change-revision-id', file: '/versions/a.py', to: 'aaaa' },
      nothingGiven,
    );
    assert.ok(renamed.ok, renamed.ok ? '' : renamed.reason);
    assert.deepEqual(renamed.change.edits.map(({ file }) => file).sort(), [
      '/versions/a.py',
      '/versions/c.py',
    ]);
  });

  test('leaves the schema in doubt, which is not remembered', () => {
    const { fileSystem, snapshot } = indexed();
    const memory = new SchemaMemory();
    fileSystem.remove('/versions/b.py');
    const gone = finish(schemaAt(snapshot, ['b'], 'postgresql', memory));
    assert.deepEqual(
      gone.unknownPlaces.map(({ revision, what }) => [revision, what]),
      [['b', 'The file of this revision is gone']],
    );
    assert.deepEqual(
      [...gone.tables.values()].map(({ name, doubt }) => [name, doubt !== undefined]),
      [['users', true]],
    );
    fileSystem.write('/versions/b.py', files['/versions/b.py']);
    const back = finish(schemaAt(snapshot, ['b'], 'postgresql', memory));
    assert.deepEqual(back.unknownPlaces, []);
    assert.deepEqual(
      [...back.tables.values()].map(({ columns }) => columns.map(({ name }) => name)),
      [['id', 'email']],
    );
  });

  test('touches nothing, and has no downgrade to write', () => {
    const { fileSystem, snapshot } = indexed();
    fileSystem.remove('/versions/b.py');
    const { touches } = touchesAnswer(snapshot, 'users.email', 'postgresql', (path) => path);
    assert.deepEqual(
      touches.map(({ id }) => id),
      ['c'],
    );
    assert.equal(downgradeBodyAnswer(snapshot, 'b', 'postgresql'), undefined);
    assert.notEqual(downgradeBodyAnswer(snapshot, 'c', 'postgresql'), undefined);
  });

  test('is not called edited, as one that was emptied is', () => {
    const { fileSystem, snapshot } = indexed();
    fileSystem.remove('/versions/b.py');
    fileSystem.write('/versions/c.py', '');
    const found = codes(snapshot, asOnMain(snapshot)).filter((each) => each.startsWith('edited-after-merge'));
    assert.deepEqual(found, ['edited-after-merge /versions/c.py']);
  });

  test('is in conflict with no other branch', () => {
    const conflicts = (snapshot: EnvironmentSnapshot) =>
      codes(snapshot).filter((each) => each.startsWith('conflicting-branches'));
    const { fileSystem, snapshot } = indexed();
    fileSystem.remove('/versions/b.py');
    assert.deepEqual(conflicts(snapshot), []);
    fileSystem.write('/versions/b.py', files['/versions/b.py']);
    assert.equal(conflicts(snapshot).length, 2);
  });

  test('is reported by its first line', () => {
    const finding = { code: 'x', severity: 'error', message: 'm', file: '/gone.py' } as const;
    const [report] = reportFindings(
      [{ ...finding, range: { start: 10, end: 20 } }],
      () => undefined,
      (path) => path,
    );
    const first = { line: 0, character: 0 };
    assert.deepEqual(report?.range, { start: first, end: first });
  });
});
