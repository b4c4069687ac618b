import { joinPath } from '../core/files/paths';
import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import { childrenOfSharedId } from '../core/rules/support/ownChildren';
import type { Outcome } from '../core/revision/errors/alembicError';
import type { CommandHost } from './host';
import { namedRevisions } from '../core/history/namedRevisions';
import { workingDirectory } from './selectEnvironments';
import type { CommonOptions } from './report';

/**
 * Files built on one of several files with the same id, according to Git; undefined if the id is not shared.
 */
export async function childrenOfSharedIdByGit(
  host: CommandHost,
  snapshot: EnvironmentSnapshot,
  path: string,
): Promise<readonly string[] | undefined> {
  const file = snapshot.filesByPath.get(path);
  const isShared = snapshot.map.scripts.some(
    ({ id, file: other }) => id === file?.script?.id && other !== path,
  );
  return file && isShared ? childrenOfSharedId(snapshot, await host.readGit(snapshot), file) : undefined;
}

/** The ids that identifiers and paths of files stand for, and those files. */
export function namedFiles(
  host: CommandHost,
  options: CommonOptions,
  snapshot: EnvironmentSnapshot,
  words: readonly string[],
): Outcome<readonly string[]> & { readonly files: readonly string[] } {
  const files: string[] = [];
  const identifiers = words.map((word) => {
    const path = joinPath(workingDirectory(host, options), word);
    const id = snapshot.filesByPath.get(path)?.script?.id;
    if (id === undefined) return word;
    files.push(path);
    return id;
  });
  return { ...namedRevisions(snapshot, identifiers), files };
}
