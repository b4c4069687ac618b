import type { BoxKind, HistoryGraph } from '../../graphLayout/historyGraph';
import { visibleText } from '../../text/visibleText';

/** A history for Graphviz, newest on top. */
export function graphDot({ boxes, lines }: HistoryGraph): string {
  const nodes = boxes.map(({ id, kind, message, isHead }, at) => {
    const label = quoted(message ? [message, id] : [id]);
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
function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => visibleText(line).replace(/["\\]/g, '\\$&')).join('\\n')}"`;
}
