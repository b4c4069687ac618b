import type { RevisionScript } from './revisionScript';

/** A label that cannot be entered, because an id or another label is already called so. */
export interface LabelConflict {
  readonly label: string;
  readonly node: number;
  readonly usedBy: number;
}

/** The ids and labels of scripts. A node is the index of a script in load order. */
export interface Names {
  readonly idNodes: ReadonlyMap<string, number>;
  readonly labelNodes: ReadonlyMap<string, number>;
  readonly labelled: readonly number[];
  readonly labelConflicts: readonly LabelConflict[];
  readonly hasDuplicates: boolean;
}

/** Enters ids first and labels after them, as Alembic does. */
export function findNames(scripts: readonly RevisionScript[]): Names {
  const idNodes = new Map<string, number>();
  const labelNodes = new Map<string, number>();
  const labelled: number[] = [];
  const labelConflicts: LabelConflict[] = [];
  for (let node = 0; node < scripts.length; node++) {
    const script = scripts[node];
    if (!script) continue;
    idNodes.set(script.id, node);
    if (script.branchLabels.length > 0) labelled.push(node);
  }
  for (const node of labelled) {
    for (const label of scripts[node]?.branchLabels ?? []) {
      const usedBy = lookUp({ idNodes, labelNodes }, label);
      if (usedBy === undefined) labelNodes.set(label, node);
      else labelConflicts.push({ label, node, usedBy });
    }
  }
  return { idNodes, labelNodes, labelled, labelConflicts, hasDuplicates: idNodes.size < scripts.length };
}

/** The node of a full id or a branch label. */
export function lookUp(
  { idNodes, labelNodes }: Pick<Names, 'idNodes' | 'labelNodes'>,
  name: string,
): number | undefined {
  return idNodes.get(name) ?? labelNodes.get(name);
}

/** The node that answers for a node's id. */
export function answering(
  { idNodes, hasDuplicates }: Pick<Names, 'idNodes' | 'hasDuplicates'>,
  scripts: readonly RevisionScript[],
  node: number,
): number {
  return hasDuplicates ? (idNodes.get(scripts[node]?.id ?? '') ?? node) : node;
}

/** Whether two scripts have the same id and labels. */
export function declaresSame(a: RevisionScript, b: RevisionScript): boolean {
  return a.id === b.id && sameList(a.branchLabels, b.branchLabels);
}

/** Whether two lists of names are the same. */
export function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
