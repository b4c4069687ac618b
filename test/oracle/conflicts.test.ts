import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { applyFix } from '../../server/core/edits/fixes/fixes';
import type { EditContext } from '../../server/core/edits/editContext';
import { runRules } from '../../server/core/rules/engine/runRules';
import type { WrittenHistory } from '../core/edits/histories';
import { historyArbitrary, textArbitrary } from '../core/edits/histories';
import type { Files } from '../core/edits/proof';
import { applyChange, undoEdits } from '../core/edits/proof';
import { snapshotOf } from '../core/snapshotOf';
import { askAlembic } from './mergeOracle';
import { caseCount, caseSeed } from '../fixtures/caseCount';

/** Two sides of one file, as two branches have written it. */
interface Side {
  readonly id: string;
  readonly parents: readonly string[];
  readonly text: string;
}

interface Conflict {
  readonly history: WrittenHistory;
  readonly base: string;
  readonly ours: Side;
  readonly theirs: Side;
  readonly style: '' | '--diff3' | '--zdiff3';
}

const path = '/versions/the_file.py';
const context: EditContext = { scriptTemplate: undefined, newRevisionId: 'f00dfacecafe', now: undefined };
/** Why two sides are not both kept. */
const refusals =
  /^(?:One side does not parse|Both sides are the same revision|The parents of one side can't be read|The sides have different parents|Their side would not follow ours); keep one side\.$|would make a cycle|edited safely|share one value|several strings/;

const conflictArbitrary: fc.Arbitrary<Conflict> = fc
  .tuple(historyArbitrary, fc.nat(), fc.nat(), fc.constantFrom('same', 'same', 'other', 'ours'))
  .chain(([history, first, second, how]) => {
    const ids = history.revisions.map(({ id }) => id);
    const at = (index: number): string => ids[index % ids.length] ?? '';
    const own = first % 4 === 0 ? [] : [at(first)];
    const other = { same: own, other: [at(second)], ours: ['ours_id'] }[how];
    const id = second % 5 === 0 ? 'ours_id' : 'theirs_id';
    return fc
      .tuple(
        textArbitrary('ours_id', own, []),
        textArbitrary(id, other, []),
        fc.boolean(),
        fc.constantFrom('nothing', 'ours', 'another'),
        fc.constantFrom('' as const, '--diff3' as const, '--zdiff3' as const),
      )
      .map(([text, independent, isCopied, before, style]): Conflict => {
        // Most conflicts are between texts that began as one.
        const copy = text
          .replaceAll('ours_id', id)
          .replace('some message', 'their message')
          .replace(/pass\b/, 'op.execute("SELECT 1")');
        const isCopy = isCopied && how === 'same';
        const base = { nothing: '', ours: text.replaceAll('ours_id', 'earlier'), another: independent }[
          before
        ];
        return {
          history,
          base,
          ours: { id: 'ours_id', parents: own, text },
          theirs: { id, parents: isCopy ? own : other, text: isCopy ? copy : independent },
          style,
        };
      });
  });

suite('conflicts that Git writes', () => {
  test('both sides or one are kept, loaded by the real Alembic, or it is refused with the reason', async () => {
    const seed = caseSeed();
    const drawn = fc.sample(conflictArbitrary, { seed, numRuns: caseCount(120) });
    const folder = mkdtempSync(join(tmpdir(), 'alembic-conflicts-'));
    const done: { readonly after: Files; readonly keep: string; readonly conflict: Conflict }[] = [];
    const counts = new Map<string, number>();
    const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
    try {
      for (const [index, conflict] of drawn.entries()) {
        const text = mergeFile(folder, conflict, conflict.style === '' ? [] : [conflict.style]);
        if (text === undefined) continue;
        const files = [...conflict.history.files, { path, text }];
        const before = snapshotOf(files);
        const where = `seed ${seed}, ${index}:\n${text}`;
        const finding = runRules(before, { rules: {} }).find(({ code }) => code === 'merge-conflict-markers');
        assert.ok(finding, where);
        const offered = finding.fixes.flatMap((fix) => (fix.kind === 'resolve-conflict' ? [fix.keep] : []));
        for (const keep of ['both', 'ours', 'theirs'] as const) {
          const fix = { kind: 'resolve-conflict', file: path, keep, label: '' } as const;
          const outcome = applyFix(before, fix, context);
          assert.equal(outcome.ok || !offered.includes(keep) || keep !== 'both', true, where);
          if (!outcome.ok) {
            assert.match(outcome.reason, refusals, where);
            count(`${keep} refused: ${outcome.reason.split(';')[0] ?? ''}`);
            continue;
          }
          count(keep);
          const after = applyChange(files, outcome.change);
          assert.deepEqual(undoEdits(files, after, outcome.change), files, where);
          const kept = mergeFile(folder, conflict, [keep === 'theirs' ? '--theirs' : '--ours']);
          assert.equal(after.find((file) => file.path === path)?.text, kept, where);
          const whole = keep === 'theirs' ? conflict.theirs : conflict.ours;
          // What Git itself merges in between the conflicts may be neither side's.
          if (kept === whole.text) done.push({ after, keep, conflict });
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    for (const [what, times] of [...counts].sort()) console.log(`      ${what}: ${times}`);
    assert.ok((counts.get('both') ?? 0) > drawn.length / 10, 'both are kept now and then');
    const { answers } = await askAlembic(
      done.map(({ after }) => ({
        ask: 'load' as const,
        files: Object.fromEntries(after.map((file) => [file.path.slice(1), file.text])),
        options: {},
      })),
    );
    for (const [index, { after, keep, conflict }] of done.entries()) {
      const { ours, theirs, history } = conflict;
      const where = `seed ${seed}, keep ${keep}: ${JSON.stringify(after)}`;
      const answer = answers[index];
      const sides = { both: [ours, theirs], ours: [ours], theirs: [theirs] }[keep] ?? [];
      // A side that stands on the one that was thrown away is an unknown parent afterwards, which is found.
      if (keep === 'theirs' && theirs.parents.includes('ours_id')) {
        const codes = runRules(snapshotOf(after), { rules: {} }).map(({ code }) => code);
        assert.ok(
          codes.includes(theirs.id === 'ours_id' ? 'self-reference' : 'unknown-down-revision'),
          where,
        );
        continue;
      }
      assert.equal(answer?.error, undefined, where);
      const promised: Record<string, readonly string[]> = {};
      for (const { id, parents } of history.revisions) promised[id] = parents;
      for (const side of sides) promised[side.id] = side.parents;
      if (keep === 'both') promised[theirs.id] = [ours.id];
      const loaded = Object.entries(answer?.revisions ?? {}).map(([id, { parents }]) => [id, parents]);
      assert.deepEqual(Object.fromEntries(loaded), promised, where);
    }
  });
});

/** What `git merge-file` makes of the three versions; undefined where there is no conflict. */
function mergeFile(
  folder: string,
  { ours, base, theirs }: Conflict,
  options: readonly string[],
): string | undefined {
  const names = ['ours', 'base', 'theirs'].map((name) => join(folder, name));
  for (const [index, text] of [ours.text, base, theirs.text].entries())
    writeFileSync(names[index] ?? '', text);
  const labels = ['-L', 'HEAD', '-L', 'base', '-L', 'topic'];
  const run = spawnSync('git', ['merge-file', '-p', ...labels, ...options, ...names], { encoding: 'utf8' });
  if (run.error) throw run.error;
  const isResolved = options.some((option) => option === '--ours' || option === '--theirs');
  assert.ok(run.status !== null && run.status < 128, run.stderr);
  return run.status === 0 && !isResolved ? undefined : run.stdout;
}
