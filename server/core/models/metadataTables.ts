import type { TextRange } from '../text/textRange';
import type { MetadataResolver } from './metadataResolver';
import type { Model, TableNaming } from './modelsInSource';
import type { ModuleSource } from './moduleSource';

/** A table of a module, in the metadata of an identity. */
export interface MetadataTable {
  readonly className: string | undefined;
  readonly nameRange: TextRange | undefined;
  /** Undefined where its name is computed. */
  readonly table: string | undefined;
  readonly identity: string | undefined;
}

/** The tables that the classes of a module are mapped to, and its `Table(…)`s. */
export function* tablesOf(
  { models, names }: ModuleSource,
  file: string,
  resolver: MetadataResolver,
): Generator<MetadataTable> {
  const known = new Set<string>();
  for (const model of models) {
    const { className, nameRange, table } = model;
    if (className !== undefined) known.add(className);
    const own = className === undefined ? undefined : names.get(className);
    // A class without bases is no model, but what models are mixed from.
    if (own?.kind === 'class' && own.bases.length === 0) continue;
    yield { className, nameRange, table, identity: metadataOf(model, file, resolver) };
  }
  for (const [className, meaning] of names) {
    if (meaning.kind !== 'class' || !meaning.mayHaveTable || known.has(className)) continue;
    const naming = meaning.bases.length === 0 ? undefined : resolver.namingOf(file, className);
    const identity = naming && resolver.ofClass(file, className);
    if (identity === undefined || identity === `${file}:${className}`) continue;
    const { nameRange } = meaning;
    yield { className, nameRange, table: nameBy(naming, className), identity };
  }
}

function nameBy(naming: TableNaming | undefined, className: string): string | undefined {
  if (naming === 'lower') return className.toLowerCase();
  return naming === 'same' ? className : undefined;
}

/** The metadata that a table is in, as far as that can be told. */
function metadataOf(
  { className, metadata }: Model,
  file: string,
  resolver: MetadataResolver,
): string | undefined {
  if (className !== undefined) return resolver.ofClass(file, className);
  return metadata === undefined ? undefined : resolver.ofPath(file, metadata);
}
