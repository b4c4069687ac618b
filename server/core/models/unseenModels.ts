import type { ConfigurationEdit } from '../config/configurationFix';
import type { FileSystem } from '../files/fileSystem';
import { fileNameOf, isWithin, joinPath, parentPath } from '../files/paths';
import { isIgnoredName, isPythonEnvironment } from '../project/discovery/ignoredPaths';
import type { Environment } from '../project/environmentSnapshot';
import type { TextRange } from '../text/textRange';
import { walkImports } from './importWalk';
import { MetadataResolver, isSurelyOther, placeOf } from './metadataResolver';
import type { MetadataTable } from './metadataTables';
import { tablesOf } from './metadataTables';
import { moduleLoader } from './moduleLoader';
import { ModuleFinder, likelyRoots } from './moduleFinder';
import type { ModuleMemory } from './moduleMemory';
import type { ModuleSource, NameMeaning } from './moduleSource';

/** A model whose table env.py does not see, so that autogenerate does not either. */
export interface UnseenModel {
  readonly file: string;
  readonly className: string;
  readonly nameRange: TextRange;
  readonly table: string;
  /** The dotted name by which env.py can import the file. */
  readonly module: string;
  /** The base that it builds on, where that is another one than env.py compares. */
  readonly otherBase: OtherBase | undefined;
  /** The edit of env.py that imports it; undefined where env.py has no import to write it below. */
  readonly importing: { readonly file: string; readonly edit: ConfigurationEdit } | undefined;
}

/** A base with a metadata of its own. */
export interface OtherBase {
  readonly name: string;
  readonly file: string;
}

/** What env.py sees. */
export interface SeenTables {
  /** Why it can't be told; undefined where it can. */
  readonly unknown: string | undefined;
  /** Why there may be more tables than those; undefined where there are none. */
  readonly incomplete: string | undefined;
  /** The tables of the modules that are loaded, in the metadata that is compared. */
  readonly tables: ReadonlySet<string>;
  readonly unseen: readonly UnseenModel[];
}

export interface ModelScope {
  /** The script directory, with env.py. */
  readonly scriptDirectory: string;
  readonly versionLocations: readonly string[];
  /** The folder of the workspace; nothing above it is read. */
  readonly root: string;
  /** The script directories of other environments, which may compare other metadata. */
  readonly others?: readonly string[];
}

/** What is looked through for an environment of a folder; its own folder where it lies outside. */
export function modelScope(
  { configuration }: Environment,
  folder: string,
  environments: Iterable<Environment> = [],
): ModelScope {
  const { configFile, scriptDirectory, versionLocations } = configuration;
  const own = parentPath(configFile ?? scriptDirectory);
  const root = [folder, own].find((each) => isWithin(scriptDirectory, each)) ?? parentPath(scriptDirectory);
  const others = [...environments].map((each) => each.configuration.scriptDirectory);
  return {
    scriptDirectory,
    versionLocations,
    root,
    others: [...new Set(others)].filter((each) => each !== scriptDirectory),
  };
}

/** The most files of the project that may have models, and the most that are looked at for that. */
const mostFiles = 3000;
const mostLooked = 20_000;

/**
 * The tables that env.py sees by its imports, and the models that it misses: those of the packages which it
 * imports from, with the metadata that it compares. Where modules are loaded by computed names, or the
 * metadata is not known, nothing is told.
 */
