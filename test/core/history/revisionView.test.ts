import assert from 'node:assert/strict';
import { viewRevision } from '../../../server/core/history/revisionView';
import type { RevisionView } from '../../../server/core/history/revisionView';
import type { EnvironmentSnapshot } from '../../../server/core/project/environmentSnapshot';
import { revisionDetails } from '../../../server/core/render/revisionDetails';
import { revisionLine } from '../../../server/core/render/revisionLine';
import { readFixture } from '../fixtureText';
import { snapshotOf } from '../snapshotOf';

const history = `
#- /versions/a.py
"""add accounts"""
revision = 'a'
down_revision = None
branch_labels = ('accounts',)
#- /versions/b.py
"""add books

with pages
"""
revision = 'b'
down_revision = 'a'
#- /versions/c.py
revision = 'c'
down_revision = ('b', 'gone')
depends_on = ['accounts']
#- /versions/d.py
"""Revision ID: d"""
revision = 'd'
down_revision = None
depends_on = 'a'
#- /versions/e.py
revision = 'e'
down_revision = find_parent()
`;

function view(id: string, source = history): RevisionView {
  const found = viewRevision(snapshot(source), id);
  assert.ok(found);
  return found;
}

function snapshot(source: string): EnvironmentSnapshot {
  return snapshotOf(readFixture(source).files);
}

suite('the view of a revision', () => {
  test('has its parents, children and dependencies, missing ones without a file', () => {
    const c = view('c');
    assert.deepEqual(c.parents, [
      { id: 'b', title: 'add books', file: '/versions/b.py' },
      { id: 'gone', title: '', file: undefined },
    ]);
    assert.deepEqual(c.dependencies, [{ id: 'a', title: 'add accounts', file: '/versions/a.py' }]);
    assert.deepEqual(view('a').children, [{ id: 'b', title: 'add books', file: '/versions/b.py' }]);
    assert.equal(viewRevision(snapshot(history), 'gone'), undefined);
  });

  test('is called by what a person wrote alone', () => {
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].map((id) => view(id).title),
      ['add accounts', 'add books', '', ''],
    );
  });

  test('is no base where only running the file would tell its parents', () => {
    assert.deepEqual(
      ['a', 'd', 'e'].map((id) => view(id).isBase),
      [true, true, false],
    );
    assert.deepEqual(view('e').dynamic, ['down_revision']);
  });

  test('marks are those of Alembic: dependants make no branch point', () => {
    const marks = { labels: true, branchAndMerge: true };
    // Without the file whose parent is computed: with it nobody knows the heads.
    const readable = history.slice(0, history.indexOf('#- /versions/e.py'));
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].map((id) => revisionLine(view(id, readable), marks)),
      ['a (accounts)', 'b (accounts)', 'c (accounts) (head) (mergepoint)', 'd (head)'],
    );
    const details = revisionDetails(view('a'), 'a.py');
    assert.equal(details, 'Rev: a\nParent: <base>\nBranch names: accounts\nPath: a.py\n\n    add accounts\n');
  });

  test('a file that takes the place of one with the same id has the children of the id', () => {
    const doubled = `${history}
#- /versions/z.py
revision = 'a'
down_revision = None
`;
    assert.equal(view('a', doubled).isHead, false);
    assert.match(revisionDetails(view('a', doubled), 'z.py'), /^Rev: a\nParent/);
  });
});
