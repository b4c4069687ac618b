import type { AlembicConfiguration } from '../config/alembicConfiguration';
import { parentPath } from '../files/paths';
import { isInGitFolder, flawOfRelativePath, folderAbove, partBelow } from '../files/containment';
import type { FileSystem } from '../files/fileSystem';
import type { Change } from './change';

/** Where a change may write. */
export interface ChangeBounds {
  /**
   * What its files belong to: version locations, script directory, the folder of the config file, the
   * workspace folder.
   */
  readonly folders: readonly string[];
  /**
   * The workspace folder in Restricted Mode, which nothing is written outside of; undefined in trusted
   * workspaces.
   */
  readonly onlyWithin?: string | undefined;
}

declare const passed: unique symbol;

/** A change that has passed the gate; nothing else is written or sent to an editor. */
export interface PassedChange extends Change {
  readonly [passed]: true;
  /** What its paths were proven against, and are again at the moment of writing. */
  readonly bounds: ProvenBounds;
}

/** Bounds with where their folders led when the change passed. */
export interface ProvenBounds extends ChangeBounds {
  /** The real paths of `folders`, in the same order. */
  readonly realFolders: readonly string[];
}

export type GateOutcome =
  { readonly ok: true; readonly change: PassedChange } | { readonly ok: false; readonly reason: string };

/** The files as the gate sees them. */
export type GateFiles = Pick<FileSystem, 'realPath' | 'writePlace' | 'readText'>;

/** The bounds of an environment's changes; `around` are folders that the person has opened or named. */
export function boundsOf(
  { versionLocations, scriptDirectory, configFile }: BoundingConfiguration,
  around: readonly string[],
  onlyWithin?: string,
): ChangeBounds {
  const folders = [
    ...versionLocations,
    scriptDirectory,
    ...(configFile === undefined ? [] : [parentPath(configFile)]),
    ...around,
  ];
  return { folders: [...new Set(folders)], onlyWithin };
}

type BoundingConfiguration = Pick<
  AlembicConfiguration,
  'versionLocations' | 'scriptDirectory' | 'configFile'
>;

/**
 * The one way of a change out of core: each path is proven to lie below what it belongs to, by its name and
 * by its real path, and each file to hold the text that it was planned for. Refused whole with one sentence.
 */
export function gateChange(change: Change, bounds: ChangeBounds, files: GateFiles): GateOutcome {
  const reason =
    flawOfPaths(change, bounds, (path) => realPlaceOf(files, path)) ??
    staleFile(change, (path) => files.readText(path));
  if (reason !== undefined) return { ok: false, reason };
  const realFolders = bounds.folders.map((folder) => realPlaceOf(files, folder) ?? folder);
  const proven: ProvenBounds = { ...bounds, realFolders };
  return { ok: true, change: { ...change, bounds: proven } as unknown as PassedChange };
}

/**
 * The sentence on a change that may not be written any more, though it has passed: links are other ones now.
 */
export function flawAtWriting(
  change: PassedChange,
  realPlace: (path: string) => string | undefined,
): string | undefined {
  return movedFolder(change.bounds, realPlace) ?? flawOfPaths(change, change.bounds, realPlace);
}

/** What an edit was planned for, as an editor that has it gives it back: its files without their texts. */
export interface KnownPlan<File extends { readonly path: string }> {
  readonly edited: readonly File[];
  readonly created: readonly string[];
  readonly bounds: ProvenBounds;
}

/** The sentence on an edit that an editor may not apply any more; undefined where it may. */
export function flawOfPlan<File extends { readonly path: string }>(
  { edited, created, bounds }: KnownPlan<File>,
  realPlace: (path: string) => string | undefined,
  isAsPlanned: (file: File) => boolean,
): string | undefined {
  const change: Change = {
    edits: edited.map(({ path }) => ({ file: path, edits: [], before: '' })),
    creates: created.map((file) => ({ file, text: '' })),
    renames: [],
  };
  const flaw = movedFolder(bounds, realPlace) ?? flawOfPaths(change, bounds, realPlace);
  if (flaw !== undefined) return flaw;
  const stale = edited.find((file) => !isAsPlanned(file));
  return stale && changedMeanwhile(stale.path);
}

function movedFolder(
  { folders, realFolders }: ProvenBounds,
  realPlace: (path: string) => string | undefined,
): string | undefined {
  // Nobody has looked before where none are given.
  const moved =
    realFolders.length > 0 &&
    folders.find((folder, index) => (realPlace(folder) ?? folder) !== realFolders[index]);
  return moved
    ? `${moved} leads elsewhere than when this was planned, so nothing was written; try again.`
    : undefined;
}

