import type { AlembicError } from '../errors/alembicError';
import { findRevisions } from '../resolve/identifier';
import { compareCodePoints, pythonRepr } from '../../text/pythonText';
import { asError, assertTrue, AlembicException } from '../errors/alembicException';
import { ancestorEdges, reachableFrom } from '../graph/traversal';
import type { RevisionMap } from '../graph/revisionMap';

/** One statement on the version table: the row it touches, and for an update what the row becomes. */
export type RowOperation =
  readonly ['insert', string] | readonly ['delete', string] | readonly ['update', string, string];

/** The changes to the version table while a plan runs. */
export interface TableOutcome {
  /** For every step the statements on the table, up to a crash. */
  readonly rows: readonly (readonly RowOperation[])[];
  /** The rows afterwards, sorted; undefined if the bookkeeping itself crashes. */
  readonly headsAfter: readonly string[] | undefined;
  readonly tableError: AlembicError | undefined;
}

/** A stamp's step, as Alembic describes it. */
export interface StampStep {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly isUpgrade: boolean;
  readonly branchMove: boolean;
}

/** The table while upgrade or downgrade scripts run. */
export function runMigrationSteps(
  map: RevisionMap,
  current: readonly string[],
  nodes: readonly number[],
  isUpgrade: boolean,
): TableOutcome {
  const table = new VersionTable(map, current);
  return table.run(nodes, (node) => (isUpgrade ? table.upgrade(node) : table.downgrade(node)));
}

/** The table during a stamp. */
export function runStampSteps(
  map: RevisionMap,
  current: readonly string[],
  steps: readonly StampStep[],
): TableOutcome {
  const table = new VersionTable(map, current);
  return table.run(steps, (step) => table.stamp(step));
}

/** The rows as Alembic's `HeadMaintainer` keeps them. */
class VersionTable {
  readonly #map: RevisionMap;
  readonly #rows: Set<string>;
  #step: RowOperation[] = [];
  #covered: { readonly rows: string; readonly marks: Uint8Array } | undefined;

  constructor(map: RevisionMap, current: readonly string[]) {
    this.#map = map;
    this.#rows = new Set(current);
  }

  run<T>(steps: readonly T[], apply: (step: T) => void): TableOutcome {
    const rows: (readonly RowOperation[])[] = [];
    try {
      for (const step of steps) {
        this.#step = [];
        apply(step);
        rows.push(this.#step);
      }
    } catch (error) {
      if (!(error instanceof AlembicException)) throw error;
      return { rows, headsAfter: undefined, tableError: asError(error) };
    }
    return { rows, headsAfter: [...this.#rows].sort(compareCodePoints), tableError: undefined };
  }

  upgrade(node: number): void {
    const id = this.#map.graph.id(node);
    const downs = this.#downs(node);
    const present = downs.filter((down) => this.#rows.has(down));
    if (present.length === 0) {
      this.#insert(id);
    } else if (present.length > 1) {
      this.#merge(downs, id);
    } else {
      this.#update(downs.length === 1 ? (downs[0] ?? '') : (present[0] ?? ''), id);
    }
  }

  downgrade(node: number): void {
    const id = this.#map.graph.id(node);
    const downs = this.#downs(node);
    const isRow = this.#rows.has(id);
    const remaining = isRow && downs.length > 0 ? this.#remaining(id, downs) : [];
    if (isRow && remaining.length === 0) {
      this.#delete(id);
    } else if (isRow && downs.length > 1) {
      for (const down of remaining.slice(0, -1)) this.#insert(down);
      this.#update(id, remaining.at(-1) ?? '');
    } else {
      this.#update(id, this.#onlyDown(downs));
    }
  }

  stamp({ from, to, isUpgrade, branchMove }: StampStep): void {
    const [first, ...otherOrigins] = from;
    const [target] = to;
    const isNew = to.some((id) => !this.#rows.has(id));
    if (!isUpgrade && branchMove) {
      assertTrue(first !== undefined && otherOrigins.length === 0);
      this.#delete(first);
    } else if (isUpgrade && (branchMove || from.some((id) => !this.#rows.has(id))) && isNew) {
      assertTrue(target !== undefined);
      this.#insert(target);
    } else {
      assertTrue(first !== undefined && target !== undefined);
      for (const id of from.slice(0, -1)) this.#delete(id);
      this.#update(from.at(-1) ?? first, target);
    }
  }

  /** Several rows become one; ancestors of another row are already gone. */
  #merge(downs: readonly string[], id: string): void {
    const others = [...this.#rows].filter((row) => !downs.includes(row));
    const origins = others.length > 0 ? this.#withoutCovered(downs, others) : downs;
    const last = origins.at(-1);
    if (last === undefined) throw new AlembicException('IndexError', 'list index out of range');
    for (const origin of origins.slice(0, -1)) this.#delete(origin);
    this.#update(last, id);
  }

  /**
   * What is left as rows of a downgraded revision's downs: those on which nothing else that is applied
   * stands.
   */
  #remaining(id: string, downs: readonly string[]): readonly string[] {
    if (this.#rows.size > 1)
      return this.#withoutCovered(
        downs,
        [...this.#rows].filter((row) => row !== id),
      );
    if (downs.length === 1) return downs;
    const { graph } = this.#map;
    const covered = new Set<string>();
    for (const down of downs)
      for (const node of reachableFrom(ancestorEdges(graph, true), findRevisions(this.#map, down)).members)
        if (graph.id(node) !== down) covered.add(graph.id(node));
    return downs.filter((down) => !covered.has(down));
  }

  #withoutCovered(ids: readonly string[], others: readonly string[]): readonly string[] {
    const { graph } = this.#map;
    const key = others.join('\n');
    if (this.#covered?.rows !== key)
      this.#covered = {
        rows: key,
        marks: reachableFrom(ancestorEdges(graph, true), findRevisions(this.#map, others)).marks,
      };
    const { marks } = this.#covered;
    return ids.filter((id) => marks[graph.idNodes.get(id) ?? -1] !== 1);
  }

  #onlyDown(downs: readonly string[]): string {
    if (downs.length === 1) return downs[0] ?? '';
    const present = downs.filter((down) => this.#rows.has(down));
    assertTrue(present.length === 1, "Can't do an UPDATE because downrevision is ambiguous");
    return present[0] ?? '';
  }

  #downs(node: number): string[] {
    return this.#map.graph.downs(node).map((down) => this.#map.graph.id(down));
  }

  #insert(id: string): void {
    assertTrue(!this.#rows.has(id));
    this.#rows.add(id);
    this.#step.push(['insert', id]);
  }

  #delete(id: string): void {
    this.#remove(id);
    this.#step.push(['delete', id]);
  }

  #update(from: string, to: string): void {
    assertTrue(!this.#rows.has(to));
    this.#remove(from);
    this.#rows.add(to);
    this.#step.push(['update', from, to]);
  }

  #remove(id: string): void {
    if (!this.#rows.delete(id)) throw new AlembicException('KeyError', pythonRepr(id));
  }
}
