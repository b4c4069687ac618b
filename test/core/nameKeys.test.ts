import assert from 'node:assert/strict';
import { distance } from 'fastest-levenshtein';
import { NameKeys } from '../../server/core/revision/graph/nameKeys';
import type { RevisionScript } from '../../server/core/revision/graph/revisionScript';
import { RandomNumbers } from '../oracle/randomNumbers';
import { caseSeed } from '../fixtures/caseCount';

suite('name keys', () => {
  test('leave out no script that a name is like, and most that it is not', () => {
    const first = caseSeed();
    let like = 0;
    let left = 0;
    let asked = 0;
    for (let seed = first; seed < first + 20; seed++) {
      const chance = new RandomNumbers(seed);
      const scripts = Array.from({ length: 60 }, (_, at) => scriptWith(chance, at));
      const keys = new NameKeys(scripts);
      for (let question = 0; question < 60; question++) {
        const script = chance.pick(scripts);
        const { name, edits } = nameLike(chance, script);
        const found = new Set(keys.mayBeLike(name, edits));
        for (const [node, each] of scripts.entries()) {
          if (!isLike(name, edits, each)) continue;
          like++;
          if (!found.has(node))
            assert.fail(`SEED=${seed}: ${JSON.stringify(name)} and ${JSON.stringify(each)}`);
        }
        left += found.size;
        asked += scripts.length;
      }
    }
    console.log(`      SEED=${first}: ${asked} comparisons, ${like} alike, ${left} left to compare`);
    assert.ok(like > 1000);
    assert.ok(left < asked / 3);
  });

  test('are made again for the scripts that changed only', () => {
    const chance = new RandomNumbers(7);
    const scripts = Array.from({ length: 20 }, (_, at) => scriptWith(chance, at));
    const before = new NameKeys(scripts);
    const changed = scripts.with(3, { ...scriptWith(chance, 99), id: 'entirelyother' });
    const after = new NameKeys(changed, before, [3]);
    assert.ok(after.mayBeLike('entirelyother', 0).includes(3));
    assert.ok(!before.mayBeLike('entirelyother', 0).includes(3));
    for (const { id, file, message } of [...scripts, ...changed])
      for (const name of [id, file, message])
        assert.deepEqual(after.mayBeLike(name, 2), new NameKeys(changed).mayBeLike(name, 2));
  });
});

const words = [
  'add',
  'users',
  'Drop',
  'naïve',
  'Straße',
  'İndex',
  '2024',
  '\u212A',
  '数据',
  'fix-it',
  "o'clock",
];

function scriptWith(chance: RandomNumbers, at: number): RevisionScript {
  const id = chance.pick([
    () => chance.hexadecimal(12),
    () => chance.hexadecimal(12),
    () => chance.hexadecimal(4),
    () => String(at).padStart(4, '0'),
    () => `${chance.pick(words)}${at}`,
    () => chance.hexadecimal(chance.chance(0.2) ? 250 + chance.below(10) : 32),
  ])();
  const message = Array.from({ length: 1 + chance.below(4) }, () => chance.pick(words)).join(
    chance.pick([' ', '_', ' - ', ' – ']),
  );
  const name = chance.pick([`${id}_${message}`, id, message, `v${at}`]);
  return {
    id,
    downRevisions: [],
    dependsOn: [],
    branchLabels: [],
    message: chance.chance(0.3) ? `${message}\nand more` : message,
    hasUpgrade: true,
    hasDowngrade: true,
    file: `/versions/${name}.py`,
  };
}

function nameLike(chance: RandomNumbers, { id, file, message }: RevisionScript) {
  const last = file.slice('/versions/'.length);
  const [line = ''] = message.split('\n', 1);
  let name = chance.pick([
    () => id,
    () => id,
    () => id.slice(0, 4 + chance.below(6)),
    () => `${id}_more`,
    () => id.toUpperCase(),
    () => `older\\versions/${last}`,
    () => last.replace(/\.py$/, ''),
    () => line.toUpperCase().replaceAll(' ', chance.pick(['-', '\n', '_'])),
  ])();
  const edits = chance.below(4);
  for (let count = chance.below(edits + 1); count > 0; count--) {
    const at = chance.below(name.length + 1);
    const letter = chance.pick(['a', 'F', '0', 'x', 'é', '', 'İ', '\u212A', '@']);
    name = name.slice(0, at) + letter + name.slice(at + chance.below(2));
  }
  return { name, edits };
}

/** What the keys promise not to leave out, worked out from the texts. */
function isLike(name: string, edits: number, { id, file, message }: RevisionScript): boolean {
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  return (
    (name.length >= 4 && id.startsWith(name)) ||
    (id.length >= 4 && name.startsWith(id)) ||
    (Math.abs(id.length - name.length) <= edits && distance(name.toLowerCase(), id.toLowerCase()) <= edits) ||
    file.endsWith(`/${last}`) ||
    file.endsWith(`/${last}.py`) ||
    letters(message.split('\n', 1)[0] ?? '') === letters(name)
  );
}
