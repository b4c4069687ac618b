import { assertTrue, hangType, AlembicException } from '../errors/alembicException';
import type { Found, NodeSet } from './traversal';
import type { RevisionGraph } from './revisionGraph';

/** One of the lines that are walked down side by side. */
interface Line {
  node: number;
  /** The tip's ancestors among the revisions to order. */
  ancestors: readonly number[];
  ancestorSet: ReadonlySet<number> | undefined;
}

/**
 * Alembic's order of a set of revisions, newest first: one line is followed down before the next, and nothing
 * comes before its children. The tips are what the set was collected from. Where it would never end, a
 * `Hang` is raised.
 */
export function topologicalOrder(graph: RevisionGraph, revisions: NodeSet, tips: readonly Found[]): number[] {
  const todo = revisions.marks.slice();
  let left = revisions.members.length;
  const order: number[] = [];
  const started = [...new Set(tips)].filter(
    (tip): tip is number => typeof tip === 'number' && todo[tip] === 1,
  );
  started.sort((a, b) => graph.position(a) - graph.position(b));
  const lines = new Lines(graph, revisions.marks, started);

  let cursor = 0;
  let moves = 0;
  for (let line = lines.at(cursor); line; line = lines.at(cursor)) {
    const { node } = line;
    if (lines.isBelowAnother(line)) {
      // The next cursor depends on this one alone: more moves than lines means the same lines for ever.
      if (moves++ > lines.count)
        throw new AlembicException(
          hangType,
          'Alembic would never finish ordering these revisions: they form a cycle',
        );
      cursor = lines.firstAbove(line);
      continue;
    }
    moves = 0;
    if (todo[node]) {
      order.push(node);
      todo[node] = 0;
      left--;
    }
    const next = graph.downs(node).filter((down) => todo[down] === 1 && !lines.hasTip(down));
    if (next.length === 0) {
      lines.remove(cursor);
      cursor = Math.max(cursor - 1, 0);
    } else if (
      graph.normalizedDependencies(node).length === 0 &&
      graph.script(node).downRevisions.length === 1
    ) {
      lines.advance(line, next[0] as number);
    } else {
      lines.fork(line, next);
    }
  }
  assertTrue(left === 0);
  return order;
}

/** The open lines, with a count of how many of them stand above each revision. */
class Lines {
  readonly #lines: Line[];
  readonly #graph: RevisionGraph;
  readonly #wanted: Uint8Array;
  readonly #isTip: Uint8Array;
  readonly #above: Int32Array;
  readonly #visited: Int32Array;
  #visit = 0;

  constructor(graph: RevisionGraph, wanted: Uint8Array, tips: readonly number[]) {
    this.#graph = graph;
    this.#wanted = wanted;
    this.#isTip = new Uint8Array(graph.size);
    this.#above = new Int32Array(graph.size);
    this.#visited = new Int32Array(graph.size);
    this.#lines = tips.map((tip) => this.#open(tip));
  }

  get count(): number {
    return this.#lines.length;
  }

  at(index: number): Line | undefined {
    return this.#lines[index];
  }

  hasTip(node: number): boolean {
    return this.#isTip[node] === 1;
  }

  /** Whether the tip of a line is an ancestor of another line's tip. */
  isBelowAnother(line: Line): boolean {
    return (this.#above[line.node] ?? 0) > 1;
  }

  firstAbove(line: Line): number {
    return this.#lines.findIndex((other) => {
      if (other === line) return false;
      other.ancestorSet ??= new Set(other.ancestors);
      return other.ancestorSet.has(line.node);
    });
  }

  remove(index: number): void {
    const [line] = this.#lines.splice(index, 1);
    if (line) this.#close(line);
  }

  /** One step down a plain line: the ancestors stay, the emitted revision is never asked for again. */
  advance(line: Line, next: number): void {
    this.#isTip[line.node] = 0;
    this.#isTip[next] = 1;
    line.node = next;
  }

  fork(line: Line, next: readonly number[]): void {
    this.#close(line);
    const [first, ...others] = next.map((node) => this.#open(node));
    if (first) this.#lines[this.#lines.indexOf(line)] = first;
    this.#lines.push(...others);
  }

  #open(tip: number): Line {
    this.#isTip[tip] = 1;
    const ancestors = this.#ancestors(tip);
    for (const node of ancestors) this.#above[node] = (this.#above[node] ?? 0) + 1;
    return { node: tip, ancestors, ancestorSet: undefined };
  }

  #close(line: Line): void {
    this.#isTip[line.node] = 0;
    for (const node of line.ancestors) this.#above[node] = (this.#above[node] ?? 0) - 1;
  }

  #ancestors(tip: number): number[] {
    this.#visit++;
    const found: number[] = [];
    const { starts, targets } = this.#graph.downEdges;
    const todo = [tip];
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      if (this.#visited[node] === this.#visit) continue;
      this.#visited[node] = this.#visit;
      if (this.#wanted[node]) found.push(node);
      const end = starts[node + 1] ?? 0;
      for (let edge = starts[node] ?? 0; edge < end; edge++) todo.push(targets[edge] ?? 0);
    }
    return found;
  }
}
