import { EdgeList, replaceEdges } from './edgeList';
import { answering, lookUp, sameList } from './names';
import type { Names } from './names';
import type { RevisionScript } from './revisionScript';

/** A name in a file that stands for nothing that was loaded. */
export interface MissingReference {
  readonly node: number;
  readonly name: string;
  readonly kind: 'down_revision' | 'depends_on';
}

/** The edges that the names in scripts resolve to. Lists are in load order. */
export interface EdgesFromNames {
  readonly missing: readonly MissingReference[];
  readonly parentByLabel: readonly { readonly node: number; readonly label: string }[];
  /** Parents that exist, as written, repeats included. */
  readonly parentEdges: EdgeList;
  /** Of nodes that have any: dependencies that exist, as written. */
  readonly dependencies: ReadonlyMap<number, readonly number[]>;
}

/** Looks up every name in every script. */
export function edgesFromNames(names: Names, scripts: readonly RevisionScript[]): EdgesFromNames {
  const search = new Search(names, scripts);
  const dependencies = new Map<number, readonly number[]>();
  const starts = new Int32Array(scripts.length + 1);
  const targets: number[] = [];
  for (let node = 0; node < scripts.length; node++) {
    search.addParents(node, targets);
    starts[node + 1] = targets.length;
    const resolved = search.dependenciesOf(node);
    if (resolved) dependencies.set(node, resolved);
  }
  const { missing, parentByLabel } = search;
  return {
    missing,
    parentByLabel,
    parentEdges: new EdgeList(starts, Int32Array.from(targets)),
    dependencies,
  };
}

/**
 * The same where ids and labels are as `earlier` and only the scripts at the given places, in ascending
 * order, may name others.
 */
export function updateEdgesFromNames(
  names: Names,
  scripts: readonly RevisionScript[],
  earlier: EdgesFromNames,
  changed: readonly number[],
): EdgesFromNames {
  if (changed.length === 0) return earlier;
  const search = new Search(names, scripts);
  const isChanged = new Set(changed);
  const merged = <Item extends { readonly node: number }>(old: readonly Item[], found: readonly Item[]) =>
    [...old.filter(({ node }) => !isChanged.has(node)), ...found].sort((a, b) => a.node - b.node);
  const parents: (readonly number[])[] = [];
  const dependencies: { readonly node: number; readonly resolved: readonly number[] }[] = [];
  for (const node of changed) {
    parents.push(search.parentsOf(node));
    const resolved = search.dependenciesOf(node);
    if (resolved) dependencies.push({ node, resolved });
  }
  const sameDependencies =
    dependencies.length === 0 && !changed.some((node) => earlier.dependencies.has(node));
  const before = sameDependencies
    ? []
    : [...earlier.dependencies].map(([node, resolved]) => ({ node, resolved }));
  return {
    missing: merged(earlier.missing, search.missing),
    parentByLabel: merged(earlier.parentByLabel, search.parentByLabel),
    parentEdges: replaceEdges(earlier.parentEdges, changed, parents),
    dependencies: sameDependencies
      ? earlier.dependencies
      : new Map(merged(before, dependencies).map(({ node, resolved }) => [node, resolved])),
  };
}

/** Whether two scripts name the same parents and dependencies. */
export function namesSame(a: RevisionScript, b: RevisionScript): boolean {
  return sameList(a.downRevisions, b.downRevisions) && sameList(a.dependsOn, b.dependsOn);
}

class Search {
  readonly missing: MissingReference[] = [];
  readonly parentByLabel: { readonly node: number; readonly label: string }[] = [];
  readonly #names: Names;
  readonly #scripts: readonly RevisionScript[];

  constructor(names: Names, scripts: readonly RevisionScript[]) {
    this.#names = names;
    this.#scripts = scripts;
  }

  parentsOf(node: number): readonly number[] {
    const parents: number[] = [];
    this.addParents(node, parents);
    return parents;
  }

  /** Adds the parents of a node to a list. */
  addParents(node: number, parents: number[]): void {
    const script = this.#scripts[node];
    if (!script) return;
    for (const name of script.downRevisions) {
      const parent = this.#parent(node, name);
      if (parent !== undefined && name !== script.id) parents.push(parent);
    }
  }

  /** Undefined for a revision without dependencies. */
  dependenciesOf(node: number): readonly number[] | undefined {
    const script = this.#scripts[node];
    if (!script || !hasDependencies(script)) return undefined;
    const resolved: number[] = [];
    for (const name of script.dependsOn) {
      const found = lookUp(this.#names, name);
      if (found === undefined) this.missing.push({ node, name, kind: 'depends_on' });
      else if (name !== script.id) resolved.push(answering(this.#names, this.#scripts, found));
    }
    return resolved;
  }

  #parent(node: number, name: string): number | undefined {
    const parent = this.#names.idNodes.get(name);
    if (parent !== undefined) return parent;
    const labelled = this.#names.labelNodes.get(name);
    if (labelled === undefined) this.missing.push({ node, name, kind: 'down_revision' });
    else this.parentByLabel.push({ node, label: name });
    return labelled;
  }
}

/** A lone empty string counts as nothing to depend on. */
function hasDependencies(script: RevisionScript): boolean {
  const { dependsOn } = script;
  return dependsOn.length > 1 || (dependsOn.length === 1 && dependsOn[0] !== '');
}
