import assert from 'node:assert/strict';
import { boundsOf } from '../../../server/core/edits/gateChange';
import { editContextOf } from '../../../server/core/features/editContextOf';
import { fixProject } from '../../../server/core/fixing/fixProject';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';
import { withinSeconds } from '../../fixtures/withinSeconds';
import { snapshotOf } from '../snapshotOf';

suite('rules: histories made to be slow', () => {
  test('a version location full of empty files', () => {
    const files = Array.from({ length: 12_000 }, (_, at) => ({ path: `/versions/f${at}.py`, text: '' }));
    const findings = withinSeconds(60, () => runRules(snapshotOf(files), { rules: {} }));
    assert.equal(findings.length, 2 * files.length);
  });

  for (const [title, parentOf] of [
    ['on one another', (at: number, step: number) => at - 1 - step],
    ['in cycles', (at: number, step: number) => (at * 7 + step * 13 + 1) % 500],
  ] as const)
    test(`merges of a hundred revisions each, ${title}`, () => {
      const files = Array.from({ length: 500 }, (_, at) => {
        const parents = Array.from({ length: 100 }, (__, step) => parentOf(at, step)).filter((id) => id >= 0);
        const names = parents.map((id) => `'r${id}', `).join('');
        return { path: `/versions/r${at}.py`, text: `revision = 'r${at}'\ndown_revision = (${names})\n` };
      });
      withinSeconds(60, () => runRules(snapshotOf(files), { rules: {} }));
    });

  test('fixing merges of two hundred revisions each ends, and says that there are more', () => {
    const files = Object.fromEntries(
      Array.from({ length: 600 }, (_, at) => {
        const parents = Array.from({ length: 200 }, (__, step) => at - 1 - step).filter((id) => id >= 0);
        const names = parents.map((id) => `'r${id}', `).join('');
        return [`/versions/r${at}.py`, `revision = 'r${at}'\ndown_revision = (${names})\n`];
      }),
    );
    const fileSystem = new MemoryFileSystem(files);
    const snapshot = snapshotOf(Object.entries(files).map(([path, text]) => ({ path, text })));
    const sources = {
      newRevisionId: () => 'f00dfacecafe',
      epochMilliseconds: () => 0,
      localTimeZone: () => 'UTC',
    };
    const { fixed, left } = withinSeconds(300, () =>
      fixProject({
        snapshot,
        fileSystem,
        settings: { rules: {} },
        git: undefined,
        contextOf: (now, after) => editContextOf(sources, after, now),
        concerns: () => true,
        bounds: boundsOf(snapshot.environment.configuration, ['/'], '/'),
      }),
    );
    assert.ok(fixed.length > 0);
    assert.match(left[0]?.reason ?? '', /too many to fix at once: fix again/);
  });
});
