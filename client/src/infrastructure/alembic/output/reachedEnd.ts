import type { DatabaseState } from '../bridge/bridgeAnswers';
import { sameDatabase } from '../databases/databaseIdentity';
import { databaseName } from '../databases/databaseName';
import type { OutputLine } from '../process/childRun';
import { cutLine } from './cutLine';
import { parseRunningStep } from './runOutcome';

/** Where a run was to leave a database. */
export interface ExpectedEnd {
  /** As it was before the run. */
  readonly database: DatabaseState;
  /** The rows that its version table was to have. */
  readonly rows: readonly string[];
}

/**
 * What is so where a run has ended without an error and a database does not stand where it was to: one
 * sentence with what may be behind it. Undefined where all stand there.
 */
export function missedEnd(
  expected: readonly ExpectedEnd[],
  after: readonly DatabaseState[],
  output: readonly OutputLine[],
): string | undefined {
  const missed = expected.flatMap((end) => {
    const same = after.filter((database) => sameDatabase(database, end.database));
    const isThere = same.some(({ heads }) => keyOf(heads) === keyOf(end.rows));
    return isThere ? [] : [{ ...end, now: same[0] }];
  });
  const [first] = missed;
  if (!first) return undefined;
  const { database, rows, now } = first;
  const name = databaseName(database);
  if (!now)
    return `env.py leads to another database now (${after.map(databaseName).join(', ') || 'none'}), so where ${name} stands is not known`;
  const others = missed.length > 1 ? `, and ${missed.length - 1} more are not where they were to be` : '';
  const stands = `${name} stands at ${rowsText(now.heads)}, not at ${rowsText(rows)}${others}`;
  const isUntouched = keyOf(now.heads) === keyOf(database.heads);
  return `${stands}: ${isUntouched ? whyUntouched(database, output) : 'it stopped on the way, or somebody else migrated it meanwhile'}`;
}

/** Rows of a version table in words. */
function rowsText(rows: readonly string[]): string {
  return rows.join(', ') || 'base';
}

/** Nothing of the run is in the database. */
function whyUntouched({ transactionalDdl, dialect }: DatabaseState, output: readonly OutputLine[]): string {
  const texts = output.map(({ text }) => cutLine(text).trim()).filter((text) => text !== '');
  const step = texts.findLastIndex((text) => parseRunningStep(text) !== undefined);
  const last = texts.slice(step + 1).at(-1);
  const quoted = last === undefined ? '' : ` (the output ends with "${last}")`;
  const caught = `env.py may have caught an error${quoted}`;
  if (step < 0 && last === undefined)
    return 'env.py may have committed nothing, caught an error, run no migrations, or migrated another database';
  if (step < 0) return `${caught}, committed nothing, run no migrations, or migrated another database`;
  const stays =
    transactionalDdl === false ? `; ${dialect} keeps what was changed of tables all the same` : '';
  const uncommitted = `nothing was committed (begin a transaction around it in env.py${stays})`;
  return last === undefined
    ? `the migrations ran, but perhaps ${uncommitted}, or env.py caught an error or led to another database`
    : `${caught}, or ${uncommitted}`;
}

function keyOf(rows: readonly string[]): string {
  return [...rows].sort().join('\n');
}
