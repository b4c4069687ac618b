import assert from 'node:assert/strict';
import { check } from '../check';

suite('rules: headers', () => {
  test('values that are no ids', () => {
    check(`
#- /versions/a.py
revision = 5
#          ^ error[unreadable-header]: revision is the number 5, and Alembic needs a string: write the id in quotes.
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = [None, 3]
#                ^^^^ error[unreadable-header]: down_revision holds None, which names nothing: write names in quotes, or None for none.
#- /versions/c.py
revision = ('c',)
#          ^^^^^^ error[unreadable-header]: revision is a tuple, and Alembic needs a string: write the id in quotes.
down_revision = True
#               ^^^^ error[unreadable-header]: down_revision holds True, which names nothing: write names in quotes, or None for none.
`);
  });

  test('missing ones', () => {
    check(`
#- /versions/helper.py bare
"""A helper."""
| error[missing-revision-header]: This file declares no revision, so every Alembic command fails: write its header, or move it out of the version location.
#- /versions/abc.py
down_revision = None
#- /versions/e.py
revision = 'e'
#          ^^^ error[missing-revision-header]: This file declares no down_revision, so every Alembic command fails: name the parent, or None for a first revision.
#- /versions/x.py
down_revision = 'e'
^^^^^^^^^^^^^ error[missing-revision-header]: This file declares no revision, so every Alembic command fails: write its id as revision.
`);
  });

  test("text that Python can't load", () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/f.py bare
revision = 'f'
down_revision = 'a'

def upgrade():
  x = ')
#     ^^ error[invalid-syntax]: Python can't load this file, so every Alembic command fails: this string is not closed; add the quotes that end it.
`);
  });

  test('what only a parser of the whole language finds', () => {
    const source = `
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/f.py bare
revision = 'f'
down_revision = 'a'

def upgrade():
  x = = 1
#     ^ error[invalid-syntax]: Python can't load this file, so every Alembic command fails: expected ‘x’, found ‘=’; correct it.

def downgrade(): pass
`;
    const start = "revision = 'f'\ndown_revision = 'a'\n\ndef upgrade():\n  x = ".length;
    const refusal = { message: 'Expected `x`, found `=`', range: { start, end: start + 1 } };
    check(source, { syntax: new Map([['/versions/f.py', refusal]]) });
    check(source.replace(/^# {5}\^.*\n/m, ''), { syntax: new Map() });
    check(source.replace(/^# {5}\^.*\n/m, ''), { syntax: new Map([['/elsewhere/f.py', refusal]]) });
  });

  test('an ignored mistake counts as ignored only where somebody has looked for it', () => {
    const source = `
#- /versions/a.py bare
revision = 'a'
down_revision = None

def upgrade():
  x = = 1  # alembic: ignore[invalid-syntax] -- why

def downgrade(): pass
`;
    const start = source.indexOf('= 1') - '\n#- /versions/a.py bare\n'.length;
    const refusal = { message: 'Expected an expression', range: { start, end: start + 1 } };
    check(source);
    check(source, { syntax: new Map([['/versions/a.py', refusal]]) });
    assert.throws(() => check(source, { syntax: new Map() }), /unused-ignore/);
  });

  test('what Python does not take into a set', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = 'a'
depends_on = {[]}
#             ^^ error[unreadable-header]: depends_on holds a list, which names nothing: write names in quotes, or None for none.
`);
  });

  test('a list in a list of its own is taken for what it holds, as by Alembic', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = [[]]
#                ^^ error[unreadable-header]: down_revision holds a list, which names nothing: write names in quotes, or None for none.
#- /versions/b.py
revision = 'b'
down_revision = ['a'],
depends_on = [('a',)]
#- /versions/c.py
revision = 'c'
down_revision = 'b'
branch_labels = [('x', 'y')]
#                ^^^^^^^^^^ error[unreadable-header]: branch_labels holds a tuple, which names nothing: write names in quotes, or None for none.
`);
  });

  test('form feeds are blanks, and begin a line', () => {
    check(
      '#- /versions/a.py bare\n\f\nrevision = "a"\n\fdown_revision = None\n\n\f  \f\ndef upgrade(): pass\n \fdef downgrade(): pass\n\f',
    );
  });

  test('an unresolved conflict', () => {
    check(`
#- /versions/a.py
revision = 'a'
<<<<<<< HEAD
^^^^^^^^^^^^ error[merge-conflict-markers]: A merge conflict is not resolved here, so every Alembic command fails: keep one side and remove the markers.
down_revision = None
=======
down_revision = ()
>>>>>>> other
`);
  });

  test('while a conflict is not resolved, neither heads nor docstring are judged by one of its sides', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = 'a'
#- /versions/c.py
"""joins

Revision ID: c
Revises: b
"""
revision = 'c'
<<<<<<< HEAD
^^^^^^^^^^^^ error[merge-conflict-markers]: A merge conflict is not resolved here, so every Alembic command fails: keep one side and remove the markers.
down_revision = 'a'
=======
down_revision = 'b'
>>>>>>> other
`);
  });

  test('a conflict in strings alone is said, and the file is read as Alembic loads it', () => {
    const [finding] = check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py bare
"""second

Revision ID: b
<<<<<<< HEAD
^^^^^^^^^^^^ warning[merge-conflict-markers]: A merge conflict is not resolved in this text: keep one side and remove the markers. Alembic loads the file all the same.
Revises: 0
=======
Revises: a
>>>>>>> Bob's "branch"
Create Date: 2024-01-01 00:00:00
"""
revision = 'b'
down_revision = 'a'

def upgrade():
    op.execute(f"""
<<<<<<< HEAD
SELECT 1
=======
SELECT {one}
>>>>>>> Bob's "branch"
""")

def downgrade(): pass
#- /versions/c.py
revision = 'c'
down_revision = 'b'
`);
    assert.deepEqual(
      finding?.fixes.map((fix) => fix.kind === 'resolve-conflict' && fix.keep),
      ['theirs', 'ours'],
    );
  });

  test('a conflict that leaves a string, or stands in its braces, is one that Python refuses', () => {
    const fire = `
^^^^^^^^^^^^ error[merge-conflict-markers]: A merge conflict is not resolved here, so every Alembic command fails: keep one side and remove the markers.`;
    check(`
#- /versions/a.py bare
"""first
<<<<<<< HEAD${fire}
Revises: 1
"""
=======
Revises: 2
"""
>>>>>>> other
revision = 'a'
down_revision = None
def upgrade(): pass
def downgrade(): pass
#- /versions/b.py bare
revision = 'b'
down_revision = 'a'
def upgrade(): return f"""{
<<<<<<< HEAD${fire}
1
=======
2
>>>>>>> other
}"""
def downgrade(): pass
#- /versions/c.py bare
"""third
<<<<<<< HEAD${fire}
Revises: 1
=======
Revises: 2
>>>>>>> other
revision = 'c'
down_revision = 'b'
def upgrade(): pass
def downgrade(): pass
`);
  });

  test('computed values', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = parent_of('b')
#               ^^^^^^^^^^^^^^ hint[dynamic-revision]: down_revision is computed when the file runs, so what it names is not checked: write it as text if you can.
#- /versions/c.py
revision = 'c'
down_revision = 'a'
branch_labels = (EXPAND,)
#               ^^^^^^^^^ hint[dynamic-revision]: branch_labels is computed when the file runs, so what it names is not checked: write it as text if you can.
`);
  });
});
