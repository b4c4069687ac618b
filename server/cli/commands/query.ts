import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { Answer, Query } from '../../core/revision/plan/query';
import { knownAnswer } from '../../core/history/knownAnswer';
import { answerQuery } from '../../core/revision/plan/query';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { readOneEnvironment, shownPath } from '../selectEnvironments';
import { readQuestion } from '../readQuestion';
import { jsonLine } from '../jsonText';

/**
 * `alembic-ls query`: reads one JSON question a line and prints one JSON answer a line, in the same order.
 */
export async function queryCommand(host: CommandHost, options: CommonOptions): Promise<number> {
  const snapshot = readOneEnvironment(host, options);
  for await (const line of host.inputLines()) {
    const answer = answerLine(snapshot, line);
    const files = answer.error?.files?.map((file) => shownPath(host, options, file));
    host.print(jsonLine({ ...answer, ...(files ? { files } : {}) }, withoutFiles));
  }
  return 0;
}

function answerLine(snapshot: EnvironmentSnapshot, line: string): Answer {
  let question: Query;
  try {
    question = readQuestion(line);
  } catch (error) {
    return { error: { type: 'UsageError', message: error instanceof Error ? error.message : String(error) } };
  }
  return knownAnswer(snapshot, question, answerQuery(snapshot.map, question));
}

/** An error is Alembic's type and message alone; the files to blame stand beside it. */
function withoutFiles(key: string, value: unknown): unknown {
  if (key !== 'error' || typeof value !== 'object' || value === null) return value;
  return { ...value, files: undefined };
}
