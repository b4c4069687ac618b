import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { Question } from '../../core/revision/question';
import { answerQuestion } from '../../core/revision/question';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { readOneEnvironment } from '../selectEnvironments';
import { readQuestion } from '../readQuestion';

/** `alembic-ls query`: one JSON question a line on standard input, one JSON answer a line on standard output, in order. */
export async function queryCommand(host: CommandHost, options: CommonOptions): Promise<number> {
  const snapshot = readOneEnvironment(host, options);
  for await (const line of host.inputLines()) {
    if (line.trim() === '') continue;
    host.print(`${JSON.stringify(answerLine(snapshot, line))}\n`);
  }
  return 0;
}

function answerLine({ map }: EnvironmentSnapshot, line: string): unknown {
  let question: Question;
  try {
    question = readQuestion(line);
  } catch (error) {
    return { error: { type: 'UsageError', message: error instanceof Error ? error.message : String(error) } };
  }
  return answerQuestion(map, question);
}
