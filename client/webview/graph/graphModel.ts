import type { GraphContents } from '../../src/features/graph/messages';
import type { AuthorDto, GraphLineDto, RevisionWordsDto } from '../../../server/protocol/graph';
import { arrangeGraph, identityOf, identityOfRun } from './arrangeGraph';
import type { Arrangement, ShownRow } from './arrangeGraph';

/** What comes later than the contents, by URI. */
export interface LaterFacts {
  readonly words: ReadonlyMap<string, RevisionWordsDto>;
  readonly authors: ReadonlyMap<string, AuthorDto>;
}

/**
 * The contents with what follows from them: neighbours, lines by row, and what matches a search. Rows are
 * numbered from the top.
 */
export class GraphModel {
  readonly rows: readonly ShownRow[];
  readonly #parents: number[][];
  readonly #children: number[][];
  readonly #dependencies: number[][];
  readonly #dependents: number[][];
  /** Lines that cross or touch a block of rows, so that a window draws those alone. */
  readonly #linesByBlock: GraphLineDto[][] = [];
  readonly #rowByUri = new Map<string, number>();
  readonly #rowById = new Map<string, number>();

  constructor(
    readonly contents: GraphContents,
    readonly later: LaterFacts,
    arrangement: Arrangement,
  ) {
    const { rows, lines } = arrangeGraph(contents, arrangement);
    this.rows = rows;
    this.#parents = rows.map(() => []);
    this.#children = rows.map(() => []);
    this.#dependencies = rows.map(() => []);
    this.#dependents = rows.map(() => []);
    for (const [at, row] of rows.entries())
      for (const { uri, id } of [row, ...row.folded]) {
        if (uri !== null) this.#rowByUri.set(uri, at);
        if (!this.#rowById.has(id)) this.#rowById.set(id, at);
      }
    for (const line of lines) this.#enter(line);
  }

  #enter(line: GraphLineDto): void {
    const { child, parent, kind } = line;
    (kind === 'parent' ? this.#parents : this.#dependencies)[child]?.push(parent);
    (kind === 'parent' ? this.#children : this.#dependents)[parent]?.push(child);
    const [first, last] = [Math.min(child, parent), Math.max(child, parent)];
    for (let block = blockOf(first); block <= blockOf(last); block++)
      (this.#linesByBlock[block] ??= []).push(line);
  }

  parents(row: number): readonly number[] {
    return this.#parents[row] ?? [];
  }

  children(row: number): readonly number[] {
    return this.#children[row] ?? [];
  }

  /** What it depends on, by `depends_on`. */
  dependencies(row: number): readonly number[] {
    return this.#dependencies[row] ?? [];
  }

  dependents(row: number): readonly number[] {
    return this.#dependents[row] ?? [];
  }

  /** The row of a file or, for what has none, of an id; of a folded one the row of its run. */
  rowOf(uriOrId: string): number | undefined {
    return this.#rowByUri.get(uriOrId) ?? this.#rowById.get(uriOrId);
  }

  /** The run in which a file or id is folded; undefined where it has a row of its own. */
  runOf(uriOrId: string): string | undefined {
    const row = this.rowOf(uriOrId);
    const shown = row === undefined ? undefined : this.rows[row];
    const oldest = shown?.folded.at(-1);
    return oldest && shown?.id !== uriOrId ? identityOfRun(oldest) : undefined;
  }

  /** What tells a row from others and stays the same when the history is read again. */
  identity(row: number): string {
    const shown = this.rows[row];
    return shown ? identityOf(shown) : '';
  }

  wordsOf(row: number): RevisionWordsDto | undefined {
    const uri = this.rows[row]?.uri;
    return uri === null || uri === undefined ? undefined : this.later.words.get(uri);
  }

  authorOf(row: number): AuthorDto | undefined {
    const uri = this.rows[row]?.uri;
    return uri === null || uri === undefined ? undefined : this.later.authors.get(uri);
  }

  linesBetween(first: number, last: number): ReadonlySet<GraphLineDto> {
    const found = new Set<GraphLineDto>();
    for (let block = blockOf(first); block <= blockOf(last); block++)
      for (const line of this.#linesByBlock[block] ?? [])
        if (Math.min(line.child, line.parent) <= last && Math.max(line.child, line.parent) >= first)
          found.add(line);
    return found;
  }

  /** The row, and all that it builds or depends on. */
  ancestors(row: number): ReadonlySet<number> {
    return reach(row, [this.#parents, this.#dependencies]);
  }

  /** The row, and all that build or depend on it. */
  descendants(row: number): ReadonlySet<number> {
    return reach(row, [this.#children, this.#dependents]);
  }

  lineage(row: number): ReadonlySet<number> {
    return new Set([...this.ancestors(row), ...this.descendants(row)]);
  }
}

function reach(row: number, steps: readonly (readonly (readonly number[])[])[]): ReadonlySet<number> {
  const found = new Set([row]);
  for (const at of found) for (const step of steps) for (const next of step[at] ?? []) found.add(next);
  return found;
}

export const wrongKinds: ReadonlySet<string> = new Set(['missing', 'unreadable', 'duplicate', 'cycle']);

const rowsOfBlock = 64;

function blockOf(row: number): number {
  return Math.floor(row / rowsOfBlock);
}
