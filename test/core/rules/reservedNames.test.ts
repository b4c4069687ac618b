import assert from 'node:assert/strict';
import { flawOfId } from '../../../server/core/edits/history/revisionId';
import { check } from '../check';

suite('rules: ids that are symbols on the command line', () => {
  for (const id of ['head', 'heads', 'base']) {
    test(`${id} as an id`, () => {
      check(`
#- /versions/a.py
revision = '${id}'
#          ${'^'.repeat(id.length + 2)} error[invalid-revision-id]: Alembic takes '${id}' for a symbol on the command line and fails on upgrades: give the revision another id.
down_revision = None
`);
    });

    test(`${id} as a label`, () => {
      check(`
#- /versions/a.py
revision = 'a'
down_revision = None
branch_labels = ('shop', '${id}')
#                        ${'^'.repeat(id.length + 2)} warning[invalid-revision-id]: Alembic takes '${id}' for a symbol on the command line, so this label names no branch: choose another one.
`);
    });

    test(`${id} is not taken as a new id`, () => {
      assert.match(flawOfId(id) ?? '', /symbol on its command line/);
    });
  }

  for (const written of ['None', 'null', 'none', 'base', '<base>', '(none)', 'N/A', '-', '()'])
    test(`the text ${written} as a parent`, () => {
      check(`
#- /versions/a.py
revision = 'a'
down_revision = '${written}'
#               ${'^'.repeat(written.length + 2)} error[unknown-down-revision]: '${written}' is a text, which names no revision: write None without quotes for none.
`);
    });

  for (const written of ['None', 'base', '<base>'])
    test(`the text ${written} beside a parent, and as a dependency`, () => {
      const carets = '^'.repeat(written.length + 2);
      check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = ('a', '${written}')
#                     ${carets} error[unknown-down-revision]: '${written}' is a text, which names no revision: remove it.
depends_on = '${written}'
#            ${carets} error[unknown-dependency]: '${written}' is a text, which names no revision: write None without quotes for none.
`);
    });

  test('an empty text beside a parent', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = ['', 'a']
#                ^^ error[unknown-down-revision]: down_revision holds an empty string, which names no revision: remove it.
`);
  });

  test('an empty text as parent where others are there: none first, then their heads', () => {
    const findings = check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = ''
#               ^^ error[unknown-down-revision]: down_revision is an empty string, which names no revision: write None for none.
`);
    const finding = findings[0];
    assert.deepEqual(
      finding?.fixes.map((fix) => fix.kind === 'reparent' && fix.parents),
      [[], ['a']],
    );
  });

  test('ids that only resemble them', () => {
    check(`
#- /versions/a.py
revision = 'baseline'
down_revision = None
branch_labels = ['Head', 'HEADS', 'bases', 'current']
`);
  });
});
