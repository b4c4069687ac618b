import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { suite, test } from 'mocha';
import { tableAnswers } from '../../server/core/answers/schemaAnswer';
import { generateDowngrade } from '../../server/core/schema/inverse/generateDowngrade';
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
import type { BranchDialect } from './randomBranches';
import { randomSchemas } from './randomSchemas';
import type { RandomUpgrade } from './randomSchemas';

const histories = caseCount(30);
const firstSeed = caseSeed();

/** What is otherwise than said, revision by revision. */
interface Ran {
  readonly ran: number;
  readonly error: string | null;
  readonly schemas: readonly (readonly string[])[];
  readonly ways: readonly (readonly string[])[];
}

suite('random schemas, beside those of real databases', () => {
  test('SQLite: the schema is the one reflected, and generated downgrades lead back', async () => {
    await judge('sqlite', ['sqlite://', 'sqlite://']);
  }).timeout(600_000 + histories * 4000);

  test('PostgreSQL: the schema is the one reflected, and generated downgrades lead back', async () => {
    const server = await Postgres.start();
    try {
      const urls = ['real', 'said'].map((name) => server.url('psycopg', server.createDatabase(name)));
      await judge('postgresql', urls);
    } finally {
      await server.stop();
    }
  }).timeout(600_000 + histories * 4000);

  test('MariaDB: the schema is the one reflected, and generated downgrades lead back', async () => {
    const server = await MariaDb.start();
    try {
      const urls = ['real', 'said'].map((name) => server.url('pymysql', server.createDatabase(name)));
      await judge('mariadb', urls, Math.ceil(histories / 2));
    } finally {
      await server.stop();
    }
  }).timeout(600_000 + histories * 8000);
});

interface Step {
  readonly upgrade: RandomUpgrade;
  readonly text: string;
  readonly tables: ReturnType<typeof tableAnswers>;
  readonly back: readonly string[] | null;
  readonly refusal: string | undefined;
}

async function judge(dialect: BranchDialect, urls: readonly string[], count = histories): Promise<void> {
  const cases = Array.from({ length: count }, (_, index) =>
    workOut(randomSchemas(new RandomNumbers(firstSeed * 100_000 + index), dialect), dialect),
  );
  const replies = await runForReal(urls, cases);
  let [revisions, ways, stopped] = [0, 0, 0];
  const wrong: string[] = [];
  for (const [index, steps] of cases.entries()) {
    const reply = replies[index];
    assert.ok(reply);
    revisions += reply.ran;
    if (reply.error !== null) stopped++;
    const found: string[] = [];
    for (let at = 0; at < reply.ran && found.length === 0; at++) {
      const step = steps[at];
      if (!step) continue;
      found.push(...(reply.schemas[at] ?? []));
      if (step.back !== null) {
        ways++;
        const way = reply.ways[at] ?? [];
        found.push(...way.map((each) => `downgrade: ${each}`));
        if (way.length > 0) found.push(...step.back.map((line) => `    < ${line}`));
      } else if (!step.upgrade.isFinal) found.push(`no way back: ${step.refusal ?? ''}`);
      if (found.length > 0)
        wrong.push(`history ${index}, revision ${at}\n${found.join('\n')}\n${shown(steps.slice(0, at + 1))}`);
    }
  }
  for (const { error } of replies) if (error !== null) console.log(error.slice(0, 150));
  console.log(
    `      ${dialect}, seed ${firstSeed}: ${revisions} revisions of ${count} histories, ${ways} ways back; ${stopped} histories end early, since an operation fails; ${wrong.length} differences`,
  );
  assert.ok(revisions > count, 'enough ran to say anything');
  assert.equal(wrong.length, 0, wrong.slice(0, 20).join('\n\n'));
}

function shown(steps: readonly Step[]): string {
  return steps
    .flatMap(({ upgrade: { lines } }, index) => [`  # ${index}`, ...lines.map((line) => `    ${line}`)])
    .join('\n');
}

/** The schema after each revision, and its way back. */
function workOut(upgrades: readonly RandomUpgrade[], dialect: BranchDialect): readonly Step[] {
  let before = emptySchema;
  return upgrades.map((upgrade, index) => {
    const revision = revisionOf(`r${index}`, upgrade.lines);
    const { verdict, lines } = generateDowngrade(before, revision, dialect);
    before = finish(replay(before, [revision], dialect));
    const isRefused = verdict.kind === 'not-reversible';
    return {
      upgrade,
      text: revision.text,
      tables: tableAnswers(before),
      back: isRefused ? null : lines,
      refusal: isRefused ? verdict.reasons.join('; ') : undefined,
    };
  });
}

function revisionOf(id: string, body: readonly string[]): ReplayedRevision {
  const head = `revision = '${id}'\nimport sqlalchemy as sa\nfrom alembic import context, op\nfrom sqlalchemy.dialects import mysql, postgresql\n`;
  return {
    id,
    file: `${id}.py`,
    text: `${head}\n\ndef upgrade():\n${['pass', ...body].map((line) => `    ${line}\n`).join('')}`,
  };
}

/** The server writes its log to this process, which therefore goes on reading meanwhile. */
async function runForReal(
  urls: readonly string[],
  cases: readonly (readonly Step[])[],
): Promise<readonly Ran[]> {
  const program = join(projectRoot, 'test', 'database', 'run_schemas.py');
  const child = spawn(await newestPython(), [program, ...urls], {
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  child.stdin.end(
    cases
      .map((steps) =>
        JSON.stringify({ revisions: steps.map(({ text, tables, back }) => ({ text, tables, back })) }),
      )
      .join('\n'),
  );
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const replies = output.trim().split('\n');
  assert.equal(replies.length, cases.length, errors);
  return replies.map((line) => JSON.parse(line) as Ran);
}
