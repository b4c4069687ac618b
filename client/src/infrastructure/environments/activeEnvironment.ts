import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { EnvironmentStore } from './environmentStore';

/**
 * The environment that commands and the status bar mean: that of the active editor, else the last one that
 * was.
 */
export class ActiveEnvironment implements vscode.Disposable {
  private lastKey: string | undefined;
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;

  /** Fires when another environment became the active one. */
  readonly onDidChange = this.changeEmitter.event;

  constructor(private readonly store: EnvironmentStore) {
    this.subscription = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      store.onDidChange(() => this.follow(vscode.window.activeTextEditor)),
    );
  }

  get current(): EnvironmentDto | undefined {
    const last = this.lastKey === undefined ? undefined : this.store.find(this.lastKey);
    if (last) return last;
    // Of several the one that a person works on most.
    const [first, ...others] = this.store.environments;
    return others.reduce(
      (most, each) => (most && most.revisionCount >= each.revisionCount ? most : each),
      first,
    );
  }

  /** Makes an environment the active one, because a person chose it. */
  choose(environment: EnvironmentDto): void {
    if (this.lastKey === environment.key) return;
    this.lastKey = environment.key;
    this.changeEmitter.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changeEmitter.dispose();
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (!editor) return;
    const uri = editor.document.uri.toString();
    const owner = this.store.environments.find((environment) => owns(environment, uri));
    if (owner) this.choose(owner);
  }
}

function owns(environment: EnvironmentDto, uri: string): boolean {
  const folders = [environment.scriptDirectoryUri, ...environment.versionLocationUris];
  return uri === environment.configUri || folders.some((folder) => uri.startsWith(withSlash(folder)));
}

function withSlash(uri: string): string {
  return uri.endsWith('/') ? uri : `${uri}/`;
}
