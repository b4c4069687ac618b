import { joinPath } from '../../files/paths';
import { readRevisionFile } from '../../python/readRevisionFile';
import type { FileSystem } from '../../files/fileSystem';
import { listRevisionFiles } from '../listRevisionFiles';
import { namesOf } from '../scriptValues';
import { holdsRevisions } from './scriptDirectory';
import type { WorkspaceTree } from './workspaceTree';

/** How folders below a version location that hold revisions belong together. */
export type NestedRevisions =
  | { readonly kind: 'none' }
  /**
   * One history over all of them, but for those in which ids of the others stand again: a history before it
   * was squashed.
   */
  | { readonly kind: 'one-history'; readonly left: readonly string[]; readonly kept: readonly string[] }
  /** Histories of their own, as for one database dialect each. */
  | { readonly kind: 'several'; readonly folders: readonly string[] };

/** Looks at what lies below a version location that is not read recursively. */
export function nestedRevisions(
  fileSystem: FileSystem,
  tree: WorkspaceTree,
  location: string,
): NestedRevisions {
  const folder = tree.folders.get(location);
  const nested = (folder?.folders ?? [])
    .map((name) => joinPath(location, name))
    .filter((path) => anyRevisionsBelow(fileSystem, tree, path));
  if (!folder || nested.length === 0) return { kind: 'none' };
  const histories = nested.map((path) => idsAndReferences(fileSystem, path, true));
  const isAround = holdsRevisions(fileSystem, location, folder.files);
  if (nested.length === 1 || isAround) {
    const top = idsAndReferences(fileSystem, location, false).ids;
    const repeats = (index: number): boolean => [...(histories[index]?.ids ?? [])].some((id) => top.has(id));
    const left = nested.filter((_, index) => repeats(index));
    const kept = nested.filter((_, index) => !repeats(index));
    return { kind: 'one-history', left, kept: kept.flatMap((path) => foldersBelow(tree, path)) };
  }
  const areSeparate = histories.every(({ references }, index) =>
    histories.every(
      ({ ids }, other) =>
        other === index || ![...references].some((id) => ids.has(id) && !histories[index]?.ids.has(id)),
    ),
  );
  return areSeparate
    ? { kind: 'several', folders: nested }
    : { kind: 'one-history', left: [], kept: nested.flatMap((path) => foldersBelow(tree, path)) };
}

/** A folder and all below it. */
function foldersBelow(tree: WorkspaceTree, path: string): readonly string[] {
  const names = tree.folders.get(path)?.folders ?? [];
  return [path, ...names.flatMap((name) => foldersBelow(tree, joinPath(path, name)))];
}

function anyRevisionsBelow(fileSystem: FileSystem, tree: WorkspaceTree, path: string): boolean {
  const folder = tree.folders.get(path);
  if (!folder) return false;
  return (
    holdsRevisions(fileSystem, path, folder.files) ||
    folder.folders.some((name) => anyRevisionsBelow(fileSystem, tree, joinPath(path, name)))
  );
}

function idsAndReferences(
  fileSystem: FileSystem,
  path: string,
  isRecursive: boolean,
): { readonly ids: ReadonlySet<string>; readonly references: ReadonlySet<string> } {
  const ids = new Set<string>();
  const references = new Set<string>();
  const listing = listRevisionFiles(fileSystem, {
    versionLocations: [path],
    recursiveVersionLocations: isRecursive,
    sourceless: false,
  });
  for (const file of listing.files) {
    const text = fileSystem.readText(file.path);
    if (text === undefined) continue;
    const { header } = readRevisionFile(text);
    for (const id of namesOf(header.revision?.value)) ids.add(id);
    for (const id of [...namesOf(header.down_revision?.value), ...namesOf(header.depends_on?.value)])
      references.add(id);
  }
  return { ids, references };
}
