import { isWithin } from '../../core/files/paths';
import { uriFromPath } from './paths';

interface NamedFolder {
  readonly path: string;
  readonly uri: string;
}

/** What the URIs of paths depend on. */
export interface ClientUriSources {
  readonly folders: readonly NamedFolder[];
  /** The URI under which the client has the path open. */
  openUri(path: string): string | undefined;
  realPath(path: string): string;
}

/**
 * Gives paths the URIs that the client knows them by: that of an open document as it was opened; a path that
 * was reached through a symbolic link in the way the workspace folder is written.
 */
export class ClientUris {
  readonly #sources: ClientUriSources;
  readonly #linkedFolders: readonly { readonly path: string; readonly realPath: string }[];

  constructor(sources: ClientUriSources) {
    this.#sources = sources;
    this.#linkedFolders = sources.folders
      .map(({ path }) => ({ path, realPath: sources.realPath(path) }))
      .filter(({ path, realPath }) => path !== realPath);
  }

  of(path: string): string {
    return this.#sources.openUri(path) ?? uriFromPath(this.#asWritten(path));
  }

  #asWritten(path: string): string {
    if (this.#sources.folders.some((folder) => isWithin(path, folder.path))) return path;
    const linked = this.#linkedFolders.find((folder) => isWithin(path, folder.realPath));
    return linked ? linked.path + path.slice(linked.realPath.length) : path;
  }
}
