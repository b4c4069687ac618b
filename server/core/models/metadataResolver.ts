import type { FileSystem } from '../files/fileSystem';
import type { ModuleFinder } from './moduleFinder';
import type { ModuleMemory } from './moduleMemory';
import type { TableNaming } from './modelsInSource';
import type { NameMeaning } from './moduleSource';
import { ownMetadata } from './moduleSource';

/** Names lead to names; after so many steps it is a circle. */
const mostSteps = 30;

/**
 * Tells metadata objects apart: two paths of one identity are one object. An identity is the place where the
 * object is made; undefined is what can't be told. What a call of unknown meaning gave, or a package that is
 * installed, may also be the object of another identity (`isSurelyOther`).
 */
export class MetadataResolver {
  readonly #fileSystem: FileSystem;
  readonly #finder: ModuleFinder;
  readonly #memory: ModuleMemory;

  constructor(fileSystem: FileSystem, finder: ModuleFinder, memory: ModuleMemory) {
    this.#fileSystem = fileSystem;
    this.#finder = finder;
    this.#memory = memory;
  }

  /** The metadata that a path in a file names, such as `Base.metadata`. */
  ofPath(file: string, path: string, steps = 0): string | undefined {
    if (path === ownMetadata || steps > mostSteps) return undefined;
    const owner = /^(.*)\.metadata$/.exec(path)?.[1];
    if (owner !== undefined) {
      const found = this.ofClass(file, owner, steps + 1);
      if (found !== undefined) return found;
    }
    const place = this.#resolve(file, path, steps);
    if (!place) return undefined;
    if (place.kind === 'external') return `${installed}${path}`;
    const { meaning } = place;
    if (meaning.kind === 'call' && /(?:^|\.)MetaData$/.test(meaning.callee)) return idOf(place);
    return meaning.kind === 'alias' ? this.ofPath(place.file, meaning.path, steps + 1) : undefined;
  }

  /** The metadata of the models that build on a class. */
  ofClass(file: string, path: string, steps = 0): string | undefined {
    const found = this.#ofClass(file, path, steps);
    return found === declarativeRoot ? undefined : found;
  }

