import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { suite, test } from 'mocha';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import { planDowngrade, planUpgrade } from '../../server/core/revision/plan/plan';
import { errorForUser } from '../../server/core/revision/errors/alembicException';
import type { RevisionMap } from '../../server/core/revision/graph/revisionMap';
import { environmentWith } from '../fixtures/environmentWith';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';
import { projectRoot } from '../fixtures/projectRoot';
import { randomDirectory } from '../oracle/randomDirectory';
import { RandomNumbers } from '../oracle/randomNumbers';
import { newestPython } from './alembicVersions';
import { caseCount, caseSeed } from '../fixtures/caseCount';

const histories = caseCount(250);
const movesEach = 4;
const firstSeed = caseSeed();

interface Move {
  readonly direction: 'upgrade' | 'downgrade';
  readonly target: string;
}

interface Case {
  readonly seed: number;
  readonly map: RevisionMap;
  readonly request: { readonly files: Readonly<Record<string, string>>; readonly moves: readonly Move[] };
}

/** What the real Alembic did for a move. */
interface Ran {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly ran: readonly string[];
  readonly error: { readonly type: string; readonly message: string } | null;
}

suite('random histories, migrated for real', () => {
  test('the plan that is shown is what Alembic then runs', async () => {
    const python = await newestPython();
    // Alembic writes ids into SQL unescaped: one with an apostrophe fails on any database
    // (invalid-revision-id tells so).
    const cases = Array.from({ length: histories }, (_, index) => makeCase(firstSeed + index)).filter(
      ({ map }) => ![...map.revisions.keys()].some((id) => id.includes("'")),
    );
    let open: readonly { readonly case: Case; readonly differences: readonly string[] }[] = cases.map(
      (each) => ({ case: each, differences: [] }),
    );
    let moves = 0;
    let revisions = 0;
    let refused = 0;
    // Where Alembic walks a set, its order is that of the hashes: such a history may differ under one seed
    // and not under another.
    for (let hashSeed = 0; hashSeed < 8 && open.length > 0; hashSeed++) {
      const replies = runForReal(
        python,
        open.map((each) => each.case),
        hashSeed,
      );
      if (hashSeed === 0) {
        moves = replies.flat().length;
        revisions = replies.flat().reduce((sum, { ran }) => sum + ran.length, 0);
        refused = replies.flat().filter(({ error }) => error).length;
      }
      open = open.flatMap(({ case: each }, index) => {
        const differences = differencesOf(each, replies[index] ?? []);
        return differences.length > 0 ? [{ case: each, differences }] : [];
      });
    }
    console.log(
      `      seed ${firstSeed}: ${cases.length} histories, ${moves} commands (${refused} refused), ${revisions} revisions run, ${open.length} histories differ`,
    );
    assert.ok(revisions > cases.length, 'enough ran to say anything');
    assert.deepEqual(
      open.flatMap(({ differences }) => differences),
      [],
    );
  }).timeout(600_000 + histories * 2000);
});

function makeCase(seed: number): Case {
  const random = new RandomNumbers(seed);
  const limits = { colonInIds: false, noSets: false, otherDowngradeRows: false };
  let directory = randomDirectory(random, limits);
  while (directory.defect !== undefined || directory.revisions.length === 0)
    directory = randomDirectory(random, limits);
  const files = Object.entries(directory.files).map(
    ([name, text]) => [`/project/alembic/versions/${name}`, text] as const,
  );
  const { map } = buildSnapshotAtOnce({
    environment: environmentWith({}),
    fileSystem: new MemoryFileSystem(Object.fromEntries(files)),
    generation: 1,
  });
  const ids = directory.revisions.map(({ id }) => id);
  const moves = Array.from({ length: movesEach }, (_, index) => randomMove(random, ids, index));
  return { seed, map, request: { files: directory.files, moves } };
}

function randomMove(random: RandomNumbers, ids: readonly string[], index: number): Move {
  const id = (): string => random.pick(ids);
  if (index === 0 || random.chance(0.4)) {
    const targets = ['heads', 'head', '+1', '+2', id(), id(), `${id()}@head`, `${id()}+1`];
    return { direction: 'upgrade', target: random.pick(targets) };
  }
  const targets = ['-1', '-2', 'base', id(), id(), `${id()}@base`, `${id()}-1`, `${id()}@${id()}`];
  return { direction: 'downgrade', target: random.pick(targets) };
}

function runForReal(python: string, cases: readonly Case[], hashSeed: number): readonly (readonly Ran[])[] {
  const run = spawnSync(python, [join(projectRoot, 'test', 'database', 'run_histories.py')], {
    input: cases.map(({ request }) => JSON.stringify(request)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, PYTHONHASHSEED: String(hashSeed), PYTHONUTF8: '1' },
  });
  assert.equal(run.status, 0, run.stderr);
  const replies = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as readonly Ran[]);
  assert.equal(replies.length, cases.length);
  return replies;
}

function differencesOf({ seed, map, request }: Case, replies: readonly Ran[]): readonly string[] {
  return request.moves.flatMap((move, index) => {
    const real = replies[index];
    assert.ok(real);
    const shown = planOf(map, move, real.before);
    const isSame = real.error
      ? shown.error !== null
      : isDeepStrictEqual(shown.steps, real.ran) &&
        isDeepStrictEqual([...shown.after].sort(), [...real.after].sort());
    return isSame
      ? []
      : [
          `seed ${seed} ${JSON.stringify(move)} from ${JSON.stringify(real.before)}\n  ran   ${JSON.stringify(real)}\n  shown ${JSON.stringify(shown)}`,
        ];
  });
}

/** The plan as the server answers it. */
function planOf(
  map: RevisionMap,
  { direction, target }: Move,
  current: readonly string[],
): { readonly steps: readonly string[]; readonly after: readonly string[]; readonly error: string | null } {
  if (map.loadError) return { steps: [], after: [], error: errorForUser(map.loadError).message };
  const plan =
    direction === 'upgrade' ? planUpgrade(map, target, current) : planDowngrade(map, target, current);
  if (!plan.ok) return { steps: [], after: [], error: plan.error.message };
  const { steps, headsAfter, tableError } = plan.value;
  return { steps, after: headsAfter ?? [], error: headsAfter ? null : (tableError?.message ?? 'refused') };
}
