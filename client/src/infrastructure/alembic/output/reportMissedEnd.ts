import * as vscode from 'vscode';
import { showLog, showMessage } from '../../vscode/messages';
import type { DatabaseState } from '../bridge/bridgeAnswers';
import type { RunTarget } from '../command/runTarget';
import type { OutputLine } from '../process/childRun';
import { openFile } from './failureActions';
import { missedEnd } from './reachedEnd';
import type { ExpectedEnd } from './reachedEnd';

/** What a run that ended without an error was to come to, and what is so. */
export interface EndedRun {
  readonly expected: readonly ExpectedEnd[];
  /** Where the databases stand; undefined where they can't be asked. */
  readonly after: readonly DatabaseState[] | undefined;
  readonly output: readonly OutputLine[];
}

/** Warns where a database does not stand where the run was to leave it. False where all is done. */
export function reportMissedEnd(
  { environment }: RunTarget,
  what: string,
  { expected, after, output }: EndedRun,
): boolean {
  const missed = after ? missedEnd(expected, after, output) : "where the database stands can't be asked now";
  if (missed === undefined) return false;
  const scripts = vscode.Uri.parse(environment.scriptDirectoryUri);
  const openEnvironment = openFile(vscode.Uri.joinPath(scripts, 'env.py').fsPath, 1);
  void showMessage('warning', `${what} ended without an error, but ${missed}.`, [openEnvironment, showLog]);
  return true;
}
