import assert from 'node:assert/strict';
import { historyView, missingRevisions } from '../../../server/core/history/historyView';
import { snapshotOf } from '../snapshotOf';

/** The rows of a history whose files are given by name, each with its header or other text. */
function rowsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const snapshot = snapshotOf(
    Object.entries(files).map(([name, text]) => ({ path: `/versions/${name}.py`, text })),
  );
  const { rows, revisions, missing, unreadable } = historyView(snapshot);
  const nameOf = (path: string | undefined): string => (path ?? '').replace(/^.*\/|\.py$/g, '');
  return rows.map(({ kind, index }) => {
    if (kind === 'revision') return nameOf(revisions[index]?.path);
    return kind === 'missing' ? `missing ${missing[index]?.id ?? ''}` : nameOf(unreadable[index]?.path);
  });
}

function header(id: string, downRevision = 'None', dependsOn = 'None'): string {
  return `revision = '${id}'\ndown_revision = ${downRevision}\ndepends_on = ${dependsOn}\n`;
}

suite('the view of a history', () => {
  test('heads first, then unreadable files, and what is missing under the last revision that names it', () => {
    const rows = rowsOf({
      a: header('a'),
      b: header('b', "('a', 'x')"),
      broken: 'def upgrade(:\n',
      c: header('c', "'x'"),
      d: header('d', "'c'", "'y'"),
      h: header('h', "'a'"),
    });
    assert.deepEqual(rows, ['d', 'missing y', 'b', 'h', 'broken', 'c', 'missing x', 'a']);
  });

  test('a file that Alembic replaces stands below the one that takes its place', () => {
    assert.deepEqual(rowsOf({ a: header('a'), b: header('b', "'a'"), z: header('a') }), ['b', 'z', 'a']);
  });

  test('what a label names is not missing', () => {
    const files = [
      { path: '/versions/a.py', text: `${header('a')}branch_labels = 'shop'\n` },
      { path: '/versions/b.py', text: header('b', "'a'", "('shop', 'gone')") },
      { path: '/versions/c.py', text: header('c', "'gone'", "'gone'") },
    ];
    assert.deepEqual(missingRevisions(snapshotOf(files).map), [{ id: 'gone', namedBy: ['b', 'c'] }]);
  });

  test('twenty merges in a row are as many rows as revisions', () => {
    const files: Record<string, string> = { m0: header('m0') };
    for (let at = 1; at <= 20; at++) {
      const [below, left, right] = [`'m${at - 1}'`, `l${at}`, `r${at}`];
      Object.assign(files, { [left]: header(left, below), [right]: header(right, below) });
      files[`m${at}`] = header(`m${at}`, `('${left}', '${right}')`);
    }
    assert.equal(rowsOf(files).length, 61);
  });
});
