import type { FileSystem } from '../../core/files/fileSystem';
import { loadFile } from '../../core/project/loadedFile';
import type { LoadedFile } from '../../core/project/loadedFile';
import type { GitRevisionFile } from '../../core/rules/engine/gitFacts';
import { decodeText } from '../decodeText';

/** Reads what Git has of a revision file as if it lay at `path`. */
export function readGitRevision(path: string, content: Buffer): GitRevisionFile {
  const text = decodeText(content);
  return { path, readText: () => text, script: loadAlone(path, text).script };
}

/** The id and the create date of what Git has of a revision file. */
export function readGitHeader(
  path: string,
  content: Buffer,
): { readonly id: string | undefined; readonly createDate: string | undefined } {
  const { script, reading } = loadAlone(path, decodeText(content));
  return { id: script?.id, createDate: reading.docstringFields.createDate?.value };
}

function loadAlone(path: string, text: string): LoadedFile {
  const alone: FileSystem = {
    readDirectory: () => undefined,
    readText: () => text,
    version: () => undefined,
    realPath: (own) => own,
  };
  return loadFile(alone, { path, kind: 'source' }, undefined, undefined);
}
