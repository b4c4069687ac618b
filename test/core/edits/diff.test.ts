import assert from 'node:assert/strict';
import type { Change } from '../../../server/core/edits/change';
import { unifiedDiff } from '../../../server/core/render/unifiedDiff';

const nothing: Change = { edits: [], creates: [], renames: [] };
const a = 'one\ntwo\nthree\nfour\nfive\n';
const b = 'x\r\ny\r\n';

function diffOf(change: Partial<Change>): string {
  return unifiedDiff({ ...nothing, ...change }, (path) => path.replace('/p/', 'versions/'));
}

suite('unified diff of a change', () => {
  test('edits, a renamed and a new file', () => {
    const diff = diffOf({
      edits: [
        { file: '/p/a.py', edits: [{ range: { start: 4, end: 7 }, newText: 'TWO' }], before: a },
        { file: '/p/b.py', edits: [{ range: { start: 3, end: 4 }, newText: 'z' }], before: b },
      ],
      renames: [{ from: '/p/b.py', to: '/p/c.py', before: b }],
      creates: [{ file: '/p/new.py', text: 'n\nno end' }],
    });
    assert.equal(
      diff,
      `diff --git a/versions/a.py b/versions/a.py
--- a/versions/a.py
+++ b/versions/a.py
@@ -1,5 +1,5 @@
 one
-two
+TWO
 three
 four
 five
diff --git a/versions/b.py b/versions/c.py
rename from versions/b.py
rename to versions/c.py
--- a/versions/b.py
+++ b/versions/c.py
@@ -1,2 +1,2 @@
 x\r
-y\r
+z\r
diff --git a/versions/new.py b/versions/new.py
new file mode 100644
--- /dev/null
+++ b/versions/new.py
@@ -0,0 +1,2 @@
+n
+no end
\\ No newline at end of file
`,
    );
  });

  test('a rename alone, and nothing at all', () => {
    assert.equal(
      diffOf({ renames: [{ from: '/p/b.py', to: '/p/c.py', before: b }] }),
      'diff --git a/versions/b.py b/versions/c.py\nrename from versions/b.py\nrename to versions/c.py\n',
    );
    assert.equal(diffOf({}), '');
    assert.equal(diffOf({ edits: [{ file: '/p/a.py', edits: [], before: a }] }), '');
  });
});
