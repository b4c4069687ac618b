import assert from 'node:assert/strict';
import { searchRevisions } from '../../../server/core/features/searchRevisions';
import { readFixture } from '../fixtureText';
import { snapshotOf } from '../snapshotOf';
import {
  checkCompletion,
  checkDefinition,
  checkReferences,
  checkRename,
  checkRenameTarget,
} from './cursorFixture';

const accounts = `
#- /versions/a.py
"""add accounts"""
revision = 'a'
down_revision = None
branch_labels = ('accounts',)
`;

const books = `
#- /versions/b.py
"""add books

with pages
"""
revision = "b"
down_revision = ('a')
`;

const merged = `
#- /versions/c.py
revision: str = 'c'
down_revision: tuple = ('b', 'a')
depends_on = ['accounts']
`;

/** The line of the merge that names its parents. */
const parents = "down_revision: tuple = ('b', 'a')\n";

/**
 * A history of three revisions in which some pieces of the text are others, such as the place of the cursor.
 */
function historyWith(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce(
    (text, [from, to]) => {
      assert.ok(text.includes(from), from);
      return text.replace(from, to);
    },
    `${accounts}${books}${merged}`.replaceAll('\n\n#- ', '\n#- '),
  );
}

/** A line with the places of a name marked below it. */
const mark = (line: string, name: string, kind: string): [string, string] => [
  line,
  `${line}\n${'#'.padEnd(line.indexOf(name))}${'^'.repeat(name.length)} ${kind}`,
];

suite('editor: definition of a revision', () => {
  test('the string of the id', () => {
    checkDefinition(historyWith(mark('revision = "b"', '"b"', 'definition'), ["('b', 'a')", "('b$0', 'a')"]));
    checkDefinition(historyWith(mark("revision = 'a'", "'a'", 'definition'), ["('b', 'a')", "('b', $0'a')"]));
  });

  test('nothing between two names, and of a name that no revision has', () => {
    checkDefinition(historyWith(["('b', 'a')", "('b',$0 'a')"]));
    checkDefinition(historyWith(["('b', 'a')", "'gone$0'"]));
  });

  test('a label names the revision that declares it, but only as a dependency', () => {
    checkDefinition(
      historyWith(mark("revision = 'a'", "'a'", 'definition'), ["['accounts']", "['acc$0ounts']"]),
    );
    checkDefinition(historyWith(["('b', 'a')", "'acc$0ounts'"]));
  });

  test('a file that breaks off below its header', () => {
    checkDefinition(`
#- /versions/a.py
revision = 'a'
#          ^^^ definition
down_revision = None
#- /versions/b.py bare
revision = 'b'
down_revision = 'a$0'

def upgrade(:
    op.add_column('x',
`);
  });

  test('a file in pieces has the names that can be read', () => {
    checkDefinition(`
#- /versions/a.py
revision = 'a'
#          ^^^ definition
down_revision = None
#- /versions/b.py bare
revision = 'b
down_revision = 'a$0'
`);
  });

  test('behind carriage returns and characters of two units', () => {
    checkDefinition(`
#- /versions/a.py [crlf]
"""🐍 first 𝔘"""
revision = '𝔘𝔫𝔬'
#          ^^^^^^^^ definition
down_revision = None
#- /versions/b.py [crlf]
"""🐍🐍"""
revision = 'b'
down_revision = '𝔘$0𝔫𝔬'
`);
  });
});

suite('editor: references of a revision', () => {
  test('ids and labels, from a place that names it', () => {
    checkReferences(`
#- /versions/a.py
"""add accounts"""
revision = 'a'
#          ^^^ reference
down_revision = None
branch_labels = ('accounts',)
#- /versions/b.py
revision = "b"
down_revision = ('a')
#                ^^^ reference
#- /versions/c.py
revision: str = 'c'
down_revision: tuple = ('b', 'a$0')
#                            ^^^ reference
depends_on = ['accounts']
#             ^^^^^^^^^^ reference
`);
  });

  test('of one that a single file names', () => {
    checkReferences(
      historyWith(mark('revision = "b"', '"b"', 'reference'), [
        "('b', 'a')\n",
        "('b$0', 'a')\n#                       ^^^ reference\n",
      ]),
    );
  });

  test('without the declaration, from the declaration', () => {
    checkReferences(
      historyWith(
        ['revision = "b"', 'revision = "b$0"'],
        [parents, `${parents}#                       ^^^ reference\n`],
      ),
      { declaration: false },
    );
  });

  test('behind carriage returns and characters of two units; broken files count as far as they are read', () => {
    checkReferences(`
#- /versions/a.py [crlf]
"""🐍"""
revision = 'a$0'
#          ^^^ reference
down_revision = None
#- /versions/b.py [crlf]
x = "🐍"; revision = 'b'
y = "🐍🐍"; down_revision = 'a'
#                           ^^^ reference
#- /versions/broken.py bare
revision = 'c'
down_revision = 'a'
#               ^^^ reference
def upgrade(
`);
  });
});

