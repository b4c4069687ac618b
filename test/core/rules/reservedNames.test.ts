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

    test(`${id} is not taken as a new id`, () => {
      assert.match(flawOfId(id) ?? '', /symbol on its command line/);
    });
  }

  for (const written of ['None', 'null', 'none'])
    test(`the text ${written} as a parent`, () => {
      check(`
#- /versions/a.py
revision = 'a'
down_revision = '${written}'
#               ${'^'.repeat(written.length + 2)} error[unknown-down-revision]: '${written}' is a text, which names no revision: write None without quotes for none.
`);
    });

  test('ids that only resemble them', () => {
    check(`
#- /versions/a.py
revision = 'baseline'
down_revision = None
`);
  });
});
