import { finish } from '../text/finish';
import type { AlembicError } from '../revision/errors/alembicError';
import { buildRevisionMap, changeRevisionMap } from '../revision/graph/buildRevisionMap';
import type { LoadFailure } from '../revision/graph/loadErrors';
import type { RevisionMap } from '../revision/graph/revisionMap';
import type { RevisionScript } from '../revision/graph/revisionScript';
import type { Environment, EnvironmentSnapshot } from './environmentSnapshot';
import type { FileSystem } from '../files/fileSystem';
import { FileIndex } from './fileIndex';
import { loadFile } from './loadedFile';
import type { LoadedFile } from './loadedFile';
import { listRevisionFiles } from './listRevisionFiles';
import type { Listing } from './listRevisionFiles';

/** What is known to have changed since the previous snapshot. */
export interface SnapshotChanges {
  /** Files whose text may have changed. */
  readonly contents: ReadonlySet<string>;
  /** Files may have come, gone or been renamed, so that the directories are to be listed again. */
  readonly listing: boolean;
}

export interface SnapshotRequest {
  readonly environment: Environment;
  readonly fileSystem: FileSystem;
  readonly generation: number;
  readonly previous?: EnvironmentSnapshot | undefined;
  /** Without it, every file's version is compared with the one that was read. */
  readonly changes?: SnapshotChanges | undefined;
}

/**
 * Builds the state of an environment, reading only what changed. It yields now and then, after at most a
 * few milliseconds of work, so that the host can look after other things in between; for nothing but the
 * result use `buildSnapshotAtOnce`.
 */
export function* buildSnapshot(request: SnapshotRequest): Generator<void, EnvironmentSnapshot, void> {
  const { environment, fileSystem, generation, changes } = request;
  const previous = request.previous instanceof Snapshot ? request.previous : undefined;
  if (previous && changes && !changes.listing && samePlaces(previous.environment, environment))
    return yield* withChangedTexts(previous, request, changes.contents);
  const listing = listRevisionFiles(fileSystem, environment.configuration);
  yield;
  const files: LoadedFile[] = [];
  for (const listed of listing.files) {
    const before = previous?.filesByPath.get(listed.path);
    files.push(loadOrKeep(fileSystem, listed, before, changes));
    if (files.length % filesPerSlice === 0) yield;
  }
  const failure = failureOf(files);
  const scripts = scriptsOf(files);
  yield;
  const isSame =
    previous && sameFailure(previous.failure, failure) && sameItems(previous.map.scripts, scripts);
  const map = isSame ? previous.map : buildRevisionMap(scripts, failure);
  return new Snapshot(environment, generation, listing, files, map, failure, undefined);
}

/** The listing stays as it was; where no value that the graph is made of has changed, so does the graph. */
function* withChangedTexts(
  previous: Snapshot,
  request: SnapshotRequest,
  contents: ReadonlySet<string>,
): Generator<void, EnvironmentSnapshot, void> {
  const { environment, fileSystem, generation } = request;
  const { listing, index } = previous;
  const files = previous.files.slice();
  const changed: { readonly before: LoadedFile; readonly after: LoadedFile }[] = [];
  for (const path of contents) {
    const position = index.positionOf(path);
    const listed = position === undefined ? undefined : listing.files[position];
    const before = position === undefined ? undefined : files[position];
    if (position === undefined || !listed || !before) continue;
    const file = loadFile(fileSystem, listed, before, undefined);
    files[position] = file;
    changed.push({ before, after: file });
    if (changed.length % filesPerSlice === 0) yield;
  }
  const sameFailures = changed.every(
    ({ before, after }) =>
      sameError(after.failure, before.failure) && sameError(after.linkFailure, before.linkFailure),
  );
  const failure = sameFailures ? previous.failure : failureOf(files);
  const map = changedMap(previous.map, changed, files, sameFailures, failure);
  return new Snapshot(environment, generation, listing, files, map, failure, index);
}

/** The graph where the same files have other scripts; what they do not concern is kept. */
function changedMap(
  previous: RevisionMap,
  changed: readonly { readonly before: LoadedFile; readonly after: LoadedFile }[],
  files: readonly LoadedFile[],
  sameFailures: boolean,
  failure: LoadFailure | undefined,
): RevisionMap {
  const others = changed.filter(({ before, after }) => before.script !== after.script);
  if (others.length === 0) return sameFailures ? previous : buildRevisionMap(previous.scripts, failure);
  const scripts = previous.scripts.slice();
  const nodes: number[] = [];
  for (const { before, after } of others) {
    const node = before.script ? scripts.indexOf(before.script) : -1;
    if (node < 0 || !after.script) return buildRevisionMap(scriptsOf(files), failure);
    scripts[node] = after.script;
    nodes.push(node);
  }
  nodes.sort((a, b) => a - b);
  return changeRevisionMap(previous, scripts, nodes, failure);
}

/** Builds the state of an environment without a pause. */
export function buildSnapshotAtOnce(request: SnapshotRequest): EnvironmentSnapshot {
  return finish(buildSnapshot(request));
}

const filesPerSlice = 32;

class Snapshot implements EnvironmentSnapshot {
  readonly index: FileIndex<LoadedFile>;

  constructor(
    readonly environment: Environment,
    readonly generation: number,
    readonly listing: Listing,
    readonly files: readonly LoadedFile[],
    readonly map: RevisionMap,
    readonly failure: LoadFailure | undefined,
    index: FileIndex<LoadedFile> | undefined,
  ) {
    this.index = index ? index.withFiles(files) : new FileIndex(files);
  }

  get filesByPath(): ReadonlyMap<string, LoadedFile> {
    return this.index;
  }

  placeOf(path: string): number | undefined {
    return this.index.positionOf(path);
  }

  get warnings(): readonly string[] {
    return this.listing.warnings;
  }
}

function loadOrKeep(
  fileSystem: FileSystem,
  listed: Listing['files'][number],
  before: LoadedFile | undefined,
  changes: SnapshotChanges | undefined,
): LoadedFile {
  if (before && changes && !changes.contents.has(listed.path)) return before;
  // On a first reading nobody has asked for versions yet, and asking costs as much as half of the reading.
  const version = before && !changes ? fileSystem.version(listed.path) : undefined;
  if (before && version !== undefined && version === before.version) return before;
  return loadFile(fileSystem, listed, before, version);
}

function samePlaces(a: Environment, b: Environment): boolean {
  return a === b || a.configuration === b.configuration;
}

function scriptsOf(files: readonly LoadedFile[]): RevisionScript[] {
  const scripts: RevisionScript[] = [];
  for (const { script } of files) if (script) scripts.push(script);
  return scripts;
}

/** The first file that fails to load, or else the first whose values Alembic can't link. */
function failureOf(files: readonly LoadedFile[]): LoadFailure | undefined {
  let after = 0;
  for (const file of files) {
    if (file.failure) return { error: file.failure, after };
    if (file.script) after++;
  }
  for (const file of files) {
    if (file.linkFailure) return { error: file.linkFailure, after };
  }
  return undefined;
}

function sameFailure(a: LoadFailure | undefined, b: LoadFailure | undefined): boolean {
  return a?.after === b?.after && sameError(a?.error, b?.error);
}

function sameError(a: AlembicError | undefined, b: AlembicError | undefined): boolean {
  return a === b || (a?.message === b?.message && a?.type === b?.type && a?.files?.[0] === b?.files?.[0]);
}

function sameItems<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
