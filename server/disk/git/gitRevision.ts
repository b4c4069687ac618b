import type { FileSystem } from '../../core/files/fileSystem';
import { loadFile } from '../../core/project/loadedFile';
import type { GitRevisionFile } from '../../core/rules/engine/gitFacts';
import { decodeText } from '../decodeText';

/** Reads what Git has of a revision file as if it lay at `path`. */
export function readGitRevision(path: string, content: Buffer): GitRevisionFile {
  const text = decodeText(content);
  const alone: FileSystem = {
    readDirectory: () => undefined,
    readText: () => text,
    version: () => undefined,
    realPath: (own) => own,
  };
  const { script } = loadFile(alone, { path, kind: 'source' }, undefined, undefined);
  return { path, text, script };
}
