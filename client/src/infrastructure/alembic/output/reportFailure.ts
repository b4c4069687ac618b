import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import { showLog, showMessage } from '../../vscode/messages';
import type { Elsewhere, FinishedRun } from '../process/alembicRuns';
import { openFile, selectInterpreter } from '../databases/askDatabases';
import { readOutcome } from './runOutcome';
import type { RunOutcome } from './runOutcome';

/**
 * How a run of the environment's Alembic ended, with the place in the project's own files that a traceback names. Of a run in another checkout that is the
 * place in the workspace's file, where that is the same.
 */
export function outcomeOf(
  environment: EnvironmentDto,
  { end, interruptAsked }: FinishedRun,
  elsewhere?: Elsewhere,
): RunOutcome {
  if (elsewhere) {
    const outcome = readOutcome(end, interruptAsked, elsewhere.isFileThere);
    if (outcome.kind !== 'failure' || !outcome.place) return outcome;
    const file = elsewhere.fileHere(outcome.place.file);
    return { ...outcome, place: file === undefined ? null : { ...outcome.place, file } };
  }
  const folders = [...environment.versionLocationUris, environment.scriptDirectoryUri].map((uri) =>
    vscode.Uri.parse(uri).fsPath.toLowerCase(),
  );
  return readOutcome(end, interruptAsked, (file) =>
    folders.some((folder) => file.toLowerCase().startsWith(folder)),
  );
}

/** Says in one sentence why a run failed, then what it left behind where that is known, with the way to the log and to the line. */
export function reportFailure(
  what: string,
  outcome: Extract<RunOutcome, { kind: 'failure' }>,
  leftBehind = '',
): void {
  const place = outcome.place ? [openFile(outcome.place.file, outcome.place.line)] : [];
  const isModule = outcome.message.startsWith('ModuleNotFoundError: ');
  const next = isModule ? '; install it where Alembic runs, or select another interpreter.' : '';
  const why = `${what} failed: ${outcome.message}${next}`;
  const more = leftBehind === '' ? '' : `${why.endsWith('.') ? '' : '.'} ${leftBehind}`;
  void showMessage('error', why + more, [...(isModule ? [selectInterpreter] : []), ...place, showLog]);
}
