import { button, element } from './dom';
import { links, section } from './details';
import type { DetailsHost } from './details';
import type { GraphModel } from './graphModel';

/** How two rows stand to each other. */
export interface Comparison {
  readonly older: number;
  readonly newer: number;
  /** One sentence on how they are related. */
  readonly text: string;
  /** The revisions that the newer one has beyond the older one, itself too, from the top. */
  readonly onlyNewer: readonly number[];
  /** The same the other way round; empty where one builds on the other. */
  readonly onlyOlder: readonly number[];
}

/** Compares two rows. The one that builds on the other is the newer one, else the upper one. */
export function compareRows(model: GraphModel, one: number, other: number): Comparison {
  const [ofOne, ofOther] = [model.ancestors(one), model.ancestors(other)];
  const isOneNewer = ofOne.has(other) || (!ofOther.has(one) && isAbove(model, one, other));
  const [newer, older] = isOneNewer ? [one, other] : [other, one];
  const [ofNewer, ofOlder] = isOneNewer ? [ofOne, ofOther] : [ofOther, ofOne];
  const beyond = (rows: ReadonlySet<number>, known: ReadonlySet<number>): readonly number[] =>
    [...rows].filter((row) => !known.has(row)).sort((a, b) => a - b);
  const [onlyNewer, onlyOlder] = [beyond(ofNewer, ofOlder), beyond(ofOlder, ofNewer)];
  const text = ofNewer.has(older)
    ? `The newer one comes ${countOf(onlyNewer.length)} after the older one.`
    : `Neither builds on the other: ${countOf(onlyNewer.length)} against ${countOf(onlyOlder.length)}.`;
  return { older, newer, text, onlyNewer, onlyOlder };
}

/** Fills the pane with what lies between two rows. */
export function showComparison(
  pane: HTMLElement,
  model: GraphModel,
  comparison: Comparison,
  host: DetailsHost,
): void {
  const { older, newer, text, onlyNewer, onlyOlder } = comparison;
  const titleOf = (row: number): string => model.rows[row]?.title ?? '';
  pane.replaceChildren(
    element('h2', { text: 'Two revisions' }),
    ...section('Newer', links(model, [newer], host)),
    ...section('Older', links(model, [older], host)),
    element('p', { text, attributes: { role: 'status' } }),
    element(
      'div',
      { class: 'actions' },
      button('Schema Difference', () => host.act({ action: 'compareSchema' }, newer, older), {
        class: 'primary',
      }),
      ...(model.rows[newer]?.isHead && model.rows[older]?.isHead
        ? [button('Merge These Heads…', () => host.act({ action: 'mergeHeads' }, newer, older))]
        : []),
      button('End Comparison', () => host.compareWith(undefined)),
    ),
    ...sectionOf(`Only in ${titleOf(newer)}`, onlyNewer, model, host),
    ...sectionOf(`Only in ${titleOf(older)}`, onlyOlder, model, host),
  );
}

const mostShown = 100;

function sectionOf(
  title: string,
  rows: readonly number[],
  model: GraphModel,
  host: DetailsHost,
): readonly HTMLElement[] {
  const more = rows.length - mostShown;
  return [
    ...section(title, links(model, rows.slice(0, mostShown), host)),
    ...(more > 0 ? [element('p', { class: 'hint', text: `and ${String(more)} more` })] : []),
  ];
}

/** Whether a row is the newer one by its place, whichever end of the page is the newest. */
function isAbove({ contents, rows }: GraphModel, one: number, other: number): boolean {
  const [first] = contents.rows;
  const newestFirst = rows[0] !== undefined && first !== undefined && isOf(rows[0], first);
  return newestFirst ? one < other : one > other;
}

function isOf(
  { id, folded }: GraphModel['rows'][number],
  row: GraphModel['contents']['rows'][number],
): boolean {
  return id === row.id || folded.includes(row);
}

function countOf(count: number): string {
  return count === 1 ? '1 revision' : `${String(count)} revisions`;
}
