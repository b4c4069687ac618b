import * as vscode from 'vscode';
import { shownText } from './shownText';

/** The scheme of documents that are shown and never saved in place. */
export const readOnlyScheme = 'alembic-workbench';

/** Texts of ours in read-only editors. A text is kept as long as its document is open. */
export class ReadOnlyDocuments implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly subscription: vscode.Disposable;
  private made = 0;

  constructor() {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(readOnlyScheme, {
        provideTextDocumentContent: (uri) => this.texts.get(uri.toString()),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    );
  }

  /**
   * Shows a text as a document of its own; the name's ending says its language. Every call makes another
   * document, so that two can be compared.
   */
  async show(name: string, text: string): Promise<vscode.TextEditor> {
    return await vscode.window.showTextDocument(this.add(name, text), { preview: false });
  }

  /** The same for a document that is to be shown in another way, such as beside another one. */
  add(name: string, text: string): vscode.Uri {
    const path = `/${++this.made}/${shownText(name).replaceAll(/[\\/:*?"<>|]/g, '-')}`;
    const uri = vscode.Uri.from({ scheme: readOnlyScheme, path });
    this.texts.set(uri.toString(), text);
    return uri;
  }

  dispose(): void {
    this.subscription.dispose();
  }
}
