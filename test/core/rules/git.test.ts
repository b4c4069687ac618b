import assert from 'node:assert/strict';
import { buildSnapshotAtOnce } from '../../../server/core/project/buildSnapshot';
import type { GitFacts } from '../../../server/core/rules/engine/gitFacts';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { environmentWith } from '../../fixtures/environmentWith';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';
import { check } from '../check';
import { readFixture } from '../fixtureText';
import { snapshotOf } from '../snapshotOf';
import { gitFactsOf } from './gitFactsOf';

const merged = `
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py bare
"""b"""
revision = 'b'
down_revision = 'a'

def upgrade():
    op.add_column('t', sa.Column('c', sa.Integer()))

def downgrade():
    op.drop_column('t', 'c')
`;

suite('rules: git', () => {
  test('a made-up id that the main branch has already is left alone', () => {
    const source = (remark: string) => `
#- /versions/a.py
revision = 'abcdef123456'
${remark}
down_revision = None
`;
    const onMain = source(
      `#          ^^^^^^^^^^^^^^ hint[placeholder-revision-id]: 'abcdef123456' looks made up by hand, and is on origin/main already: leave it, and let the next ids be generated.`,
    );
    const findings = check(onMain, { git: gitFactsOf(source('')) });
    assert.deepEqual(findings[0]?.fixes, []);
    const elsewhere = `#          ^^^^^^^^^^^^^^ warning[placeholder-revision-id]: 'abcdef123456' looks made up by hand, and such ids collide with those of others: generate a new one while nobody has applied it.`;
    check(source(elsewhere));
  });

  test('a merged revision whose code changed', () => {
    check(
      `
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py bare
"""b"""
revision = 'b'
down_revision = 'a'

def upgrade():
#   ^^^^^^^ warning[edited-after-merge]: 'upgrade()' and 'downgrade()' of this revision differ from what this branch has of origin/main: a database that has run it won't get the change, so put it back, and make the change in a new revision.
    op.add_column('t', sa.Column('c', sa.BigInteger()))

def downgrade():
    pass
`,
      { git: gitFactsOf(merged) },
    );
  });

  test('a merged revision with another parent, in a file with another name', () => {
    check(
      `
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/a2.py
revision = 'a2'
down_revision = 'a'
#- /versions/b_renamed.py bare
revision = 'b'
down_revision = 'a2'
#               ^^^^ warning[edited-after-merge]: 'down_revision' of this revision differs from what this branch has of origin/main: a database that has run it won't get the change, so put it back, and make the change in a new revision.

def upgrade():
    op.add_column('t', sa.Column('c', sa.Integer()))

def downgrade():
    op.drop_column('t', 'c')
`,
      { git: gitFactsOf(merged) },
    );
  });

  test('the change is moved into a new revision where a function was changed, and only put back where the header was', () => {
    const fixesOf = (here: string): readonly string[] =>
      runRules(snapshotOf(readFixture(here).files), { rules: {} }, { git: gitFactsOf(merged) })
        .filter(({ code }) => code === 'edited-after-merge')
        .flatMap(({ fixes }) => fixes.map(({ kind }) => kind));
    const more = merged.replace("op.add_column('t'", "op.f()\n    op.add_column('t'");
    const child = "\n#- /versions/c.py\nrevision = 'c'\ndown_revision = 'b'\n";
    assert.deepEqual(fixesOf(more + child).toSorted(), ['move-change', 'restore-merged']);
    const typo = merged.replace("down_revision = 'a'", "down_revision = 'aa'");
    assert.deepEqual(fixesOf(typo + child), ['restore-merged']);
  });

  test('a file that went away since it was read is not an edited one', () => {
    const { files } = readFixture(merged);
    const fileSystem = new MemoryFileSystem(Object.fromEntries(files.map(({ path, text }) => [path, text])));
    const environment = environmentWith({ scriptDirectory: '/', versionLocations: ['/versions'] });
    const snapshot = buildSnapshotAtOnce({ environment, fileSystem, generation: 1 });
    const git = gitFactsOf(merged);
    const found = (): readonly string[] => runRules(snapshot, { rules: {} }, { git }).map(({ code }) => code);
    fileSystem.remove('/versions/b.py');
    assert.ok(!found().includes('edited-after-merge'));
    fileSystem.write('/versions/b.py', 'pass\n');
    assert.ok(found().includes('edited-after-merge'));
  });

  test('comments, docstrings, quotes, annotations, layout and helpers may change', () => {
    check(
      `
#- /versions/a.py
"""A message was added."""
from typing import Union
revision: str = "a"
down_revision: Union[str, None] = None  # the first
#- /versions/b.py bare
"""Another message

Revises: a
"""
revision = "b"
down_revision = ("a")

def upgrade() -> None:
    """Add c."""
    # wide enough
    op.add_column(
        "t",
        sa.Column("c", sa.Integer()),
    )


def downgrade() -> None:
    op.drop_column("t", "c");  # gone
`,
      { git: gitFactsOf(merged) },
    );
  });

  test('a change that the main branch made too is none of this branch', () => {
    const changed = merged.replace('sa.Integer()', 'sa.BigInteger()');
    check(changed, { git: gitFactsOf(merged, changed) });
  });

  test('what came with one of two duplicates follows it to its new id, and what was merged stays', () => {
    const file = (name: string, id: string, down: string): string =>
      `#- /versions/${name}.py\nrevision = '${id}'\ndown_revision = ${down}\n`;
    const main = file('a', 'a', 'None') + file('b', 'b', "'a'") + file('c', 'c', "'b'");
    const here = `${main}${file('mine', 'b', "'a'")}${file('more', 'd', "'b'")}`;
    const { files } = readFixture(here);
    const childrenOf = (wanted: string, git?: GitFacts): readonly string[] | undefined => {
      const findings = runRules(snapshotOf(files), { rules: {} }, { git });
      const finding = findings.find(
        ({ code, file: path }) => code === 'duplicate-revision-id' && path === wanted,
      );
      const [fix] = finding?.fixes ?? [];
      return fix?.kind === 'change-revision-id' ? fix.children : undefined;
    };
    const git = gitFactsOf(main);
    assert.deepEqual(childrenOf('/versions/mine.py', git), ['/versions/more.py']);
    assert.deepEqual(childrenOf('/versions/b.py', git), ['/versions/c.py']);
    assert.deepEqual(childrenOf('/versions/mine.py'), [], 'without Git nobody can tell');
    assert.deepEqual(childrenOf('/versions/mine.py', gitFactsOf(here)), [], 'both were merged');
  });

  test('a second file with the id of a merged one is a duplicate and no edit of it', () => {
    const duplicate = (other: string): string =>
      `#          ^^^ warning[duplicate-revision-id]: 'b' is declared by '${other}' too, and Alembic runs only one of them: give one a new id.`;
    check(
      `${merged.replace("revision = 'b'", `revision = 'b'\n${duplicate('c.py')}`)}
#- /versions/c.py bare
revision = 'b'
${duplicate('b.py')}
down_revision = 'a'

def upgrade():
    pass

def downgrade():
    pass
`,
      { git: gitFactsOf(merged) },
    );
  });

  test('a revision that is new here, and text that only Git has otherwise', () => {
    check(
      `${merged}
#- /versions/c.py
revision = 'c'
down_revision = 'b'
`,
      { git: gitFactsOf(merged) },
    );
  });

  test('a merged revision is gone, and a child still names it', () => {
    check(
      `
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/c.py
revision = 'c'
down_revision = 'b'
#               ^^^ error[unknown-down-revision]: No revision has the id 'b': restore its file, or name a full revision id that exists.
#               ^^^ warning[deleted-after-merge]: 'b' (b.py) is on origin/main and gone here, so a database that stands at it can't be migrated: restore the file.
`,
      { git: gitFactsOf(merged) },
    );
  });

  test('a merged revision is gone, and nothing names it', () => {
    check(
      `
#- /versions/a.py
revision = 'a'
#          ^^^ warning[deleted-after-merge]: 'b' (b.py) is on origin/main and gone here, so a database that stands at it can't be migrated: restore the file.
down_revision = None
`,
      { git: gitFactsOf(merged) },
    );
  });

  test('a revision that the main branch removed too is not missed', () => {
    check(
      `
#- /versions/a.py
revision = 'a'
down_revision = None
`,
      { git: gitFactsOf(merged, "\n#- /versions/a.py\nrevision = 'a'\ndown_revision = None\n") },
    );
  });

  test('both branches have grown the same line', () => {
    check(
      `${merged}
#- /versions/c.py
revision = 'c'
down_revision = 'b'
#- /versions/d.py
revision = 'd'
#          ^^^ warning[head-collision]: Merging with origin/main would give 2 heads, because it has grown 'x' since: merge it here, then move 'd' on top of that, or merge the heads.
down_revision = 'c'
`,
      { git: gitFactsOf(merged, `${merged}\n#- /versions/x.py\nrevision = 'x'\ndown_revision = 'b'\n`) },
    );
  });

  test('the branches have grown lines that labels tell apart, or the work is merged already', () => {
    const main = `${merged}\n#- /versions/x.py\nrevision = 'x'\ndown_revision = 'b'\nbranch_labels = 'other'\n`;
    check(`${merged}\n#- /versions/c.py\nrevision = 'c'\ndown_revision = 'b'\n`, {
      git: gitFactsOf(merged, main),
    });
    check(main, { git: gitFactsOf(merged, main) });
  });

  test('only this branch, or only the main branch, has grown', () => {
    const grown = `${merged}\n#- /versions/c.py\nrevision = 'c'\ndown_revision = 'b'\n`;
    check(grown, { git: gitFactsOf(merged) });
    check(merged, { git: gitFactsOf(merged, grown) });
  });

  test('an ignore for a rule that needs Git is used where it fires, and not held against anyone without Git', () => {
    const source = (remark: string) => `
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py bare
# alembic: ignore-file[head-collision]
${remark}
revision = 'b'
down_revision = 'a'

# alembic: ignore[edited-after-merge] -- has run nowhere yet
def upgrade():
    pass

def downgrade():
    op.drop_column('t', 'c')
`;
    const unused = "warning[unused-ignore]: 'head-collision' finds nothing here: remove it from the comment.";
    check(source(`#                      ^^^^^^^^^^^^^^ ${unused}`), { git: gitFactsOf(merged) });
    check(source(''));
  });
});
