import { collectEdges, EdgeList, reverseEdges } from './edgeList';
import type { RevisionScript } from './revisionScript';
import { spreadLabels } from './branchLabels';
import { normalizeDependencies } from './dependencies';

const none: readonly number[] = [];

/** A name in a file that stands for nothing that was loaded. */
export interface MissingReference {
  readonly node: number;
  readonly name: string;
  readonly kind: 'down_revision' | 'depends_on';
}

/** A label that cannot be entered, because an id or another label is already called so. */
export interface LabelConflict {
  readonly label: string;
  readonly node: number;
  readonly usedBy: number;
}

interface References {
  readonly missing: MissingReference[];
  readonly parentByLabel: { readonly node: number; readonly label: string }[];
}

/**
 * The edges between scripts. A node is the index of a script in load order; of several files with one id the last answers for the id, and the
 * others are nodes that no id leads to, as in Alembic. Edges to what is not there are left out.
 */
export class RevisionGraph {
  /** id -> node, in Alembic's map order: place of the first file, content of the last. */
  readonly idNodes = new Map<string, number>();
  readonly labelNodes = new Map<string, number>();
  readonly hasDuplicates: boolean;
  readonly missing: readonly MissingReference[];
  readonly labelConflicts: readonly LabelConflict[];
  /** Nodes whose parent is named by a branch label, which Alembic does not accept. */
  readonly parentByLabel: readonly { readonly node: number; readonly label: string }[];

  /** Parents that exist, as written, repeats included. */
  readonly parentEdges: EdgeList;
  /** Children, in load order. */
  readonly childEdges: EdgeList;

  readonly #dependencies = new Map<number, readonly number[]>();
  readonly #dependants = new Map<number, number[]>();
  #normalized: ReadonlyMap<number, readonly number[]> | undefined;
  #labels: ReadonlyMap<number, ReadonlySet<string>> | undefined;
  #positions: Int32Array | undefined;
  #downEdges: EdgeList | undefined;
  #allParentEdges: EdgeList | undefined;
  #allChildEdges: EdgeList | undefined;

  constructor(readonly scripts: readonly RevisionScript[]) {
    const missing: MissingReference[] = [];
    const parentByLabel: References['parentByLabel'] = [];
    for (const [node, script] of scripts.entries()) this.idNodes.set(script.id, node);
    this.hasDuplicates = this.idNodes.size < scripts.length;
    this.labelConflicts = this.#enterLabels();
    this.parentEdges = this.#enterParents({ missing, parentByLabel });
    this.missing = missing;
    this.parentByLabel = parentByLabel;
    this.childEdges = this.#enterChildren();
    if (this.#dependencies.size > 0) this.#enterDependants();
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
    return this.idNodes.get(name) ?? this.labelNodes.get(name);
  }

  /** Every file object that Alembic's map holds, those reached by a label alone included; no node twice. */
  *mapped(): IterableIterator<number> {
    yield* this.idNodes.values();
    if (!this.hasDuplicates) return;
    for (const node of new Set(this.labelNodes.values())) if (this.answering(node) !== node) yield node;
  }

  /** The node that answers for this node's id. */
  answering(node: number): number {
    return this.hasDuplicates ? (this.idNodes.get(this.id(node)) ?? node) : node;
  }

  /** The place of a node's id in the map. */
  position(node: number): number {
    if (!this.hasDuplicates) return node;
    if (!this.#positions) {
      this.#positions = new Int32Array(this.size);
      const places = new Map([...this.idNodes.keys()].map((id, place) => [id, place]));
      for (let each = 0; each < this.size; each++) this.#positions[each] = places.get(this.id(each)) ?? 0;
    }
    return this.#positions[node] ?? 0;
  }

  parents(node: number): readonly number[] {
    return this.parentEdges.of(node);
  }

  children(node: number): readonly number[] {
    return this.childEdges.of(node);
  }

  /** Resolved dependencies that exist, as written. */
  dependencies(node: number): readonly number[] {
    return this.#dependencies.get(node) ?? none;
  }

  /** Nodes with a dependency, each with what it depends on. */
  get allDependencies(): ReadonlyMap<number, readonly number[]> {
    return this.#dependencies;
  }

  /** Dependencies without those that an ancestor has too. */
  normalizedDependencies(node: number): readonly number[] {
    if (this.#dependencies.size === 0) return none;
    this.#normalized ??= normalizeDependencies(this);
    return this.#normalized.get(node) ?? none;
  }

  /** Children and dependants, in load order. */
  get allChildEdges(): EdgeList {
    if (this.#dependants.size === 0) return this.childEdges;
    return (this.#allChildEdges ??= collectEdges(this.size, (node) => {
      const dependants = this.#dependants.get(node);
      const children = this.children(node);
      if (!dependants) return children;
      return [...new Set([...children, ...dependants])].sort((a, b) => this.position(a) - this.position(b));
    }));
  }

  /** Parents and dependencies, no repeats. */
  get allParentEdges(): EdgeList {
    return (this.#allParentEdges ??= collectEdges(this.size, (node) =>
      joined(this.parents(node), this.dependencies(node)),
    ));
  }

