import type { StaticValue } from '../revisionFile';

/** What a name or expression stands for besides values that a header can hold. */
export type KnownObject =
  /** A dictionary that is written out; texts and numbers as keys, see `keyOf`. */
  | { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, Known> }
  /** A class of constants. */
  | { readonly kind: 'class'; readonly isEnum: boolean; readonly entries: ReadonlyMap<string, Known> }
  | { readonly kind: 'member'; readonly name: string; readonly value: Known }
  /** The path of the file as a text, or as an object of `pathlib`. */
  | { readonly kind: 'path'; readonly isText: boolean }
  /** The path of the file split at its separators. */
  | { readonly kind: 'path-parts' }
  /** `os.sep`. */
  | { readonly kind: 'separator' }
  /** What an imported name leads to: `os.path.basename`. */
  | { readonly kind: 'imported'; readonly path: string };

export type Known = StaticValue | KnownObject;

const objectKinds: ReadonlySet<string> = new Set<KnownObject['kind']>([
  'dictionary',
  'class',
  'member',
  'path',
  'path-parts',
  'separator',
  'imported',
]);

export function isStatic(known: Known | undefined): known is StaticValue {
  return known !== undefined && !objectKinds.has(known.kind);
}

/** The same for keys that Python holds equal; undefined for anything but texts and whole numbers. */
export function keyOf(value: Known | undefined): string | undefined {
  if (value?.kind === 'string') return `text ${value.value}`;
  return value?.kind === 'number' ? `number ${value.value}` : undefined;
}