export function* tablesSeen(
  fileSystem: FileSystem,
  { scriptDirectory, versionLocations, root, others = [] }: ModelScope,
  memory: ModuleMemory,
): Generator<void, SeenTables> {
  const program = `${scriptDirectory}/env.py`;
  const source = memory.read(fileSystem, program);
  if (!source) return notKnown('there is no env.py');
  const finder = new ModuleFinder(fileSystem, likelyRoots(program, root));
  const resolver = new MetadataResolver(fileSystem, finder, memory);
  const targets = targetsOf(source.names.get('target_metadata'), (path) => resolver.ofPath(program, path));
  if (typeof targets === 'string') return notKnown(targets);
  const walk = yield* walkImports(fileSystem, program, finder, memory);
  if (walk.isCut) return notKnown('there are too many modules');
  const certain = [...walk.reached].flatMap(([file, isCertain]) => (isCertain ? file : []));
  const loader = moduleLoader(fileSystem, program, certain, memory);
  const isOwn = (file: string): boolean =>
    file !== program && !versionLocations.some((location) => isWithin(file, location));
  const reader: Reader = { fileSystem, memory };
  const own = [...walk.reached].filter(([file]) => isOwn(file));
  const reached = yield* tablesReached(own, targets, resolver, reader);
  // What loads modules by computed names may load any file; without any table a package is missing whole.
  const isEverywhere = loader !== undefined || reached.tables.size === 0;
  const folders = isEverywhere ? [root] : topPackages(walk.reached.keys(), finder);
  const { files: beside, isCut } = yield* filesBeside(fileSystem, folders, walk.reached, memory);
  const otherwise = yield* reachedByRunners(fileSystem, [...walk.reached.keys(), ...beside], finder, memory);
  const unseen: UnseenModel[] = [];
  let mayBeMore = isCut || reached.doubts.length > 0;
  for (const file of beside.filter(isOwn)) {
    const module = memory.read(fileSystem, file);
    for (const table of module ? tablesOf(module, file, resolver) : []) {
      const isCompared = belongsTo(targets, table.identity);
      if (isCompared === false) continue;
      mayBeMore = true;
      const isQuiet = isCompared === undefined || otherwise.has(file) || walk.dormant.has(file);
      const name = isQuiet ? undefined : finder.nameOf(file);
      if (name !== undefined) unseen.push(...unseenModel(table, file, name, importOf(program, source, name)));
    }
    yield;
  }
  const files = [...walk.reached.keys(), ...beside];
  const elsewhere = comparedElsewhere(files, others, targets, resolver, reader);
  if (elsewhere)
    for (const file of files.filter(isOwn))
      unseen.push(...onOtherBases(file, elsewhere, finder, resolver, reader));
  if (loader && mayBeMore) return notKnown(`${loader.file} loads modules by ${loader.call}()`);
  return { unknown: undefined, incomplete: reached.doubts[0], tables: reached.tables, unseen };
}

/** The tables of modules that are loaded, and why there may be more. */
function* tablesReached(
  files: readonly (readonly [string, boolean])[],
  targets: ReadonlySet<string>,
  resolver: MetadataResolver,
  { fileSystem, memory }: Reader,
): Generator<void, { readonly tables: ReadonlySet<string>; readonly doubts: readonly string[] }> {
  const tables = new Set<string>();
  const doubts: string[] = [];
  for (const [file, isCertain] of files) {
    const module = memory.read(fileSystem, file);
    if (module?.hasOtherTables) doubts.push(`${file} makes tables with computed names`);
    for (const { table, identity } of module ? tablesOf(module, file, resolver) : []) {
      const isCompared = belongsTo(targets, identity);
      if (isCompared === false) continue;
      if (isCertain && isCompared && table !== undefined) tables.add(table);
      else doubts.push(`${file} may have more tables`);
    }
    yield;
  }
  return { tables, doubts };
}

function unseenModel(
  { className, nameRange, table }: MetadataTable,
  file: string,
  module: string,
  importing: UnseenModel['importing'],
): readonly UnseenModel[] {
  if (className === undefined || nameRange === undefined || table === undefined) return [];
  return [{ file, className, nameRange, table, module, otherBase: undefined, importing }];
}

/** How files are read. */
interface Reader {
  readonly fileSystem: FileSystem;
  readonly memory: ModuleMemory;
}

/** Metadata objects that are compared or made somewhere; undefined where that can't be told. */
function comparedElsewhere(
  files: readonly string[],
  others: readonly string[],
  targets: ReadonlySet<string>,
  resolver: MetadataResolver,
  { fileSystem, memory }: Reader,
): ReadonlySet<string> | undefined {
  const known = new Set(targets);
  for (const directory of others) {
    const program = `${directory}/env.py`;
    const target = memory.read(fileSystem, program)?.names.get('target_metadata');
    const found = targetsOf(target, (path) => resolver.ofPath(program, path));
    if (typeof found === 'string') return undefined;
    for (const identity of found) known.add(identity);
  }
  for (const file of files)
    for (const path of memory.read(fileSystem, file)?.creates ?? []) {
      const identity = path === undefined ? undefined : resolver.ofPath(file, path);
      if (identity === undefined) return undefined;
      known.add(identity);
    }
  return known;
}

/** Models on a base that nobody compares: one of their own file, or with the name of one that is compared. */
function onOtherBases(
  file: string,
  known: ReadonlySet<string>,
  finder: ModuleFinder,
  resolver: MetadataResolver,
  { fileSystem, memory }: Reader,
): readonly UnseenModel[] {
  const module = memory.read(fileSystem, file);
  const name = finder.nameOf(file);
  if (!module || name === undefined) return [];
  return [...tablesOf(module, file, resolver)].flatMap((table): readonly UnseenModel[] => {
    const base = table.identity === undefined ? undefined : placeOf(table.identity);
    if (!base || table.identity === undefined || !isSurelyOther(table.identity, known)) return [];
    const isMeant = base.file !== file && ![...known].some((each) => placeOf(each)?.name === base.name);
    if (isMeant || known.has(table.identity)) return [];
    return unseenModel(table, file, name, undefined).map((model) => ({ ...model, otherBase: base }));
  });
}

