import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import type { FileWithText } from '../project/fileWithText';
import type { RevisionGraph } from '../revision/graph/revisionGraph';
import type { RevisionScript } from '../revision/graph/revisionScript';
import { applyRevision } from './replay';
import type { ReplayedRevision } from './replay';
import type { Dialect } from './dialect';
import { emptySchema } from './schema';
import type { Schema } from './schema';
import { SchemaBuilder } from './schemaBuilder';
import type { TouchMemory } from './touchMemory';

/**
 * Schemas that were worked out before, for as long as the files that led to them are the same, and what
 * these touch where that is noted.
 */
export class SchemaMemory {
  readonly #known: {
    readonly dialect: Dialect;
    readonly alembic: string | undefined;
    readonly files: readonly RevisionFile[];
    readonly schema: Schema;
  }[] = [];

  constructor(readonly touches?: TouchMemory) {}

  /** The schema that the most of these files lead to, and how many they are. */
  find(
    dialect: Dialect,
    alembic: string | undefined,
    files: readonly RevisionFile[],
  ): { readonly schema: Schema; readonly count: number } {
    let best: { readonly schema: Schema; readonly count: number } = { schema: emptySchema, count: 0 };
    for (const known of this.#known) {
      if (known.dialect !== dialect || known.alembic !== alembic) continue;
      if (known.files.length > files.length || known.files.length <= best.count) continue;
      if (known.files.every((file, index) => file === files[index]))
        best = { schema: known.schema, count: known.files.length };
    }
    return best;
  }

  keep(dialect: Dialect, alembic: string | undefined, files: readonly RevisionFile[], schema: Schema): void {
    this.#known.unshift({ dialect, alembic, files, schema });
    this.#known.splice(mostKnown);
  }
}

const mostKnown = 12;

/**
 * The schema that revisions and their ancestors leave, worked out in steps. Of revisions that are not read,
 * it is said that they are not. Work that is stopped before its end goes on from there the next time.
 */
export function* schemaAt(
  snapshot: EnvironmentSnapshot,
  ids: readonly string[],
  dialect: Dialect,
  memory?: SchemaMemory,
): Generator<void, Schema> {
  const files = ancestorsInOrder(snapshot, ids);
  const alembic = snapshot.environment.installedAlembic?.();
  const known = memory?.find(dialect, alembic, files) ?? { schema: emptySchema, count: 0 };
  const builder = new SchemaBuilder(known.schema, dialect);
  let areAllRead = true;
  let count = known.count;
  let isBetweenFiles = true;
  try {
    for (const file of files.slice(known.count)) {
      isBetweenFiles = false;
      areAllRead = applyFile(builder, snapshot, file, alembic, memory?.touches) && areAllRead;
      count++;
      isBetweenFiles = true;
      yield;
    }
  } finally {
    if (isBetweenFiles && areAllRead && count > known.count)
      memory?.keep(dialect, alembic, files.slice(0, count), builder.build());
  }
  return builder.build();
}

/** One revision of a snapshot, to be applied as the project's Alembic would run it. */
export function replayedRevision(
  { environment }: EnvironmentSnapshot,
  id: string,
  { path, text }: Pick<FileWithText, 'path' | 'text'>,
): ReplayedRevision {
  return { id, file: path, text, alembic: environment.installedAlembic?.() };
}

/** The schema that the parents and dependencies of a revision leave. */
export function parentSchema(
  snapshot: EnvironmentSnapshot,
  id: string,
  dialect: Dialect,
  memory?: SchemaMemory,
): Generator<void, Schema> {
  const { graph } = snapshot.map;
  const node = graph.idNodes.get(id);
  const parents = node === undefined ? [] : graph.allParents(node).map((parent) => graph.id(parent));
  return schemaAt(snapshot, parents, dialect, memory);
}

/**
 * Applies one revision to what its ancestors leave; false where its file is gone by now, so that nothing is
 * known of what it does.
 */
function applyFile(
  builder: SchemaBuilder,
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  alembic: string | undefined,
  touches: TouchMemory | undefined,
): boolean {
  const { script, path } = file;
  if (!script) return true;
  const text = file.readText();
  const missing = script.downRevisions
    .concat(script.dependsOn)
    .find((name) => !snapshot.map.revisions.has(name) && !isKnownName(snapshot, script.id, name));
  const doubt =
    text === undefined
      ? 'The file of this revision is gone'
      : script.hasUnknownDownRevision
        ? 'The parents of this revision are not known'
        : missing === undefined
          ? undefined
          : `The revision ${missing} is not here`;
  if (doubt !== undefined) {
    builder.doubtTables(doubt, undefined);
    builder.note({ revision: script.id, file: path, range: { start: 0, end: 0 }, what: doubt });
  }
  if (text === undefined) return false;
  const operations = applyRevision(builder, { id: script.id, file: path, text, alembic });
  touches?.note(builder.dialect, file, operations);
  return true;
}

/** Whether a name that is no id stands for a revision all the same, such as a label or the start of an id. */
function isKnownName(snapshot: EnvironmentSnapshot, id: string, name: string): boolean {
  const { graph } = snapshot.map;
  const node = graph.idNodes.get(id);
  return node !== undefined && !graph.missing.some((each) => each.node === node && each.name === name);
}

/**
 * Revisions with their ancestors and dependencies: parents and dependencies first, in load order otherwise.
 */
export function ancestorsInOrder(
  snapshot: EnvironmentSnapshot,
  ids: readonly string[],
): readonly RevisionFile[] {
  return ancestorScripts(snapshot.map.graph, ids).flatMap(({ file }) => snapshot.filesByPath.get(file) ?? []);
}

/** The same for a graph, which need not be that of a snapshot. */
export function ancestorScripts(graph: RevisionGraph, ids: readonly string[]): readonly RevisionScript[] {
  const ordered: RevisionScript[] = [];
  const seen = new Set<number>();
  const visit = (start: number): void => {
    if (seen.has(start)) return;
    seen.add(start);
    const open: { readonly node: number; readonly parents: readonly number[]; next: number }[] = [
      { node: start, parents: graph.allParents(start), next: 0 },
    ];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const parent = top.parents[top.next++];
      if (parent === undefined) {
        open.pop();
        ordered.push(graph.script(top.node));
      } else if (!seen.has(parent)) {
        seen.add(parent);
        open.push({ node: parent, parents: graph.allParents(parent), next: 0 });
      }
    }
  };
  for (const id of ids) {
    const node = graph.idNodes.get(id);
    if (node !== undefined) visit(node);
  }
  return ordered;
}
