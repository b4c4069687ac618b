import type { GraphContents, GraphRow } from '../../src/features/graph/messages';
import type { GraphLineDto, RevisionWordsDto } from '../../../server/protocol/graph';

/**
 * The contents with what follows from them: neighbours, lines by row, and what matches a search. Rows are
 * numbered from the newest.
 */
export class GraphModel {
  readonly #parents: number[][];
  readonly #children: number[][];
  /** Lines that cross or touch a block of rows, so that a window draws those alone. */
  readonly #linesByBlock: GraphLineDto[][] = [];
  readonly #rowByUri = new Map<string, number>();
  readonly #rowById = new Map<string, number>();

  constructor(
    readonly contents: GraphContents,
    readonly words: ReadonlyMap<string, RevisionWordsDto>,
  ) {
    const { rows, lines } = contents;
    this.#parents = rows.map(() => []);
    this.#children = rows.map(() => []);
    for (const [at, { uri, id }] of rows.entries()) {
      if (uri !== null) this.#rowByUri.set(uri, at);
      if (!this.#rowById.has(id)) this.#rowById.set(id, at);
    }
    for (const line of lines) {
      if (line.kind === 'parent') {
        this.#parents[line.child]?.push(line.parent);
        this.#children[line.parent]?.push(line.child);
      }
      const [first, last] = [Math.min(line.child, line.parent), Math.max(line.child, line.parent)];
      for (let block = blockOf(first); block <= blockOf(last); block++)
        (this.#linesByBlock[block] ??= []).push(line);
    }
  }

  get rows(): readonly GraphRow[] {
    return this.contents.rows;
  }

  parents(row: number): readonly number[] {
    return this.#parents[row] ?? [];
  }

  children(row: number): readonly number[] {
    return this.#children[row] ?? [];
  }

  /** The row of a file or, for what has none, of an id. */
  rowOf(uriOrId: string): number | undefined {
    return this.#rowByUri.get(uriOrId) ?? this.#rowById.get(uriOrId);
  }

  /** What tells a row from others and stays the same when the history is read again. */
  identity(row: number): string {
    const { uri, id } = this.rows[row] ?? { uri: null, id: '' };
    return uri ?? id;
  }

  wordsOf(row: number): RevisionWordsDto | undefined {
    const uri = this.rows[row]?.uri;
    return uri === null || uri === undefined ? undefined : this.words.get(uri);
  }

  linesBetween(first: number, last: number): ReadonlySet<GraphLineDto> {
    const found = new Set<GraphLineDto>();
    for (let block = blockOf(first); block <= blockOf(last); block++)
      for (const line of this.#linesByBlock[block] ?? []) found.add(line);
    return found;
  }

  /** The rows that can be reached from one by parents and by children, itself among them. */
  lineage(row: number): ReadonlySet<number> {
    const found = new Set<number>([row]);
    for (const step of [this.#parents, this.#children]) {
      const waiting = [row];
      const seen = new Set(waiting);
      for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
        for (const next of step[at] ?? [])
          if (!seen.has(next)) {
            seen.add(next);
            found.add(next);
            waiting.push(next);
          }
    }
    return found;
  }

  /** Whether a row has all words of a search; `table:users` asks what it does. */
  matches(row: number, terms: readonly string[], filter: Filter): boolean {
    const { [row]: shown } = this.rows;
    if (!shown) return false;
    if (filter === 'pending' && shown.state !== 'pending' && shown.state !== 'some') return false;
    if (filter === 'problems' && shown.problems.length === 0 && !wrongKinds.has(shown.kind)) return false;
    if (terms.length === 0) return true;
    const words = (this.wordsOf(row)?.upgrade ?? []).join('\n').toLowerCase();
    const fileName = shown.uri?.slice(shown.uri.lastIndexOf('/') + 1) ?? '';
    const text = [shown.id, shown.title, fileName, ...shown.marks, ...shown.labels].join('\n').toLowerCase();
    return terms.every((term) => {
      const table = /^table:(.+)$/.exec(term)?.[1];
      return table === undefined ? text.includes(term) || words.includes(term) : words.includes(table);
    });
  }
}

export type Filter = 'all' | 'pending' | 'problems';

export const wrongKinds: ReadonlySet<string> = new Set(['missing', 'unreadable', 'duplicate', 'cycle']);

const rowsOfBlock = 64;

function blockOf(row: number): number {
  return Math.floor(row / rowsOfBlock);
}
