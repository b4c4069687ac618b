import type { Diagnostic } from 'vscode-languageserver';

/**
 * Sends diagnostics, but only where they differ from what the client has; a file that has none any more gets
 * an empty list once.
 */
export class PublishedDiagnostics {
  readonly #send: (uri: string, diagnostics: Diagnostic[]) => void;
  readonly #published = new Map<string, readonly Diagnostic[]>();

  constructor(send: (uri: string, diagnostics: Diagnostic[]) => void) {
    this.#send = send;
  }

  /** Makes `all` what the client shows: every file that is not in it has no diagnostics. */
  replace(all: ReadonlyMap<string, readonly Diagnostic[]>): void {
    for (const uri of [...this.#published.keys()]) {
      if ((all.get(uri) ?? []).length > 0) continue;
      this.#published.delete(uri);
      this.#send(uri, []);
    }
    for (const [uri, diagnostics] of all) {
      const before = this.#published.get(uri);
      if (diagnostics.length === 0 || diagnostics === before) continue;
      this.#published.set(uri, diagnostics);
      if (JSON.stringify(diagnostics) !== JSON.stringify(before)) this.#send(uri, [...diagnostics]);
    }
  }
}
