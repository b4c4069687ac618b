import type { GraphBox, HistoryGraph } from '../../graphLayout/historyGraph';
import { mermaidText } from '../mermaidText';

/** A history as a Mermaid flow chart, newest on top. Text is escaped, so that no message becomes syntax. */
export function graphMermaid({ boxes, lines }: HistoryGraph): string {
  const nodes = boxes.map((box, at) => `  n${String(at)}${shape(box)}`);
  const edges = lines.map(
    ({ child, parent, kind }) =>
      `  n${String(child)} ${kind === 'parent' ? '---' : '-.-'} n${String(parent)}`,
  );
  return ['flowchart TD', ...nodes, ...edges, ''].join('\n');
}

/** The form says what a box is: a head is round, a merge a hexagon, what is missing or wrong a flag. */
function shape(box: GraphBox): string {
  const text = `"${mermaidText(box.message || box.id)}<br/>${mermaidText(box.message ? box.id : box.kind)}"`;
  if (['missing', 'unreadable', 'duplicate', 'cycle', 'dynamic'].includes(box.kind)) return `>${text}]`;
  if (box.kind === 'merge') return `{{${text}}}`;
  return box.isHead ? `([${text}])` : `[${text}]`;
}
