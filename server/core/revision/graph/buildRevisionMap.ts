import type { AlembicError } from '../errors/alembicError';
import { basesOf, loadedHeads } from './cycleErrors';
import type { LoadFailure, MapValidation } from './loadErrors';
import { validateMap } from './loadErrors';
import { RevisionGraph } from './revisionGraph';
import type { Revision, RevisionMap } from './revisionMap';
import type { RevisionScript } from './revisionScript';

/**
 * Builds the graph of scripts given in Alembic's load order. Never throws: an error that Alembic would raise
 * is `loadError`. `failure` is the first file that Alembic could not load at all; it becomes the load error
 * unless an earlier file has one.
 */
export function buildRevisionMap(scripts: readonly RevisionScript[], failure?: LoadFailure): RevisionMap {
  return new LoadedRevisionMap(scripts, new RevisionGraph(scripts), failure);
}

/**
 * The same where only the scripts at the given places differ from those of an earlier map, so that most of
 * its graph can stay.
 */
export function changeRevisionMap(
  earlier: RevisionMap,
  scripts: readonly RevisionScript[],
  changed: readonly number[],
  failure?: LoadFailure,
): RevisionMap {
  return new LoadedRevisionMap(scripts, earlier.graph.withScripts(scripts, changed), failure);
}

/** Everything but the edges is worked out when it is first asked for. */
class LoadedRevisionMap implements RevisionMap {
  readonly revisions: ReadonlyMap<string, Revision>;
  readonly #failure: LoadFailure | undefined;
  #validation: MapValidation | undefined;
  #labels: ReadonlyMap<string, string> | undefined;
  #heads: readonly string[] | undefined;
  #realHeads: readonly string[] | undefined;
  #bases: readonly string[] | undefined;
  #realBases: readonly string[] | undefined;

  constructor(
    readonly scripts: readonly RevisionScript[],
    readonly graph: RevisionGraph,
    failure: LoadFailure | undefined,
  ) {
    this.revisions = new LoadedRevisions(graph);
    this.#failure = failure;
  }

  get loadError(): AlembicError | undefined {
    return this.#validated.loadError;
  }

  get warnings(): readonly string[] {
    return this.#validated.warnings;
  }

  get heads(): readonly string[] {
    return (this.#heads ??= this.#ids(loadedHeads(this.graph, 'parents')));
  }

  get realHeads(): readonly string[] {
    if (this.graph.allDependencies.size === 0) return this.heads;
    return (this.#realHeads ??= this.#ids(loadedHeads(this.graph, 'parents-and-dependencies')));
  }

  get bases(): readonly string[] {
    return (this.#bases ??= this.#ids(basesOf(this.graph)));
  }

  get realBases(): readonly string[] {
    return (this.#realBases ??= this.#ids(basesOf(this.graph).filter((node) => this.graph.isRealBase(node))));
  }

  get labels(): ReadonlyMap<string, string> {
    this.#labels ??= new Map([...this.graph.labelNodes].map(([label, node]) => [label, this.graph.id(node)]));
    return this.#labels;
  }

  get #validated(): MapValidation {
    return (this.#validation ??= validateMap(this.graph, this.#failure));
  }

  #ids(nodes: readonly number[]): readonly string[] {
    return nodes.map((node) => this.graph.id(node));
  }
}

/**
 * The revisions by id, each made when it is asked for: ten thousand of them would weigh a lot, and few are
 * looked at.
 */
class LoadedRevisions implements ReadonlyMap<string, Revision> {
  readonly #graph: RevisionGraph;

  constructor(graph: RevisionGraph) {
    this.#graph = graph;
  }

  get size(): number {
    return this.#graph.idNodes.size;
  }

  has(id: string): boolean {
    return this.#graph.idNodes.has(id);
  }

  get(id: string): Revision | undefined {
    const node = this.#graph.idNodes.get(id);
    return node === undefined ? undefined : new LoadedRevision(this.#graph, node);
  }

  forEach(callback: (value: Revision, key: string, map: ReadonlyMap<string, Revision>) => void): void {
    for (const [id, revision] of this.entries()) callback(revision, id, this);
  }

  *entries(): MapIterator<[string, Revision]> {
    for (const [id, node] of this.#graph.idNodes) yield [id, new LoadedRevision(this.#graph, node)];
  }

  keys(): MapIterator<string> {
    return this.#graph.idNodes.keys();
  }

  *values(): MapIterator<Revision> {
    for (const node of this.#graph.idNodes.values()) yield new LoadedRevision(this.#graph, node);
  }

  [Symbol.iterator](): MapIterator<[string, Revision]> {
    return this.entries();
  }
}

/** Reads its edges from the graph when asked. */
class LoadedRevision implements Revision {
  readonly #graph: RevisionGraph;
  readonly #node: number;

  constructor(graph: RevisionGraph, node: number) {
    this.#graph = graph;
    this.#node = node;
  }

  get id(): string {
    return this.#graph.id(this.#node);
  }

  get script(): RevisionScript {
    return this.#graph.script(this.#node);
  }

  get downRevisions(): readonly string[] {
    return this.script.downRevisions;
  }

  get resolvedDependencies(): readonly string[] {
    return this.#ids(this.#graph.dependencies(this.#node));
  }

  get normalizedDependencies(): readonly string[] {
    return this.#ids(this.#graph.normalizedDependencies(this.#node));
  }

  get nextRevisions(): readonly string[] {
    return this.#ids(this.#graph.children(this.#node));
  }

  get allNextRevisions(): readonly string[] {
    return this.#ids(this.#graph.allChildren(this.#node));
  }

  get branchLabels(): readonly string[] {
    return [...this.#graph.labels(this.#node)];
  }

  #ids(nodes: readonly number[]): readonly string[] {
    return nodes.map((node) => this.#graph.id(node));
  }
}
