import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { headsSentence } from '../../client/src/features/pendingRevisions/newHeads';

suite('the message about new heads', () => {
  const chain = (head: string, isNewHere: boolean | null) => ({
    head,
    revisions: [head],
    targets: [],
    isNewHere,
  });
  const name = (id: string): string => `"${id}"`;

  test('whose is which, where Git tells', () => {
    const chains = [chain('coupons', true), chain('phone', false)];
    assert.equal(
      headsSentence({ chains, mainBranch: 'origin/main' }, name),
      `There are two heads now: "coupons" (yours) and "phone" (main's).`,
    );
  });

  test('nothing of that where all are new here, none is, or Git has nothing to say', () => {
    for (const isNewHere of [true, false, null]) {
      const chains = [chain('coupons', isNewHere), chain('phone', isNewHere)];
      assert.equal(
        headsSentence({ chains, mainBranch: 'main' }, name),
        'There are two heads now: "coupons" and "phone".',
      );
    }
  });

  test('many are counted, the first of them named', () => {
    const chains = ['a', 'b', 'c', 'd', 'e'].map((head) => chain(head, null));
    assert.equal(
      headsSentence({ chains, mainBranch: null }, name),
      'There are 5 heads now: "a", "b", "c" and 2 more.',
    );
  });
});
