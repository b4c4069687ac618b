import type { ActOfGraph, GraphAction, GraphPlan } from '../../src/features/graph/messages';
import type { ShownRow } from './arrangeGraph';
import { button, element, svgElement } from './dom';
import { form, legend } from './forms';
import type { GraphModel } from './graphModel';
import { pillsOf, stateText } from './rowView';

/** What the pane asks of the page. */
export interface DetailsHost {
  select(row: number): void;
  act(asked: Omit<ActOfGraph, 'kind' | 'row' | 'other'>, row: number, other?: number): void;
  /** Asks what would run to get there. */
  plan(row: number, direction: GraphPlan['direction']): void;
  /** Begins or ends a comparison with the selected row. */
  compareWith(row: number | undefined): void;
  /** Asks the person for the row to compare with. */
  askOther(row: number): void;
}

/** Fills the pane with everything that is known of a row. */
export function showDetails(
  pane: HTMLElement,
  model: GraphModel,
  row: number,
  plan: GraphPlan | undefined,
  host: DetailsHost,
): void {
  const shown = model.rows[row];
  if (!shown) {
    pane.replaceChildren(...hints());
    return;
  }
  const words = model.wordsOf(row);
  const docstring = writtenIn(words?.docstring ?? '');
  pane.replaceChildren(
    element('h2', { text: shown.title }),
    element('p', { class: 'subtitle', text: subtitleOf(model, row, shown) }),
    element('p', { class: 'pills' }, ...pillsOf(shown), stateOf(shown)),
    ...section('Parents', links(model, model.parents(row), host)),
    ...section('Depends on', links(model, model.dependencies(row), host)),
    ...section('Children', links(model, model.children(row), host)),
    ...section('Needed by', links(model, model.dependents(row), host)),
    ...section('What it does', list(words?.upgrade ?? [])),
    ...section('The way back', list(words?.downgrade ?? [])),
    ...section('Problems', problems(shown, row, host)),
    ...section('Databases that have run it', list(shown.ranIn)),
    ...section('Docstring', docstring ? element('pre', { text: docstring }) : undefined),
    ...section('What would run', planOf(model, row, shown, plan, host)),
    ...actions(model, shown, row, host),
  );
}

/** A docstring without its first line and the fields of the template, which are shown elsewhere. */
function writtenIn(docstring: string): string {
  const lines = docstring.split('\n').slice(1);
  return lines
    .filter((line) => !/^(?:Revision ID|Revises|Create Date|Branch Labels|Depends On):/i.test(line))
    .join('\n')
    .trim();
}

/** A heading with what stands below it; nothing where that is nothing. */
export function section(title: string, content: HTMLElement | undefined): readonly HTMLElement[] {
  return content ? [element('h3', { text: title }), content] : [];
}

