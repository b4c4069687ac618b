import { Ascii } from '../text/ascii';
import { headerNames } from '../python/revisionFile';
import { hasConflictMarkers } from '../python/conflictMarkers';
import { isDynamic } from '../python/parse/staticValue';
import { scanModule } from '../python/scan/moduleScan';
import { withoutNullBytes } from '../python/nullBytes';
import { nothingRead } from '../python/nothingRead';
import { readWithParser } from '../python/readRevisionFile';
import type { HeaderName, RevisionFileReading, StaticValue, UnreadText } from '../python/revisionFile';
import { ScannedReading } from '../python/scan/scannedReading';
import type { ScannedValue } from '../python/scan/scannedReading';
import { sourceBytesOf } from '../files/sourceBytes';
import type { AlembicError } from '../revision/errors/alembicError';
import type { RevisionScript } from '../revision/graph/revisionScript';
import type { RevisionFile } from './environmentSnapshot';
import { fileFailure, legacyRevisionId } from './fileFailure';
import { fileNameOf } from '../files/paths';
import type { FileSystem } from '../files/fileSystem';
import { wordsOfObstacle } from '../files/fileSystem';
import type { ListedFile } from './listRevisionFiles';
import { failureOfParents, namesOf, revisionsNamedBy } from './scriptValues';

const noNames: readonly HeaderName[] = [];
const noStrings: readonly string[] = [];

/** One file as it was read. Its text is not kept. */
export class LoadedFile implements RevisionFile {
  readonly path: string;
  readonly reading: RevisionFileReading;
  readonly script: RevisionScript | undefined;
  readonly failure: AlembicError | undefined;
  /** The error into which this file leads Alembic once it links revisions. */
  readonly linkFailure: AlembicError | undefined;
  readonly dynamic: readonly HeaderName[];
  /**
   * What the file system said of the text when it was last compared; undefined where nobody has asked yet.
   */
  readonly version: string | undefined;
  readonly #fileSystem: FileSystem;

  constructor(fileSystem: FileSystem, path: string, found: FoundInFile, version: string | undefined) {
    this.path = path;
    this.reading = found.reading;
    this.script = found.script;
    this.failure = found.failure;
    this.linkFailure = found.linkFailure;
    this.dynamic = found.dynamic;
    this.version = version;
    this.#fileSystem = fileSystem;
  }

  readText(): string | undefined {
    return this.#fileSystem.readText(this.path);
  }
}

/**
 * Reads one file. What was read of it `before` stands in while it does not parse. One file that can't be
 * read does not keep others from it.
 */
export function loadFile(
  fileSystem: FileSystem,
  { path, kind }: ListedFile,
  before: LoadedFile | undefined,
  version: string | undefined,
): LoadedFile {
  const found = kind === 'source' ? readSafely(fileSystem, path) : undefined;
  if (found === undefined) return unreadableFile(fileSystem, path, kind);
  const { reading } = found;
  const fresh = found.script;
  const isWhole = reading.problems.length === 0 && !reading.unread;
  const script = isWhole ? fresh : completed(fresh, reading, before?.script);
  const kept = before?.script && script && sameScript(before.script, script) ? before.script : script;
  return new LoadedFile(fileSystem, path, kept === fresh ? found : { ...found, script: kept }, version);
}

function unreadableFile(fileSystem: FileSystem, path: string, kind: ListedFile['kind']): LoadedFile {
  const failure =
    kind === 'compiled'
      ? undefined
      : { type: 'ImportError', message: `Can't find Python file ${path}`, files: [path] };
  const dynamic = kind === 'compiled' ? headerNames : noNames;
  const found = { reading: nothingRead, script: undefined, failure, linkFailure: undefined, dynamic };
  return new LoadedFile(fileSystem, path, found, undefined);
}

function readSafely(fileSystem: FileSystem, path: string): FoundInFile | undefined {
  try {
    return readFile(fileSystem, path);
  } catch (error) {
    return notRead({ why: `reading it failed (${String(error)})`, range: { start: 0, end: 0 } });
  }
}

function notRead(unread: UnreadText): FoundInFile {
  return {
    reading: { ...nothingRead, unread },
    script: undefined,
    failure: undefined,
    linkFailure: undefined,
    dynamic: headerNames,
  };
}

type FoundInFile = Pick<LoadedFile, 'reading' | 'script' | 'failure' | 'linkFailure' | 'dynamic'>;

/** Undefined where there is no such file. */
function readFile(fileSystem: FileSystem, path: string): FoundInFile | undefined {
  const source = fileSystem.readSourceBytes?.(path);
  const scanned = source && scanModule(source);
  if (scanned) return foundByScanning(path, scanned);
  const text = fileSystem.readText(path);
  if (text === undefined) {
    const isTooLarge = fileSystem.obstacle?.(path) === 'too-large';
    const why = `it is ${wordsOfObstacle('too-large')}`;
    return isTooLarge ? notRead({ why, range: { start: 0, end: 0 } }) : undefined;
  }
  const reading = scanModule(sourceBytesOf(text)) ?? readWithParser(text, fileNameOf(path));
  if (reading instanceof ScannedReading) return foundByScanning(path, reading);
  return reading.unread && reading.problems.length === 0
    ? notRead(reading.unread)
    : { ...foundInText(path, text, reading), ...scriptBetweenNullBytes(path, text) };
}

