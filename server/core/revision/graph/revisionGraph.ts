import { collectEdges, withExtraEdges, updateTranspose, collectTransposed, transpose } from './edgeList';
import type { EdgeList } from './edgeList';
import type { GraphEdges } from './graphEdges';
import { ranksAlong } from './ranks';
import { NameKeys } from './nameKeys';
import { answering, declaresSame, findNames, lookUp } from './names';
import type { LabelConflict } from './names';
import { updateEdgesFromNames, edgesFromNames, namesSame } from './edgesFromNames';
import type { MissingReference, EdgesFromNames } from './edgesFromNames';
import type { RevisionScript } from './revisionScript';
import { propagateLabels } from './branchLabels';
import type { PropagatedLabels } from './branchLabels';
import { normalizeDependencies } from './dependencies';

const none: readonly number[] = [];

interface Derived {
  normalized?: ReadonlyMap<number, readonly number[]>;
  labels?: PropagatedLabels;
  positions?: Int32Array;
  downEdges?: EdgeList;
  allParentEdges?: EdgeList;
  allChildEdges?: EdgeList;
  ranks?: Int32Array | 'circular';
}

/**
 * The edges between scripts. A node is the index of a script in load order; of several files with one id the
 * last answers for the id, and the others are nodes that no id leads to, as in Alembic. Edges to what is not
 * there are left out.
 */
export class RevisionGraph implements GraphEdges {
  /** id -> node, in Alembic's map order: place of the first file, content of the last. */
  readonly idNodes: ReadonlyMap<string, number>;
  readonly labelNodes: ReadonlyMap<string, number>;
  /** Nodes that declare labels, in load order. */
  readonly labelled: readonly number[];
  readonly hasDuplicates: boolean;
  readonly labelConflicts: readonly LabelConflict[];
  /** Children, in load order. */
  readonly childEdges: EdgeList;

  readonly #references: EdgesFromNames;
  readonly #dependants: ReadonlyMap<number, readonly number[]>;
  /** Values computed on first use, shared by graphs with identical edges. */
  readonly #derived: Derived;
  #nameKeys: NameKeys | undefined;

