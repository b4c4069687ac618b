import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { showLog, showMessage } from '../vscode/messages';
import type { WayOut } from '../vscode/refusal';
import type { Elsewhere, FinishedRun } from './alembicRuns';
import { openFile, selectInterpreter } from './askDatabases';
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

/** Says in one sentence why a run failed, with the way to the log and to the line. */
export function reportFailure(
  what: string,
  outcome: Extract<RunOutcome, { kind: 'failure' }>,
  waysOut: readonly WayOut[] = [],
): void {
  const place = outcome.place ? [openFile(outcome.place.file, outcome.place.line)] : [];
  const isModule = outcome.message.startsWith('ModuleNotFoundError: ');
  const next = isModule ? '; install it where Alembic runs, or select another interpreter.' : '';
  void showMessage('error', `${what} failed: ${outcome.message}${next}`, [
    ...(isModule ? [selectInterpreter] : []),
    ...waysOut,
    ...place,
    showLog,
  ]);
}
