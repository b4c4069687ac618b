import type { SqlPart } from '../bridge/bridgeAnswers';
import type { OutputLine } from '../process/childRun';

/** As the config file that Alembic makes has it: `INFO  [alembic.runtime.migration] …`. */
const logLine = /^(?:DEBUG|INFO|WARNING|WARNI|WARN|ERROR|CRITICAL|CRITI) *\[[\w.]+\] /;

/**
 * The words with which Alembic's command line writes out a part. Undefined where it has no words for it: it
 * starts from one row at most. `parts` are all that are asked for, because the step of one revision alone has
 * its parent in the part that goes the other way.
 */
export function sqlWords(part: SqlPart, parts: readonly SqlPart[]): readonly string[] | undefined {
  if (part.start.length > 1) return undefined;
  if (part.direction === 'upgrade' || !part.only) return sqlWordsOf(part);
  const up = parts.find((other) => other.direction === 'upgrade' && other.target === part.target);
  if (!up || up.start.length > 1) return undefined;
  return sqlWordsOf({ ...part, target: up.start[0] ?? 'base' });
}

/** The words that come nearest to a part: from the first of its rows. */
export function sqlWordsOf({ direction, start, target }: SqlPart): readonly string[] {
  return [direction, `${start[0] ?? 'base'}:${target}`, '--sql'];
}

/** The SQL in what `--sql` wrote: standard output, without the lines of a log that goes there too. */
export function readSqlOutput(output: readonly OutputLine[]): string {
  const lines = output.filter(({ stream, text }) => stream === 'stdout' && !logLine.test(text));
  return lines.map(({ text, written }) => written ?? text).join('\n');
}
