import type { BoxKind, HistoryGraph } from '../../graphLayout/historyGraph';

/** A history for Graphviz, newest on top. */
export function graphDot({ boxes, lines }: HistoryGraph): string {
  const nodes = boxes.map(({ id, kind, message, isHead }, at) => {
    const label = quoted(message ? `${message}\n${id}` : id);
    return `  n${String(at)} [label=${label}, shape=${isHead ? 'doubleoctagon' : (shapes[kind] ?? 'box')}${odd.has(kind) ? ', style=dashed' : ''}];`;
  });
  const edges = lines.map(
    ({ child, parent, kind }) =>
      `  n${String(child)} -> n${String(parent)}${kind === 'parent' ? '' : ' [style=dashed]'};`,
  );
  return ['digraph history {', '  node [shape=box];', ...nodes, ...edges, '}', ''].join('\n');
}

const shapes: Partial<Record<BoxKind, string>> = { merge: 'hexagon', branch: 'box', missing: 'note' };

const odd: ReadonlySet<BoxKind> = new Set(['missing', 'unreadable', 'duplicate', 'cycle', 'dynamic']);

/** A DOT string: quotes and backslashes escaped, lines joined by its own `\n`. */
function quoted(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&').replace(/\r\n?|\n/g, '\\n');
  return `"${escaped.replace(/\p{Cc}/gu, ' ')}"`;
}
