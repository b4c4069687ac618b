import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import type { MessageAction } from '../../vscode/userError';
import type { RunTarget } from '../command/runTarget';

/** A button that opens a file at a line, counted from one. */
export function openFile(file: string, line: number | null): MessageAction {
  const position = { line: Math.max(0, (line ?? 1) - 1), character: 0 };
  const uri = vscode.Uri.file(file).toString();
  return {
    title: 'Open File',
    command: commandIds.openRevision,
    arguments: [{ uri, range: { start: position, end: position } }],
  };
}

/** The button of every failure that is about the interpreter. */
export const selectInterpreter: MessageAction = {
  title: 'Select Interpreter…',
  command: commandIds.selectInterpreter,
};

/**
 * A button that writes another scheme into the URL: in the config file, or in the file that the error names.
 */
export function correctUrl(
  { from, to }: { readonly from: string; readonly to: string },
  { place, workingDirectory }: Pick<RunTarget, 'place' | 'workingDirectory'>,
  file: string | null,
  envFiles: readonly string[],
): MessageAction {
  const beside = join(workingDirectory, 'alembic.ini');
  const files = [...new Set([place.configFile, beside, ...envFiles, ...(file ? [file] : [])])];
  const correction: UrlCorrection = { files, from, to };
  return { title: `Write ${to}://`, command: commandIds.correctUrl, arguments: [correction] };
}

/** What the button that corrects a URL is to do: in the first of the files that has it. */
export interface UrlCorrection {
  readonly files: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** A button that copies the line to run in a terminal: this one, else that of the last run. */
export function copyCommandLine(line?: string): MessageAction {
  const given = line === undefined ? [] : [line];
  return { title: 'Copy as Command Line', command: commandIds.copyCommandLine, arguments: given };
}

/** What a button runs in a terminal: Alembic's words for an environment. */
export interface TerminalWish {
  readonly environmentKey: string;
  readonly words: readonly string[];
}

/** A button that runs Alembic where a person can answer; what writes asks its usual question before. */
export function runInTerminal({ environment }: RunTarget, words: readonly string[]): MessageAction {
  const wish: TerminalWish = { environmentKey: environment.key, words };
  return { title: 'Run in Terminal', command: commandIds.runInTerminal, arguments: [wish] };
}

/**
 * A button that opens the file with the database's URL: the templates for pyproject.toml have it in an
 * alembic.ini beside it.
 */
export function openConfig({ configUri, workingDirectory }: EnvironmentDto): MessageAction {
  const ini = vscode.Uri.joinPath(vscode.Uri.file(workingDirectory), 'alembic.ini').toString();
  const uri = configUri?.endsWith('.ini') ? configUri : ini;
  return { title: 'Open Config File', command: commandIds.openRevision, arguments: [{ uri }] };
}
