import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import { openSetting } from '../../vscode/userError';
import { UserError } from '../../vscode/userError';
import type { RunTarget } from '../command/runTarget';
import type { DatabaseClient } from '../databases/databaseClient';
import type { Runner } from '../process/runner';
import type { BridgeAnswer, BridgeError, CompareAnswer, SqlPart, SqlPartAnswer } from './bridgeAnswers';
import { readCheckOutput } from '../output/checkOutput';
import { readOutcome } from '../output/runOutcome';
import type { SecretMask } from '../output/secretMask';
import type { ChildEnd } from '../process/childRun';
import { readSqlOutput, sqlWords } from '../output/sqlOutput';

/** A dialect that nobody named. */
const unknownDialect = 'unknown dialect';

/** What a question to Alembic's command line needs. */
export interface CommandLineQuestion {
  readonly runner: Runner;
  readonly target: RunTarget;
  readonly title: string;
}

/**
 * The SQL of each part as Alembic's command line writes it, where the bridge can't be asked. `dialect` is the
 * database's if it is known. Throws a UserError where env.py would write files of its own.
 */
export async function readSql(
  question: CommandLineQuestion,
  parts: readonly SqlPart[],
  dialect: string | undefined,
): Promise<BridgeAnswer<{ readonly parts: readonly SqlPartAnswer[] }>> {
  const { runner, target, title } = question;
  await refuseOwnFiles(target.environment);
  const answers: SqlPartAnswer[] = [];
  for (const part of parts) {
    const words = sqlWords(part, parts);
    if (!words) {
      answers.push({
        error: failed("Alembic's command line starts from one revision, and this has several"),
      });
      continue;
    }
    const end = await runner.capture(target, words, title);
    if (end.exitCode === 0) {
      answers.push({
        scripts: [{ name: null, dialect: dialect ?? unknownDialect, sql: readSqlOutput(end.output) }],
      });
      continue;
    }
    const error = errorOf(end, target.mask);
    if (parts.length === 1) return { error };
    answers.push({ error });
  }
  return { result: { parts: answers } };
}

/** In what models and database differ, as `alembic check` says it: without the places of models. */
export async function readComparison(
  { runner, target, title }: CommandLineQuestion,
  client: DatabaseClient,
): Promise<BridgeAnswer<CompareAnswer>> {
  const end = await runner.capture(target, ['check'], title);
  const { mask } = target;
  const differences = readCheckOutput(
    end.output.map((line) => ({ ...line, text: mask.maskCode(line.text) })),
  );
  if (!differences) return { error: errorOf(end, mask) };
  const current = await client.askDatabases(target, title);
  const databases = 'result' in current ? current.result.databases : [];
  return { result: { databases, differences, modelFiles: [] } };
}

/** An env.py for several databases writes a file for each, over one that is there. */
async function refuseOwnFiles({ scriptDirectoryUri }: EnvironmentDto): Promise<void> {
  const file = `${fileURLToPath(scriptDirectoryUri)}/env.py`;
  const text = await readFile(file, 'utf8').catch(() => '');
  if (!/\.sql["']/.test(text)) return;
  throw commandError(
    'This env.py writes SQL to files of its own, over those that are there, so it is not run with the command of the setting alembicWorkbench.command; preview it where Alembic is installed here.',
  );
}

/** Alembic's own error. Throws a UserError where it did not come to that. */
function errorOf(end: ChildEnd, mask: SecretMask): BridgeError {
  const output = end.output.map((line) => ({ ...line, text: mask.mask(line.text) }));
  const outcome = readOutcome({ ...end, output }, false, () => false);
  const message = outcome.kind === 'failure' ? outcome.message : 'it wrote nothing that could be read';
  if (end.output.some(({ text }) => /^\s*FAILED: /.test(text))) return failed(message);
  throw commandError(
    `The command of the setting alembicWorkbench.command failed (${message}); look at the log and at the setting.`,
  );
}

function failed(message: string): BridgeError {
  return { kind: 'alembic', type: '', message, file: null, line: null };
}

function commandError(message: string): UserError {
  return new UserError(message, [openSetting('command')], 'warning');
}
