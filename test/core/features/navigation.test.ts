import assert from 'node:assert/strict';
import { completeRevisions } from '../../../server/core/features/completeRevisions';
import { findReferences } from '../../../server/core/features/findReferences';
import { placeOfId, revisionNameAt, revisionNamed } from '../../../server/core/features/revisionNameAt';
import { searchRevisions } from '../../../server/core/features/searchRevisions';
import type { EnvironmentSnapshot } from '../../../server/core/project/environmentSnapshot';
import type { Revision } from '../../../server/core/revision/graph/revisionMap';
import { readFixture } from '../fixtureText';
import { snapshotOf } from '../snapshotOf';

interface Place {
  readonly file: string;
  readonly range: { readonly start: number; readonly end: number };
}

/** The revision under the `$0` of a fixture. */
function atCursor(source: string): { snapshot: EnvironmentSnapshot; revision: Revision | undefined } {
  const { files, cursor } = readFixture(source);
  const snapshot = snapshotOf(files);
  const file = snapshot.filesByPath.get(cursor?.file ?? '');
  assert.ok(file && cursor);
  const name = revisionNameAt(file, cursor.offset);
  return { snapshot, revision: name && revisionNamed(snapshot, name) };
}

function write(snapshot: EnvironmentSnapshot, { file, range }: Place): string {
  const text = snapshot.filesByPath.get(file)?.text ?? '';
  const line = text.slice(0, range.start).split('\n').length;
  return `${file.slice(file.lastIndexOf('/') + 1)}:${line} ${text.slice(range.start, range.end)}`;
}

function checkDefinition(source: string, expected: string | undefined): void {
  const { snapshot, revision } = atCursor(source);
  assert.equal(revision && write(snapshot, placeOfId(snapshot, revision)), expected);
}

function checkReferences(source: string, ...expected: string[]): void {
  const { snapshot, revision } = atCursor(source);
  assert.ok(revision);
  const found = findReferences(snapshot, revision, true).map((place) => write(snapshot, place));
  assert.deepEqual(found, expected);
}

const merged = (cursorInMerge: string): string => `
#- /versions/a.py
"""add accounts"""
revision = 'a'
down_revision = None
branch_labels = ('accounts',)
#- /versions/b.py
"""add books

with pages
"""
revision = "b"
down_revision = ('a')
#- /versions/c.py
revision: str = 'c'
down_revision: tuple = ${cursorInMerge}
depends_on = ['accounts']
`;

suite('navigation', () => {
  test('the definition of a name is the string of the id', () => {
    checkDefinition(merged("('b$0', 'a')"), 'b.py:5 "b"');
    checkDefinition(merged("('b', $0'a')"), "a.py:2 'a'");
    checkDefinition(merged("('b',$0 'a')"), undefined);
    checkDefinition(merged("'gone$0'"), undefined);
  });

  test('a label names the revision that declares it, but only as a dependency', () => {
    checkDefinition(merged("'b'").replace("['accounts']", "['acc$0ounts']"), "a.py:2 'a'");
    checkDefinition(merged("'acc$0ounts'"), undefined);
  });

  test('references follow ids and labels', () => {
    checkReferences(merged("('b', 'a$0')"), "a.py:2 'a'", "b.py:6 'a'", "c.py:2 'a'", "c.py:3 'accounts'");
    checkReferences(merged("('b$0', 'a')"), 'b.py:5 "b"', "c.py:2 'b'");
  });

  test('a search takes all words, in ids and messages', () => {
    const { snapshot } = atCursor(merged("'b$0'"));
    const search = (query: string): string[] => searchRevisions(snapshot.map, query).map(({ id }) => id);
    assert.deepEqual(search(''), ['a', 'b', 'c']);
    assert.deepEqual(search('ADD book'), ['b']);
    assert.deepEqual(search('add nothing'), []);
  });

  test('completion offers heads first, never the file itself, and labels to dependencies', () => {
    const complete = (source: string): string[] | undefined => {
      const { files, cursor } = readFixture(source);
      const snapshot = snapshotOf(files);
      const file = snapshot.filesByPath.get(cursor?.file ?? '');
      assert.ok(file && cursor);
      const found = completeRevisions(snapshot, file, cursor.offset);
      return (
        found && [
          file.text.slice(found.range.start, found.range.end),
          ...found.choices.map(({ name, kind }) => `${kind} ${name}`),
        ]
      );
    };
    assert.deepEqual(complete(merged("'b$0'")), ['b', 'head b', 'revision a']);
    assert.deepEqual(complete(merged("'b'").replace("['accounts']", "r'a$0'")), [
      'a',
      'head b',
      'revision a',
      'label accounts',
    ]);
    assert.equal(complete(merged("'b'").replace("'c'", "'c$0'")), undefined);
    assert.equal(complete(merged("'b'").replace("('accounts',)", "('acc$0ounts',)")), undefined);
    assert.equal(complete(merged("$0'b'")), undefined, 'before the quote');
  });
});
