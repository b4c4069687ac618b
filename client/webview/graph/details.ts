import type { GraphAction, GraphRow } from '../../src/features/graph/messages';
import { button, element } from './dom';
import type { GraphModel } from './graphModel';

/** What the pane asks of the page. */
export interface DetailsHost {
  select(row: number): void;
  act(action: GraphAction, row: number): void;
}

/** Fills the pane with everything that is known of a row. */
export function showDetails(pane: HTMLElement, model: GraphModel, row: number, host: DetailsHost): void {
  const shown = model.rows[row];
  if (!shown) {
    pane.replaceChildren(element('p', { class: 'hint', text: 'Select a revision to see what it does.' }));
    return;
  }
  const words = model.wordsOf(row);
  const docstring = (words?.docstring ?? '').split('\n').slice(1).join('\n').trim();
  pane.replaceChildren(
    element('h2', { text: shown.title }),
    element('p', { class: 'subtitle', text: [shown.id, shown.date ?? ''].filter(Boolean).join(' · ') }),
    element(
      'p',
      { class: 'pills' },
      ...shown.marks.map((mark) =>
        element('span', { class: `pill ${mark.replaceAll(' ', '-')}`, text: mark }),
      ),
      ...shown.labels.map((label) => element('span', { class: 'pill label', text: label })),
      ...(shown.current.length > 0
        ? [element('span', { class: 'current', text: `● current in ${shown.current.join(', ')}` })]
        : []),
    ),
    ...section('Parents', links(model, model.parents(row), host)),
    ...section('Children', links(model, model.children(row), host)),
    ...section('What it does', list(words?.upgrade ?? [])),
    ...section('The way back', list(words?.downgrade ?? [])),
    ...section(
      'Problems',
      shown.problems.length === 0
        ? undefined
        : element(
            'ul',
            {},
            ...shown.problems.map(({ severity, code, message }) =>
              element('li', { class: `problem ${severity}`, text: `${code}: ${message}` }),
            ),
          ),
    ),
    ...section('Docstring', docstring ? element('pre', { text: docstring }) : undefined),
    actions(shown, row, host),
  );
}

function section(title: string, content: HTMLElement | undefined): readonly HTMLElement[] {
  return content ? [element('h3', { text: title }), content] : [];
}

function list(lines: readonly string[]): HTMLElement | undefined {
  return lines.length === 0
    ? undefined
    : element('ul', {}, ...lines.map((line) => element('li', { text: line })));
}

function links(model: GraphModel, rows: readonly number[], host: DetailsHost): HTMLElement | undefined {
  if (rows.length === 0) return undefined;
  return element(
    'ul',
    {},
    ...rows.map((row) => {
      const { title = '', id = '' } = model.rows[row] ?? {};
      const link = button(title, () => host.select(row), { class: 'link', title: id });
      return element('li', {}, link);
    }),
  );
}

function actions(shown: GraphRow, row: number, host: DetailsHost): HTMLElement {
  const act = (title: string, action: GraphAction, className = ''): HTMLElement =>
    button(title, () => host.act(action, row), { class: className });
  if (shown.kind === 'missing')
    return element('div', { class: 'actions' }, act('Find Revision…', 'findRevision', 'primary'));
  if (shown.kind === 'unreadable')
    return element('div', { class: 'actions' }, act('Open', 'open', 'primary'));
  const move =
    shown.state === 'applied'
      ? act('Downgrade to Just Before Here…', 'downgradeToHere', 'primary')
      : act('Upgrade to Here…', 'upgradeToHere', 'primary');
  return element('div', { class: 'actions' }, move, act('SQL', 'previewSql'), act('Open', 'open'));
}