  /** Parents and normalised dependencies, no repeats: the way from a revision to what must be applied before it. */
  get downEdges(): EdgeList {
    return (this.#downEdges ??= collectEdges(this.size, (node) =>
      joined(this.parents(node), this.normalizedDependencies(node)),
    ));
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
    this.#labels ??= spreadLabels(this);
    return this.#labels.get(node) ?? noLabels;
  }

  /** The nodes of a kind in load order, files that a later one replaces included. */
  nodesWhere(test: (node: number) => boolean): number[] {
    const nodes: number[] = [];
    for (let node = 0; node < this.size; node++) if (test(node)) nodes.push(node);
    return nodes;
  }

  #enterLabels(): LabelConflict[] {
    const conflicts: LabelConflict[] = [];
    for (const [node, script] of this.scripts.entries()) {
      for (const label of script.branchLabels) {
        const usedBy = this.lookUp(label);
        if (usedBy === undefined) this.labelNodes.set(label, node);
        else conflicts.push({ label, node, usedBy });
      }
    }
    return conflicts;
  }

  #resolve(node: number, script: RevisionScript, missing: MissingReference[]): readonly number[] {
    const resolved: number[] = [];
    for (const name of script.dependsOn) {
      const found = this.lookUp(name);
      if (found === undefined) missing.push({ node, name, kind: 'depends_on' });
      else if (name !== script.id) resolved.push(this.answering(found));
    }
    return resolved;
  }

  #findParent(node: number, name: string, { missing, parentByLabel }: References): number | undefined {
    const parent = this.idNodes.get(name);
    if (parent !== undefined) return parent;
    const labelled = this.labelNodes.get(name);
    if (labelled === undefined) missing.push({ node, name, kind: 'down_revision' });
    else parentByLabel.push({ node, label: name });
    return labelled;
  }

  #enterParents(references: References): EdgeList {
    const starts = new Int32Array(this.size + 1);
    const targets: number[] = [];
    for (let node = 0; node < this.size; node++) {
      const script = this.script(node);
      for (const name of script.downRevisions) {
        const parent = this.#findParent(node, name, references);
        if (parent !== undefined && name !== script.id) targets.push(parent);
      }
      starts[node + 1] = targets.length;
      if (hasDependencies(script))
        this.#dependencies.set(node, this.#resolve(node, script, references.missing));
    }
    return new EdgeList(starts, Int32Array.from(targets));
  }

  #enterChildren(): EdgeList {
    const { starts, targets } = this.parentEdges;
    const visitParents = (node: number, visit: (source: number, target: number) => void): void => {
      const start = starts[node] ?? 0;
      const end = starts[node + 1] ?? 0;
      const source = this.answering(node);
      for (let edge = start; edge < end; edge++) {
        const parent = targets[edge] ?? 0;
        if (edge === start || targets.indexOf(parent, start) === edge) visit(source, parent);
      }
    };
    if (!this.hasDuplicates)
      return reverseEdges(this.size, (visit) => {
        for (let node = 0; node < this.size; node++) visitParents(node, visit);
      });
    const children = reverseEdges(this.size, (visit) => {
      for (const node of this.mapped()) visitParents(node, visit);
    });
    return collectEdges(this.size, (node) => [...new Set(children.of(node))]);
  }

  #enterDependants(): void {
    for (const node of this.mapped()) {
      for (const dependency of new Set(this.#dependencies.get(node))) {
        const dependants = this.#dependants.get(dependency);
        if (dependants) dependants.push(this.answering(node));
        else this.#dependants.set(dependency, [this.answering(node)]);
      }
    }
  }
}

function joined(first: readonly number[], second: readonly number[]): readonly number[] {
  if (first.length + second.length < 2) return second.length > 0 ? second : first;
  return [...new Set([...first, ...second])];
}

const noLabels: ReadonlySet<string> = new Set();

/** A lone empty string counts as nothing to depend on. */
function hasDependencies(script: RevisionScript): boolean {
  const { dependsOn } = script;
  return dependsOn.length > 1 || (dependsOn.length === 1 && dependsOn[0] !== '');
}
