import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { suite, test } from 'mocha';
import { branchConflicts } from '../../server/core/schema/branchConflicts';
import type { BranchConflict } from '../../server/core/schema/branchConflicts';
import { replay } from '../../server/core/schema/replay';
import type { ReplayedRevision } from '../../server/core/schema/replay';
import { emptySchema } from '../../server/core/schema/schema';
import { finish } from '../../server/core/text/finish';
import { caseCount, caseSeed } from '../fixtures/caseCount';
import { MariaDb } from '../fixtures/mariadb';
import { Postgres } from '../fixtures/postgres';
import { projectRoot } from '../fixtures/projectRoot';
import { RandomNumbers } from '../oracle/randomNumbers';
import { newestPython } from './alembicVersions';
import { randomBranches } from './randomBranches';
import type { BranchDialect } from './randomBranches';

const pairs = caseCount(60);
const firstSeed = caseSeed();

interface Ran {
  readonly failed: 'base' | 'left' | 'right' | null;
  readonly error: string | null;
  readonly schema: unknown;
}

type Runs = Readonly<Record<'left' | 'right' | 'leftRight' | 'rightLeft', Ran>>;

suite('random branches, run in both orders on a real database', () => {
  test('SQLite: conflicts are what fails or is left otherwise', async () => {
    await judge('sqlite', await newestPython(), 'sqlite://');
  }).timeout(600_000 + pairs * 2000);

  test('PostgreSQL: conflicts are what fails or is left otherwise', async () => {
    const server = await Postgres.start();
    try {
      const url = server.url('psycopg', server.createDatabase('branches'));
      await judge('postgresql', await newestPython(), url);
    } finally {
      await server.stop();
    }
  }).timeout(600_000 + pairs * 2000);

  test('MariaDB: conflicts are what fails or is left otherwise', async () => {
    const server = await MariaDb.start();
    try {
      const url = server.url('pymysql', server.createDatabase('branches'));
      await judge('mariadb', await newestPython(), url, pairs / 2);
    } finally {
      await server.stop();
    }
  }).timeout(600_000 + pairs * 4000);
});

async function judge(dialect: BranchDialect, python: string, url: string, count = pairs): Promise<void> {
  const cases = Array.from({ length: Math.ceil(count) }, (_, index) => {
    const branches = randomBranches(new RandomNumbers(firstSeed * 100_000 + index), dialect);
    const revisions = {
      base: revision('base', branches.base),
      left: revision('left', branches.left),
      right: revision('right', branches.right),
    };
    return { index, branches, revisions };
  });
  const replies = await runForReal(
    python,
    url,
    cases.map(({ revisions: { base, left, right } }) => ({
      base: base.text,
      left: left.text,
      right: right.text,
    })),
  );
  let [judged, conflicting, found, located] = [0, 0, 0, 0];
  const missed: string[] = [];
  const alarms: string[] = [];
  for (const { index, branches, revisions } of cases) {
    const runs = replies[index];
    assert.ok(runs);
    // What one branch does wrong by itself is no conflict.
    if (runs.left.failed !== null || runs.right.failed !== null) continue;
    judged++;
    const real = realConflict(runs);
    const start = finish(replay(emptySchema, [revisions.base], dialect));
    const said = finish(branchConflicts(start, [revisions.left], [revisions.right], dialect));
    const told = `${JSON.stringify(branches, null, 1)}\n  really: ${real?.text ?? 'nothing'}\n  said: ${said.map(({ kind, reason }) => `${kind} ${reason}`).join('; ') || 'nothing'}`;
    if (real) conflicting++;
    if (real && said.length > 0) found++;
    if (real && said.some((each) => isSame(each, real))) located++;
    if (real && said.length === 0) missed.push(told);
    if (!real && said.length > 0) alarms.push(told);
  }
  console.log(
    `      ${dialect}, seed ${firstSeed}: ${judged} pairs, ${conflicting} in conflict, ${found} of them found, ${located} with the branch that fails; ${alarms.length} false alarms`,
  );
  assert.ok(judged > count / 2 && conflicting > count / 10, 'enough ran to say anything');
  assert.deepEqual(alarms, [], 'false alarms');
  assert.deepEqual(missed, [], 'missed');
}

interface RealConflict {
  readonly kind: 'fails' | 'order';
  readonly failing: 'left' | 'right' | undefined;
  readonly text: string;
}

function realConflict({ leftRight, rightLeft }: Runs): RealConflict | undefined {
  if (leftRight.failed !== null || rightLeft.failed !== null) {
    const told = `after left: ${leftRight.error ?? 'well'}; after right: ${rightLeft.error ?? 'well'}`;
    const isBoth = leftRight.failed !== null && rightLeft.failed !== null;
    return {
      kind: 'fails',
      failing: isBoth ? undefined : leftRight.failed === null ? 'left' : 'right',
      text: told,
    };
  }
  const [one, other] = [JSON.stringify(leftRight.schema), JSON.stringify(rightLeft.schema)];
  return one === other ? undefined : { kind: 'order', failing: undefined, text: `${one}\n  or ${other}` };
}

function isSame(said: BranchConflict, real: RealConflict): boolean {
  return said.kind === real.kind && (real.failing === undefined || said.failing === real.failing);
}

function revision(id: string, body: readonly string[]): ReplayedRevision {
  const head = `revision = '${id}'\nimport sqlalchemy as sa\nfrom alembic import op\nfrom sqlalchemy.dialects import postgresql\n`;
  return {
    id,
    file: `${id}.py`,
    text: `${head}\n\ndef upgrade():\n${['pass', ...body].map((line) => `    ${line}\n`).join('')}`,
  };
}

/** The server writes its log to this process, which therefore goes on reading meanwhile. */
async function runForReal(python: string, url: string, files: readonly unknown[]): Promise<readonly Runs[]> {
  const program = join(projectRoot, 'test', 'database', 'run_branches.py');
  const child = spawn(python, [program, url], { env: { ...process.env, PYTHONUTF8: '1' } });
  child.stdin.end(files.map((each) => JSON.stringify(each)).join('\n'));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const replies = output.trim().split('\n');
  assert.equal(replies.length, files.length, errors);
  return replies.map((line) => JSON.parse(line) as Runs);
}