/**
 * What a file in UTF-16 would be for the graph, so that nothing is said to be missing beside its own
 * finding.
 */
function scriptBetweenNullBytes(path: string, text: string): Pick<LoadedFile, 'script'> | undefined {
  return text.includes('\0')
    ? { script: scriptOf(path, readWithParser(withoutNullBytes(text), fileNameOf(path))) }
    : undefined;
}

function foundInText(path: string, text: string, reading: RevisionFileReading): FoundInFile {
  return {
    reading,
    script: scriptOf(path, reading),
    failure: fileFailure(path, text, reading),
    linkFailure: failureOfParents(reading.header.down_revision?.value, path),
    dynamic: dynamicNames(reading),
  };
}

/**
 * The same for a file of the usual shape, without objects for where its values stand: this is what most of
 * an index consists of.
 */
function foundByScanning(path: string, reading: ScannedReading): FoundInFile {
  const { revision, downRevision, branchLabels, dependsOn } = reading;
  const id =
    typeof revision === 'string' ? revision : revision?.kind === 'string' ? revision.value : undefined;
  if (id === undefined || downRevision === undefined || isNameless(path))
    // There is no problem in it whose line would be asked for.
    return foundInText(path, '', reading);
  const script: RevisionScript = {
    id,
    downRevisions: scannedNames(downRevision, revisionsNamedBy),
    dependsOn: scannedNames(dependsOn, revisionsNamedBy),
    branchLabels: scannedNames(branchLabels, namesOf),
    message: reading.message,
    hasUpgrade: reading.hasUpgrade,
    hasDowngrade: reading.hasDowngrade,
    file: path,
  };
  const linkFailure =
    downRevision === null || typeof downRevision === 'string'
      ? undefined
      : failureOfParents(downRevision, path);
  return { reading, script, failure: undefined, linkFailure, dynamic: noNames };
}

/** Whether the file is called `.py`, for which Alembic has no module name. */
function isNameless(path: string): boolean {
  return path.charCodeAt(path.length - 4) === Ascii.slash && path.endsWith('/.py');
}

function scannedNames(
  value: ScannedValue,
  namesIn: (value: StaticValue) => readonly string[],
): readonly string[] {
  if (value === null || value === undefined) return noStrings;
  return typeof value === 'string' ? [value] : namesIn(value);
}

function dynamicNames(reading: RevisionFileReading): readonly HeaderName[] {
  let names: HeaderName[] | undefined;
  const { header } = reading;
  for (const name of headerNames) {
    const assignment = header[name];
    if (assignment && isDynamic(assignment.value)) (names ??= []).push(name);
  }
  return names ?? noNames;
}

function scriptOf(path: string, reading: RevisionFileReading): RevisionScript | undefined {
  const { revision, down_revision, branch_labels, depends_on } = reading.header;
  const id = revision ? idOf(revision.value) : legacyRevisionId(path);
  if (id === undefined) return undefined;
  const unknown = !down_revision || isDynamic(down_revision.value);
  return {
    id,
    downRevisions: revisionsNamedBy(down_revision?.value),
    ...(unknown ? { hasUnknownDownRevision: true } : {}),
    dependsOn: revisionsNamedBy(depends_on?.value),
    branchLabels: namesOf(branch_labels?.value),
    message: reading.message,
    hasUpgrade: reading.upgrade !== undefined,
    hasDowngrade: reading.downgrade !== undefined,
    file: path,
  };
}

function idOf(value: StaticValue): string | undefined {
  return value.kind === 'string' ? value.value : undefined;
}

/** Fills what a broken text does not say with what was read before. */
function completed(
  fresh: RevisionScript | undefined,
  reading: RevisionFileReading,
  before: RevisionScript | undefined,
): RevisionScript | undefined {
  if (!before) return fresh;
  if (!fresh || hasConflictMarkers(reading)) return before;
  const isRead = (name: HeaderName): boolean => {
    const assignment = reading.header[name];
    return assignment !== undefined && !isDynamic(assignment.value);
  };
  return {
    ...(isRead('down_revision') ? fresh : before),
    id: isRead('revision') ? fresh.id : before.id,
    dependsOn: isRead('depends_on') ? fresh.dependsOn : before.dependsOn,
    branchLabels: isRead('branch_labels') ? fresh.branchLabels : before.branchLabels,
    message: fresh.message || before.message,
    hasUpgrade: fresh.hasUpgrade || before.hasUpgrade,
    hasDowngrade: fresh.hasDowngrade || before.hasDowngrade,
  };
}

function sameScript(a: RevisionScript, b: RevisionScript): boolean {
  return (
    a.id === b.id &&
    a.message === b.message &&
    a.hasUpgrade === b.hasUpgrade &&
    a.hasDowngrade === b.hasDowngrade &&
    a.hasUnknownDownRevision === b.hasUnknownDownRevision &&
    a.file === b.file &&
    sameNames(a.downRevisions, b.downRevisions) &&
    sameNames(a.dependsOn, b.dependsOn) &&
    sameNames(a.branchLabels, b.branchLabels)
  );
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