/** Rows as links that select them. */
export function links(
  model: GraphModel,
  rows: readonly number[],
  host: Pick<DetailsHost, 'select'>,
): HTMLElement | undefined {
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

function hints(): readonly HTMLElement[] {
  const drawn = legend.map(([shown, says]) => {
    const svg = svgElement('svg', { viewBox: '-12 -12 24 24', width: 24, height: 24, 'aria-hidden': 'true' });
    const group = svgElement('g', { class: 'form' });
    group.append(...form(shown, 'lane0'));
    svg.append(group);
    return element('li', { class: 'sign' }, svg, element('span', { text: says }));
  });
  const keys = [
    'Arrow up and down go from row to row, right to a parent, left to a child',
    'Enter opens the file, / searches, F3 goes to the next match',
    'C compares with another row, as Ctrl and a click do',
    'Shift+F10 opens the menu; a head that is dropped on another one is merged, a revision on another gets it as its parent',
    '+ and - change the height of rows, 0 fits all of them',
  ];
  return [
    element('p', { class: 'hint', text: 'Select a revision to see what it does.' }),
    ...section('Keys', list(keys)),
    element('h3', { text: 'Forms' }),
    element('ul', { class: 'legend' }, ...drawn),
  ];
}

function subtitleOf(model: GraphModel, row: number, shown: ShownRow): string {
  const author = model.authorOf(row);
  const by = author?.isMine && author.author === '' ? 'not committed' : (author?.author ?? '');
  const id = shown.kind === 'run' ? '' : shown.id;
  return [id, shown.date ?? author?.date ?? '', by].filter(Boolean).join(' · ');
}

function stateOf(shown: ShownRow): HTMLElement | string {
  if (shown.current.length > 0)
    return element('span', { class: 'current', text: `● current in ${shown.current.join(', ')}` });
  return element('span', { class: 'hint', text: stateText(shown) });
}

function list(lines: readonly string[]): HTMLElement | undefined {
  return lines.length === 0
    ? undefined
    : element('ul', {}, ...lines.map((line) => element('li', { text: line })));
}

function problems(shown: ShownRow, row: number, host: DetailsHost): HTMLElement | undefined {
  if (shown.problems.length === 0) return undefined;
  const entries = shown.problems.map(({ severity, code, message }) => {
    const text = element('span', { class: `problem ${severity}`, text: `${code}: ${message} ` });
    const fix = button('Fix…', () => host.act({ action: 'fix', problem: code }, row), {
      class: 'link',
      attributes: { 'aria-label': `Fix ${code}…` },
    });
    return element('li', {}, text, ...(shown.uri === null ? [] : [fix]));
  });
  return element('ul', {}, ...entries);
}

const mostSteps = 30;

/** The steps of the plan that was asked for, and what asks for one. */
function planOf(
  model: GraphModel,
  row: number,
  shown: ShownRow,
  plan: GraphPlan | undefined,
  host: DetailsHost,
): HTMLElement | undefined {
  if (!isRevision(shown)) return undefined;
  const ask = (title: string, direction: GraphPlan['direction']): HTMLElement =>
    button(title, () => host.plan(row, direction), {
      attributes: { 'aria-pressed': String(plan?.direction === direction) },
    });
  const asking = element(
    'div',
    { class: 'choices' },
    ask('In an Upgrade to Here', 'upgrade'),
    ask('In a Downgrade to Just Before', 'downgrade'),
  );
  if (!plan) return asking;
  const steps = plan.ids.flatMap((id) => model.rowOf(id) ?? []);
  const more = steps.length - mostSteps;
  return element(
    'div',
    {},
    asking,
    element('p', { text: plan.text, attributes: { role: 'status' } }),
    links(model, steps.slice(0, mostSteps), host) ?? '',
    more > 0 ? `and ${String(more)} more, lit in the graph` : '',
  );
}

function isRevision({ kind, uri }: ShownRow): boolean {
  return uri !== null && kind !== 'unreadable';
}

function actions(model: GraphModel, shown: ShownRow, row: number, host: DetailsHost): readonly HTMLElement[] {
  const act = (title: string, action: GraphAction, className = ''): HTMLElement =>
    button(title, () => host.act({ action }, row), { class: className });
  const group = (...buttons: readonly HTMLElement[]): HTMLElement =>
    element('div', { class: 'actions' }, ...buttons);
  if (shown.kind === 'missing') return [group(act('Find Revision…', 'findRevision', 'primary'))];
  if (shown.kind === 'unreadable') return [group(act('Open', 'open', 'primary'))];
  if (!isRevision(shown)) return [];
  const move =
    shown.state === 'applied'
      ? act('Downgrade to Just Before Here…', 'downgradeToHere', 'primary')
      : act('Upgrade to Here…', 'upgradeToHere', 'primary');
  const heads = model.rows.filter(({ isHead }) => isHead).length;
  return [
    group(move, act('Open', 'open'), act('SQL', 'previewSql'), act('Schema', 'showSchema')),
    ...section(
      'Compare',
      group(
        act('Schema with…', 'compareSchema'),
        button('With Another Row', () => host.askOther(row)),
      ),
    ),
    ...section(
      'Change',
      group(
        ...(shown.isHead && heads > 1 ? [act('Merge Heads…', 'mergeHeads'), act('Rebase…', 'rebase')] : []),
        act('Re-parent…', 'reparent'),
        act('New Revision Here…', 'newRevision'),
        act('Stamp…', 'stamp'),
        act('Copy Id', 'copyId'),
      ),
    ),
  ];
}
