import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';

/** Milliseconds. */
const longestLook = 3000;

/** The part of the built-in Git extension's repository that is used here. */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly onDidChange: vscode.Event<void>;
    /** What is checked out; undefined where there is no commit yet. */
    readonly HEAD?: { readonly commit?: string } | undefined;
    readonly remotes: readonly { readonly name: string }[];
    readonly workingTreeChanges: readonly GitChange[];
    readonly indexChanges: readonly GitChange[];
    readonly untrackedChanges?: readonly GitChange[];
  };
  /** Looks again; ends early, with nothing changed, where the extension looks by itself meanwhile. */
  status(): Promise<void>;
  checkout(treeish: string): Promise<void>;
}

interface GitChange {
  readonly uri: vscode.Uri;
}

interface GitApi {
  getRepository(uri: vscode.Uri): GitRepository | null;
}

/**
 * The repository that a file is in, as the built-in Git extension knows it; undefined where that is off or
 * there is none.
 */
export async function gitRepositoryOf(uri: vscode.Uri): Promise<GitRepository | undefined> {
  try {
    const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
    const api = (await extension?.activate())?.getAPI(1);
    return api?.getRepository(uri) ?? undefined;
  } catch {
    // The extension is disabled by a setting.
    return undefined;
  }
}

/**
 * Has the Git extension look again, and waits until `state` is what it found: of now, and not of what was
 * there before.
 */
export async function readState(repository: GitRepository): Promise<void> {
  let subscription: vscode.Disposable | undefined;
  const changed = new Promise<void>((resolve) => {
    subscription = repository.state.onDidChange(() => resolve());
  });
  try {
    await repository.status();
    await Promise.race([changed, pause(longestLook)]);
  } finally {
    subscription?.dispose();
  }
}

/** Paths of files that differ from the commit that is checked out. */
export function changedFiles({ state }: GitRepository): ReadonlySet<string> {
  const changes = [...state.workingTreeChanges, ...state.indexChanges, ...(state.untrackedChanges ?? [])];
  return new Set(changes.map(({ uri }) => uri.fsPath));
}

/** The name under which a branch is checked out: without the remote that it comes from. */
export function localName(ref: string, remotes: readonly { readonly name: string }[]): string {
  const remote = remotes.find(({ name }) => ref.startsWith(`${name}/`));
  return remote ? ref.slice(remote.name.length + 1) : ref;
}