  /**
   * `previous`: a graph with the same number of scripts, ids and labels. `changed`: indices of scripts that
   * differ. `relinked`: the subset whose parents or dependencies may differ.
   */
  constructor(
    readonly scripts: readonly RevisionScript[],
    previous?: RevisionGraph,
    changed: readonly number[] = none,
    relinked: readonly number[] = changed,
  ) {
    const names = previous ?? findNames(scripts);
    this.idNodes = names.idNodes;
    this.labelNodes = names.labelNodes;
    this.labelled = names.labelled;
    this.labelConflicts = names.labelConflicts;
    this.hasDuplicates = names.hasDuplicates;
    const references = previous
      ? updateEdgesFromNames(names, scripts, previous.#references, relinked)
      : edgesFromNames(names, scripts);
    this.#references = references;
    const sameParents = previous?.parentEdges === references.parentEdges;
    this.childEdges = sameParents ? previous.childEdges : this.#enterChildren(previous, relinked);
    const sameDependencies = previous?.allDependencies === references.dependencies;
    this.#dependants = sameDependencies ? previous.allDependants : this.#enterDependants();
    this.#derived = sameParents && sameDependencies ? previous.#derived : this.#keepRanks(previous, relinked);
    this.#nameKeys = previous && previous.#nameKeys && new NameKeys(scripts, previous.#nameKeys, changed);
  }

  /**
   * The graph of scripts that differ only at the indices `changed`, in ascending order; reuses the unaffected
   * parts of this one.
   */
  withScripts(scripts: readonly RevisionScript[], changed: readonly number[]): RevisionGraph {
    const isSame = (same: (a: RevisionScript, b: RevisionScript) => boolean): boolean =>
      changed.every((node) => {
        const script = scripts[node];
        return script !== undefined && same(this.script(node), script);
      });
    if (scripts.length !== this.size || !isSame(declaresSame)) return new RevisionGraph(scripts);
    return new RevisionGraph(scripts, this, changed, isSame(namesSame) ? none : changed);
  }

  /** References to nothing that was loaded, in load order. */
  get missing(): readonly MissingReference[] {
    return this.#references.missing;
  }

  /** Nodes whose parent is named by a branch label, which Alembic does not accept. */
  get parentByLabel(): EdgesFromNames['parentByLabel'] {
    return this.#references.parentByLabel;
  }

  /** Parents that exist, as written, repeats included. */
  get parentEdges(): EdgeList {
    return this.#references.parentEdges;
  }

  get size(): number {
    return this.scripts.length;
  }

  id(node: number): string {
    return this.script(node).id;
  }

  script(node: number): RevisionScript {
    const script = this.scripts[node];
    if (!script) throw new RangeError(`no script ${String(node)}`);
    return script;
  }

  /** The node of a full id or a branch label. */
  lookUp(name: string): number | undefined {
    return lookUp(this, name);
  }

  /** Every file object that Alembic's map holds, those reached by a label alone included; no node twice. */
  *mapped(): IterableIterator<number> {
    yield* this.idNodes.values();
    if (!this.hasDuplicates) return;
    for (const node of new Set(this.labelNodes.values())) if (this.answering(node) !== node) yield node;
  }

  /** The node that answers for this node's id. */
  answering(node: number): number {
    return answering(this, this.scripts, node);
  }

  /** The place of a node's id in the map. */
  position(node: number): number {
    if (!this.hasDuplicates) return node;
    if (!this.#derived.positions) {
      const places = new Map([...this.idNodes.keys()].map((id, place) => [id, place]));
      this.#derived.positions = Int32Array.from(this.scripts, ({ id }) => places.get(id) ?? 0);
    }
    return this.#derived.positions[node] ?? 0;
  }

  parents(node: number): readonly number[] {
    return this.parentEdges.of(node);
  }

  children(node: number): readonly number[] {
    return this.childEdges.of(node);
  }

  /** Resolved dependencies that exist, as written. */
  dependencies(node: number): readonly number[] {
    return this.#references.dependencies.get(node) ?? none;
  }

  /** Nodes with a dependency, each with what it depends on. */
  get allDependencies(): ReadonlyMap<number, readonly number[]> {
    return this.#references.dependencies;
  }

  /** Nodes that others depend on, each with those, in load order. */
  get allDependants(): ReadonlyMap<number, readonly number[]> {
    return this.#dependants;
  }

  /** Dependencies without those that an ancestor has too. */
  normalizedDependencies(node: number): readonly number[] {
    return this.#normalized.get(node) ?? none;
  }

  /** Children and dependants, in load order. */
  get allChildEdges(): EdgeList {
    if (this.#dependants.size === 0) return this.childEdges;
    return (this.#derived.allChildEdges ??= withExtraEdges(this.childEdges, this.#dependants, (children) =>
      children.sort((a, b) => this.position(a) - this.position(b)),
    ));
  }

  /** Parents and dependencies, no repeats. */
  get allParentEdges(): EdgeList {
    return (this.#derived.allParentEdges ??= withExtraEdges(this.parentEdges, this.allDependencies));
  }

  /**
   * Parents and normalised dependencies, no repeats: the way from a revision to what must be applied before
   * it.
   */
  get downEdges(): EdgeList {
    return (this.#derived.downEdges ??= withExtraEdges(this.parentEdges, this.#normalized));
  }

  /**
   * A number for each node, so that what lies below it along parents and dependencies has a lower one;
   * undefined where they make a cycle. Which numbers these are is a matter of what was edited before.
   */
  get ranks(): Int32Array | undefined {
    const edges = this.#references.dependencies.size === 0 ? this.parentEdges : this.allParentEdges;
    const ranks = (this.#derived.ranks ??= ranksAlong(edges, this.size) ?? 'circular');
    return ranks === 'circular' ? undefined : ranks;
  }

  /** An index for finding scripts with a similar name. */
  get nameKeys(): NameKeys {
    return (this.#nameKeys ??= new NameKeys(this.scripts));
  }

  allChildren(node: number): readonly number[] {
    return this.allChildEdges.of(node);
  }

  allParents(node: number): readonly number[] {
    return this.allParentEdges.of(node);
  }

  downs(node: number): readonly number[] {
    return this.downEdges.of(node);
  }

  /** No `down_revision`; one that cannot be read is not taken for none. */
  isBase(node: number): boolean {
    if (this.parentEdges.count(node) > 0) return false;
    const script = this.script(node);
    return script.downRevisions.length === 0 && !script.hasUnknownDownRevision;
  }

  isRealBase(node: number): boolean {
    return this.isBase(node) && this.script(node).dependsOn.length === 0;
  }

  isHead(node: number): boolean {
    return this.childEdges.count(node) === 0;
  }

  isRealHead(node: number): boolean {
    return this.isHead(node) && !this.#dependants.has(node);
  }

  isMergePoint(node: number): boolean {
    return this.script(node).downRevisions.length > 1;
  }

  isBranchPoint(node: number): boolean {
    return this.childEdges.count(node) > 1;
  }

  isRealBranchPoint(node: number): boolean {
    return this.allChildEdges.count(node) > 1;
  }

  /** Labels after they have spread along branches. */
  labels(node: number): ReadonlySet<string> {
    if (this.labelled.length === 0) return noLabels;
    return (this.#derived.labels ??= propagateLabels(this)).get(node);
  }

  /** The nodes of a kind in load order, files that a later one replaces included. */
  nodesWhere(test: (node: number) => boolean): number[] {
    const nodes: number[] = [];
    for (let node = 0; node < this.size; node++) if (test(node)) nodes.push(node);
    return nodes;
  }

  get #normalized(): ReadonlyMap<number, readonly number[]> {
    if (this.allDependencies.size === 0) return this.allDependencies;
    return (this.#derived.normalized ??= normalizeDependencies(this));
  }

  /** Ranks still hold where edges only went, or lead to a lower rank. */
  #keepRanks(previous: RevisionGraph | undefined, relinked: readonly number[]): Derived {
    const ranks = previous && previous.#derived.ranks;
    if (ranks === undefined || ranks === 'circular') return {};
    const holds = relinked.every((node) =>
      joined(this.parents(node), this.dependencies(node)).every(
        (down) => (ranks[down] ?? 0) < (ranks[node] ?? 0),
      ),
    );
    return holds ? { ranks } : {};
  }

  #enterChildren(previous: RevisionGraph | undefined, relinked: readonly number[]): EdgeList {
    if (!this.hasDuplicates)
      return previous
        ? updateTranspose(previous.childEdges, previous.parentEdges, this.parentEdges, relinked)
        : transpose(this.parentEdges, this.size);
    const children = collectTransposed(this.size, (visit) => {
      for (const node of this.mapped())
        for (const parent of new Set(this.parents(node))) visit(this.answering(node), parent);
    });
    return collectEdges(this.size, (node) => [...new Set(children.of(node))]);
  }

  #enterDependants(): ReadonlyMap<number, readonly number[]> {
    const dependants = new Map<number, number[]>();
    if (this.#references.dependencies.size === 0) return dependants;
    for (const node of this.mapped()) {
      const own = this.#references.dependencies.get(node);
      for (const dependency of own ? new Set(own) : none) {
        const others = dependants.get(dependency);
        if (others) others.push(this.answering(node));
        else dependants.set(dependency, [this.answering(node)]);
      }
    }
    return dependants;
  }
}

function joined(first: readonly number[], second: readonly number[]): readonly number[] {
  if (first.length + second.length < 2) return second.length > 0 ? second : first;
  return [...new Set([...first, ...second])];
}

const noLabels: ReadonlySet<string> = new Set();