suite('editor: completion of revisions', () => {
  test('heads first, never the file itself', () => {
    checkCompletion(
      historyWith(["('b', 'a')\n", "'b$0'\n#                       ^ replaced\n"]),
      'head b',
      'revision a',
    );
  });

  test('labels are offered to dependencies', () => {
    checkCompletion(
      historyWith(["('b', 'a')", "'b'"], ["['accounts']\n", "[r'a$0']\n#               ^ replaced\n"]),
      'head b',
      'revision a',
      'label accounts',
    );
  });

  test('nothing in an id, in a label and before the quote', () => {
    checkCompletion(historyWith(["str = 'c'", "str = 'c$0'"]));
    checkCompletion(historyWith(["('accounts',)", "('acc$0ounts',)"]));
    checkCompletion(historyWith(["('b', 'a')", "$0'b'"]));
  });

  test('an empty string, in a file that breaks off', () => {
    checkCompletion(
      `
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py bare
revision = 'b'
down_revision = '$0'
#                | replaced

def upgrade():
    op.execute(
`,
      'head a',
    );
  });

  test('behind carriage returns and characters of two units', () => {
    checkCompletion(
      `
#- /versions/a.py [crlf]
revision = '𝔘𝔫𝔬'
down_revision = None
#- /versions/b.py [crlf]
"""🐍"""
revision = 'b'
x = '🐍🐍'; down_revision = '𝔘$0'
#                            ^^ replaced
`,
      'head 𝔘𝔫𝔬',
    );
  });
});

suite('editor: rename of a revision', () => {
  test('begins with the id under the cursor, in header and docstring', () => {
    checkRenameTarget(historyWith(["('b', 'a')\n", "('b$0', 'a')\n#                        ^ id\n"]));
    checkRenameTarget(`
#- /versions/a.py
revision = 'a1'
down_revision = None
#- /versions/b.py
"""add books

Revision ID: b1
Revises: a$01
#        ^^ id
"""
revision = 'b1'
down_revision = 'a1'
`);
  });

  test('not at labels, and at names of no revision', () => {
    checkRenameTarget(historyWith(["['accounts']", "['acc$0ounts']"]));
    checkRenameTarget(historyWith(["('b', 'a')", "('gone$0', 'a')"]));
  });

  test('writes the new id wherever the old one stands', () => {
    checkRename(
      `
#- /versions/a.py
"""add accounts

Revision ID: a1
#            ^^ id
Revises:
"""
revision = 'a1'
#           ^^ id
down_revision = None
branch_labels = ('accounts',)
#- /versions/b.py
"""a1 is not touched here

Revision ID: b1
Revises: a1
#        ^^ id
"""
revision = "b1"
down_revision = "a$01"
#                ^^ id
#- /versions/c.py
revision = 'c1'
down_revision = 'b1'
depends_on = ['accounts', 'a1']
#                          ^^ id
`,
      'a2',
    );
  });

  test('behind carriage returns and characters of two units', () => {
    checkRename(
      `
#- /versions/a.py [crlf]
"""🐍

Revision ID: a1
#            ^^ id
Revises:
"""
x = '🐍'; revision = 'a$01'
#                     ^^ id
down_revision = None
#- /versions/b.py [crlf]
"""🐍"""
revision = "b1"
y = '𝔘'; down_revision = "a1"
#                          ^^ id
`,
      'a2',
    );
  });
});

suite('editor: search for revisions', () => {
  test('all words, in ids and messages', () => {
    const { map } = snapshotOf(readFixture(historyWith()).files);
    const search = (query: string): string[] => searchRevisions(map, query).map(({ id }) => id);
    assert.deepEqual(search(''), ['a', 'b', 'c']);
    assert.deepEqual(search('ADD book'), ['b']);
    assert.deepEqual(search('add nothing'), []);
  });
});