/** Where a path leads once its symbolic links are followed; undefined where that can't be told. */
export function realPlaceOf(
  files: Pick<GateFiles, 'realPath' | 'writePlace'>,
  path: string,
): string | undefined {
  return files.writePlace ? files.writePlace(path) : files.realPath(path);
}

/** The sentence on the first path that leads out of the bounds; undefined where none does. */
export function flawOfPaths(
  { edits, creates, renames }: Change,
  bounds: ChangeBounds,
  realPlace: (path: string) => string | undefined,
): string | undefined {
  const places = new Map<string, string | undefined>();
  const real = (path: string): string | undefined => {
    if (!places.has(path)) places.set(path, realPlace(path));
    return places.get(path);
  };
  for (const file of [...edits.map((edit) => edit.file), ...renames.map(({ from }) => from)]) {
    const flaw = flawOfOldFile(file, bounds, real);
    if (flaw !== undefined) return flaw;
  }
  for (const file of [...creates.map((create) => create.file), ...renames.map(({ to }) => to)]) {
    const flaw = flawOfNewFile(file, bounds, real);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

/**
 * The sentence on the first file that holds another text than the change was made for; undefined where all
 * are as they were.
 */
function staleFile(
  { edits, renames }: Change,
  readText: (path: string) => string | undefined,
): string | undefined {
  const planned = new Map([
    ...renames.map(({ from, before }) => [from, before] as const),
    ...edits.map(({ file, before }) => [file, before] as const),
  ]);
  for (const [file, before] of planned) if (readText(file) !== before) return changedMeanwhile(file);
  return undefined;
}

/** What is said of a file that is not as it was when the change was planned. */
export function changedMeanwhile(file: string): string {
  return `${file} changed meanwhile, so nothing was written; try again.`;
}

type RealPlace = (path: string) => string | undefined;

function flawOfOldFile(path: string, bounds: ChangeBounds, real: RealPlace): string | undefined {
  const place = real(path);
  if (place === undefined) return unresolved(path);
  const { folders } = bounds;
  const realFolders = folders.map((folder) => real(folder) ?? folder);
  if (!realFolders.some((folder) => partBelow(place, folder) !== undefined))
    return place === path
      ? `${path} lies outside of the folders of this environment, so nothing was written; change it by hand.`
      : `${path} leads to ${place}, outside of the folders of this environment, so nothing was written; change it by hand.`;
  if (isInGitFolder({ path, folders }) || isInGitFolder({ path: place, folders: realFolders }))
    return inGit(path);
  return flawInRestrictedMode(path, place, bounds, real);
}

function flawOfNewFile(path: string, bounds: ChangeBounds, real: RealPlace): string | undefined {
  const { folders } = bounds;
  const folder = folderAbove({ path, folders });
  if (folder === undefined)
    return `${path} would lie outside of the folders of this environment, so nothing was written; correct the name, or the file_template that made it.`;
  const flaw = flawOfRelativePath(partBelow(path, folder) ?? '');
  if (flaw !== undefined)
    return `The name of ${path} ${flaw}, so nothing was written; correct the name, or the file_template that made it.`;
  const place = real(path);
  const realFolder = real(folder);
  if (place === undefined || realFolder === undefined) return unresolved(path);
  if (partBelow(place, realFolder) === undefined)
    return `${path} leads through a symbolic link to ${place}, outside of ${folder}, so nothing was written; take the link away, or write the file by hand.`;
  if (
    isInGitFolder({ path, folders }) ||
    isInGitFolder({ path: place, folders: folders.map((each) => real(each) ?? each) })
  )
    return inGit(path);
  return flawInRestrictedMode(path, place, bounds, real);
}

function flawInRestrictedMode(
  path: string,
  place: string,
  { onlyWithin }: ChangeBounds,
  real: RealPlace,
): string | undefined {
  if (onlyWithin === undefined) return undefined;
  if (partBelow(place, real(onlyWithin) ?? onlyWithin) !== undefined) return undefined;
  return `${path} lies outside of the workspace folder, where nothing is written in Restricted Mode; trust this workspace to go on.`;
}

function inGit(path: string): string {
  return `${path} lies in a folder of Git's own, so nothing was written; correct the configuration that leads there.`;
}

function unresolved(path: string): string {
  return `Where ${path} leads can't be told, so nothing was written; look at the symbolic links on the way to it.`;
}