  #ofClass(file: string, path: string, steps: number): string | undefined {
    if (steps > mostSteps) return undefined;
    const place = this.#resolve(file, path, steps);
    if (!place) {
      // `db.Model`, and all else that an object has.
      const object = /^(.*)\.(?:Model|metadata)$/.exec(path)?.[1];
      const owner = object === undefined ? undefined : this.#resolve(file, object, steps);
      return owner?.kind === 'here' && isDatabaseObject(owner.meaning) ? idOf(owner) : undefined;
    }
    if (place.kind === 'external') return identityOfExternal(place.path) ?? `${installed}${place.path}`;
    const { meaning, file: home } = place;
    if (meaning.kind === 'alias') return this.#ofClass(home, meaning.path, steps + 1);
    if (meaning.kind === 'call') return this.#ofCall(place, meaning, steps);
    if (meaning.kind !== 'class') return undefined;
    if (meaning.metadata === ownMetadata) return idOf(place);
    if (meaning.metadata !== undefined) return this.ofPath(home, meaning.metadata, steps + 1);
    let opaque: string | undefined;
    for (const base of meaning.bases) {
      const found = base === path && home === file ? undefined : this.#ofClass(home, base, steps + 1);
      if (found === declarativeRoot) return idOf(place);
      if (found !== undefined && !isOpaque(found)) return found;
      opaque ??= found;
    }
    return opaque;
  }

  /** How the tables of a class get their names where it says none: from one of the classes it builds on. */
  namingOf(file: string, path: string, steps = 0): TableNaming | undefined {
    if (steps > mostSteps) return undefined;
    const place = this.#resolve(file, path, steps);
    if (place?.kind !== 'here') return undefined;
    const { meaning, file: home } = place;
    if (meaning.kind === 'alias') return this.namingOf(home, meaning.path, steps + 1);
    if (meaning.kind !== 'class') return undefined;
    if (meaning.naming) return meaning.naming;
    for (const base of meaning.bases) {
      const found = base === path && home === file ? undefined : this.namingOf(home, base, steps + 1);
      if (found) return found;
    }
    return undefined;
  }

  /** `db = SQLAlchemy()`, `Base = declarative_base()`. */
  #ofCall(place: PlaceHere, { callee, metadata }: CallMeaning, steps: number): string | undefined {
    if (isDatabaseObject(place.meaning)) return idOf(place);
    if (!/(?:^|\.)(?:declarative_base|automap_base|generate_base|as_declarative)$/.test(callee))
      return `${called}${idOf(place)}`;
    return metadata === undefined ? idOf(place) : this.ofPath(place.file, metadata, steps + 1);
  }

  /** Where the object of a dotted path is made. */
  #resolve(file: string, path: string, steps: number): Place | undefined {
    if (steps > mostSteps) return undefined;
    const [first = '', ...rest] = path.split('.');
    const source = this.#memory.read(this.#fileSystem, file);
    const meaning = source?.names.get(first);
    if (!meaning) {
      for (const { module, isStar } of source?.imports ?? []) {
        const found = isStar ? this.#finder.find(module, file)?.file : undefined;
        const place = found === undefined ? undefined : this.#resolve(found, path, steps + 1);
        if (place) return place;
      }
      return undefined;
    }
    if (meaning.kind === 'import') return this.#imported(file, [meaning.path, ...rest].join('.'), steps + 1);
    if (meaning.kind === 'alias' && rest.length > 0)
      return this.#resolve(file, [meaning.path, ...rest].join('.'), steps + 1);
    return rest.length === 0 ? { kind: 'here', file, name: first, meaning } : undefined;
  }

  /** A path that begins with a module: the longest beginning that is one, and a name in it. */
  #imported(file: string, path: string, steps: number): Place | undefined {
    const dots = /^\.*/.exec(path)?.[0] ?? '';
    const parts = path.slice(dots.length).split('.');
    for (let length = parts.length - 1; length >= (dots === '' ? 1 : 0); length--) {
      const found = this.#finder.find(`${dots}${parts.slice(0, length).join('.')}`, file);
      if (!found) continue;
      const rest = parts.slice(length).join('.');
      const place = found.file === undefined ? undefined : this.#resolve(found.file, rest, steps + 1);
      if (place) return place;
    }
    return dots === '' && !this.#finder.find(parts[0] ?? '', file) ? { kind: 'external', path } : undefined;
  }
}

type Place = PlaceHere | { readonly kind: 'external'; readonly path: string };

interface PlaceHere {
  readonly kind: 'here';
  readonly file: string;
  readonly name: string;
  readonly meaning: NameMeaning;
}

type CallMeaning = Extract<NameMeaning, { kind: 'call' }>;

/** The beginning of an identity that a package which is installed gave. */
const installed = '?installed:';

/** The beginning of an identity that a call of unknown meaning gave. */
const called = '?called:';

function isOpaque(identity: string): boolean {
  return identity.startsWith(installed) || identity.startsWith(called);
}

/** Whether one metadata object is certainly another one than each of the others, none of which it equals. */
export function isSurelyOther(identity: string, others: Iterable<string>): boolean {
  if (identity.startsWith(called)) return false;
  return [...others].every((other) =>
    identity.startsWith(installed) ? !isOpaque(other) : !other.startsWith(called),
  );
}

/** The class or object of an identity; undefined for what was not made here. */
export function placeOf(identity: string): { readonly file: string; readonly name: string } | undefined {
  const at = identity.lastIndexOf(':');
  if (isOpaque(identity) || at < 0) return undefined;
  return { file: identity.slice(0, at), name: identity.slice(at + 1) };
}

/** In place of an identity: each class that builds on it has metadata of its own. */
const declarativeRoot = 'DeclarativeBase';

function identityOfExternal(path: string): string | undefined {
  if (/(?:^|\.)SQLModel$/.test(path)) return 'SQLModel';
  return /(?:^|\.)(?:DeclarativeBase|DeclarativeBaseNoMeta)$/.test(path) ? declarativeRoot : undefined;
}

function isDatabaseObject(meaning: NameMeaning): boolean {
  return meaning.kind === 'call' && /(?:^|\.)SQLAlchemy$/.test(meaning.callee);
}

function idOf({ file, name }: PlaceHere): string {
  return `${file}:${name}`;
}
