import { ageOf } from './age';
import type { ShownRow } from './arrangeGraph';
import { element } from './dom';
import type { GraphModel } from './graphModel';

/** How a row stands out. */
export interface RowLook {
  readonly isSelected: boolean;
  /** It is the one that others are compared with. */
  readonly isMarked: boolean;
  readonly isFaint: boolean;
}

const mostWords = 4;

/** The element of a row, with what a screen reader says and what the context menu is for. */
export function rowElement(model: GraphModel, row: number, look: RowLook): HTMLElement | undefined {
  const shown = model.rows[row];
  if (!shown) return undefined;
  const words = shown.kind === 'run' ? foldedWords(shown) : (model.wordsOf(row)?.upgrade ?? []);
  const author = model.authorOf(row);
  const by = author?.isMine ? 'you' : (author?.author ?? '');
  const date = shown.date ?? author?.date ?? null;
  const cell = (name: string, text: string, title = ''): HTMLElement =>
    element('div', { class: name, text, title, attributes: { role: 'gridcell' } });
  const drawn = element(
    'div',
    {
      class: `row kind-${shown.kind}`,
      attributes: {
        id: `row-${String(row)}`,
        role: 'row',
        'aria-rowindex': String(row + 1),
        'aria-label': [...spoken(shown, words), ...(by ? [`by ${by}`] : []), idOf(shown)]
          .filter(Boolean)
          .join(', '),
        ...(shown.kind === 'run' ? { 'aria-expanded': 'false' } : {}),
      },
    },
    element(
      'div',
      { class: 'what', attributes: { role: 'gridcell' } },
      titleLine(shown),
      element('div', { class: 'words', text: words.slice(0, mostWords).join(' · ') }),
    ),
    cell('state', stateText(shown)),
    cell('author', by),
    cell('age', ageOf(date, Date.now()), date ?? ''),
    cell('id', idOf(shown).slice(0, 8), idOf(shown)),
  );
  drawn.dataset['row'] = String(row);
  drawn.dataset['vscodeContext'] = JSON.stringify(menuContext(model, shown));
  drawn.draggable = isDraggable(shown);
  applyLook(drawn, look);
  return drawn;
}

/** Lets a row stand out as it does now. */
export function applyLook(row: HTMLElement, { isSelected, isMarked, isFaint }: RowLook): void {
  row.classList.toggle('selected', isSelected);
  row.classList.toggle('marked', isMarked);
  row.classList.toggle('faint', isFaint);
  row.setAttribute('aria-selected', String(isSelected || isMarked));
}

/** What can be dropped on another revision: one with a file, or the missing parent of others. */
function isDraggable({ kind, uri }: ShownRow): boolean {
  return kind === 'missing' || (uri !== null && kind !== 'unreadable');
}

/** The marks of a row, as pills. */
export function pillsOf({ marks, labels, isNew }: ShownRow): readonly HTMLElement[] {
  return [
    ...marks.map((mark) => element('span', { class: `pill ${mark.replaceAll(' ', '-')}`, text: mark })),
    ...labels.map((label) => element('span', { class: 'pill label', text: `⚑ ${label}` })),
    ...(isNew ? [element('span', { class: 'pill new', text: 'new', title: 'Not on the main branch' })] : []),
  ];
}

/** A folded run has no id of its own. */
function idOf({ kind, id }: ShownRow): string {
  return kind === 'run' ? '' : id;
}

function foldedWords({ folded }: ShownRow): readonly string[] {
  const [newest, oldest] = [folded[0], folded.at(-1)];
  return newest && oldest ? [`from ${oldest.title} to ${newest.title}`] : [];
}

/** The values by which the manifest chooses the entries of the menu, and the argument of their commands. */
function menuContext({ contents }: GraphModel, { kind, uri, id, state, isHead }: ShownRow): object {
  const section =
    kind === 'missing' ? 'missing' : uri === null ? 'other' : kind === 'unreadable' ? kind : 'revision';
  return {
    webviewSection: section,
    graphState: state ?? 'unknown',
    graphHead: isHead,
    environmentKey: contents.environment.key,
    revisionId: id,
    ...(uri === null ? {} : { uri }),
    preventDefaultContextMenuItems: true,
  };
}

function titleLine(shown: ShownRow): HTMLElement {
  const pills = [...pillsOf(shown)];
  if (shown.losesData) pills.push(element('span', { class: 'warning', text: '⚠ loses data' }));
  const worst = shown.problems[0];
  if (worst)
    pills.push(
      element('span', { class: `problem ${worst.severity}`, text: worst.code, title: worst.message }),
    );
  return element(
    'div',
    { class: 'title' },
    element('span', { class: 'message', text: shown.title }),
    ...pills,
  );
}

/** Where databases stand, in a sign and words. */
export function stateText({ state, current }: Pick<ShownRow, 'state' | 'current'>): string {
  if (current.length > 0) return `● ${current.join(', ')}`;
  switch (state) {
    case 'applied':
      return '✓ applied';
    case 'some':
      return '◐ some';
    case 'pending':
      return '○ pending';
    case undefined:
      return '';
  }
}

/** A row as a screen reader says it. */
function spoken(shown: ShownRow, words: readonly string[]): readonly string[] {
  const state = shown.current.length > 0 ? `current in ${shown.current.join(', ')}` : (shown.state ?? '');
  return [
    shown.title,
    ...shown.marks,
    ...shown.labels.map((label) => `label ${label}`),
    shown.isNew ? 'new on this branch' : '',
    state,
    shown.losesData ? 'loses data' : '',
    ...shown.problems.map(({ severity, code }) => `${severity} ${code}`),
    ...words.slice(0, mostWords),
  ];
}
