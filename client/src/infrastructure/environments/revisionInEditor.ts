import * as vscode from 'vscode';
import type { EnvironmentDto, HistoryDto, RevisionDto } from '../../../../server/protocol/environments';
import { contextKeys } from '../../../../server/protocol/identifiers';
import { UserError } from '../vscode/userError';
import type { EnvironmentStore } from './environmentStore';
import { readRevisionArgument } from './revisionArgument';

/** A revision with the history that it is in. */
export interface KnownRevision {
  readonly environment: EnvironmentDto;
  readonly history: HistoryDto;
  readonly revision: RevisionDto;
}

/**
 * The revision that a command is for: that of the row, else that of the file that is given or active in the
 * editor; undefined where that has none. Throws a UserError where the row's revision is not there any more.
 */
export async function commandRevision(
  store: EnvironmentStore,
  argument: unknown,
): Promise<KnownRevision | undefined> {
  const row = readRevisionArgument(argument);
  if (!row) {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    return uri && (await revisionOfFile(store, uri));
  }
  const environment = store.find(row.environmentKey);
  const history = environment && (await store.history(environment));
  const revision = history?.revisions.find(({ id }) => id === row.revisionId);
  if (!history || !revision) throw new UserError('This row is out of date; refresh the history.');
  return { environment, history, revision };
}

/** As `commandRevision`, and throws a UserError where there is none. */
export async function requireRevision(store: EnvironmentStore, argument: unknown): Promise<KnownRevision> {
  const known = await commandRevision(store, argument);
  if (known) return known;
  throw new UserError(
    'The active editor has no revision; open a revision file, or pick a row in the history.',
    [],
    'information',
  );
}

/** Keeps the context key that says whether the active editor has a file of a version location. */
export function followRevisionInEditor(store: EnvironmentStore): vscode.Disposable {
  const follow = (): void => {
    const uri = vscode.window.activeTextEditor?.document.uri.toString() ?? '';
    const folders = store.environments.flatMap(({ versionLocationUris }) => versionLocationUris);
    const isRevision = uri.endsWith('.py') && folders.some((folder) => uri.startsWith(`${folder}/`));
    void vscode.commands.executeCommand('setContext', contextKeys.revisionInEditor, isRevision);
  };
  follow();
  return vscode.Disposable.from(vscode.window.onDidChangeActiveTextEditor(follow), store.onDidChange(follow));
}

async function revisionOfFile(store: EnvironmentStore, uri: vscode.Uri): Promise<KnownRevision | undefined> {
  for (const environment of store.environments) {
    const history = await store.history(environment);
    const revision = history?.revisions.find((candidate) => candidate.uri === uri.toString());
    if (history && revision) return { environment, history, revision };
  }
  return undefined;
}