/** Whether a metadata is one of those that are compared; undefined where that can't be told. */
function belongsTo(targets: ReadonlySet<string>, identity: string | undefined): boolean | undefined {
  if (identity === undefined) return undefined;
  if (targets.has(identity)) return true;
  return isSurelyOther(identity, targets) ? false : undefined;
}

/** The last import at the outermost level, with another one below it. */
function importOf(
  file: string,
  { lastImport, newline }: ModuleSource,
  module: string,
): UnseenModel['importing'] {
  if (!lastImport) return undefined;
  const { range, text } = lastImport;
  return { file, edit: { range, oldText: text, newText: `${text}${newline}import ${module}  # noqa: F401` } };
}

function notKnown(unknown: string): SeenTables {
  return { unknown, incomplete: unknown, tables: new Set(), unseen: [] };
}

/** The identities of `target_metadata`, or why they are not known. */
function targetsOf(
  meaning: NameMeaning | undefined,
  identityOf: (path: string) => string | undefined,
): ReadonlySet<string> | string {
  const paths =
    meaning?.kind === 'list'
      ? meaning.paths
      : meaning?.kind === 'alias' || meaning?.kind === 'import' || isMetadata(meaning)
        ? ['target_metadata']
        : [];
  if (paths.length === 0) return 'target_metadata is not the metadata of a base that is named';
  const identities = new Set<string>();
  for (const path of paths) {
    const identity = path === undefined ? undefined : identityOf(path);
    if (identity === undefined) return 'it is not known whose metadata target_metadata is';
    identities.add(identity);
  }
  return identities;
}

/** `target_metadata = MetaData()`, in which nothing is but what env.py itself puts there. */
function isMetadata(meaning: NameMeaning | undefined): boolean {
  return meaning?.kind === 'call' && /(?:^|\.)MetaData$/.test(meaning.callee);
}

/**
 * What is loaded by programs of the project that have Alembic write revisions: they may import the models
 * before env.py runs.
 */
function* reachedByRunners(
  fileSystem: FileSystem,
  files: readonly string[],
  finder: ModuleFinder,
  memory: ModuleMemory,
): Generator<void, ReadonlySet<string>> {
  const reached = new Set<string>();
  for (const file of files) {
    if (!memory.read(fileSystem, file)?.writesRevisions) continue;
    for (const each of (yield* walkImports(fileSystem, file, finder, memory, true)).reached.keys())
      reached.add(each);
  }
  return reached;
}

/**
 * The other Python files of folders that may define models or write revisions; without tests.
 */
function* filesBeside(
  fileSystem: FileSystem,
  folders: readonly string[],
  reached: ReadonlyMap<string, boolean>,
  memory: ModuleMemory,
): Generator<void, FilesBeside> {
  const files: string[] = [];
  let looked = 0;
  const pending = [...folders];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const entries = fileSystem.readDirectory(folder) ?? [];
    if (isPythonEnvironment(new Set(entries.map(({ name }) => name)))) continue;
    for (const { name, kind } of entries) {
      const path = joinPath(folder, name);
      if (kind === 'directory' && !isLeftOut(name)) pending.push(path);
      if (kind !== 'file' || !isModule(name) || reached.has(path)) continue;
      if (files.length >= mostFiles || ++looked > mostLooked) return { files: files.sort(), isCut: true };
      if (memory.mayMatter(fileSystem, path)) files.push(path);
    }
    yield;
  }
  return { files: files.sort(), isCut: false };
}

interface FilesBeside {
  readonly files: readonly string[];
  /** There are more than are looked at. */
  readonly isCut: boolean;
}

/** The topmost packages that files belong to. */
function topPackages(files: Iterable<string>, finder: ModuleFinder): readonly string[] {
  const packages = new Set<string>();
  for (const file of files) {
    const top = finder.topPackage(file);
    if (top !== undefined) packages.add(top);
  }
  return [...packages].filter((one) => ![...packages].some((other) => other !== one && isWithin(one, other)));
}

function isLeftOut(name: string): boolean {
  return isIgnoredName(name) || /^(?:\.|__pycache__$|site-packages$|tests?$|testing$|examples?$)/.test(name);
}

function isModule(name: string): boolean {
  return (
    name.endsWith('.py') &&
    !/^(?:test_.*|.*_test|conftest|setup)\.py$/.test(name) &&
    fileNameOf(name) === name
  );
}
