import type { GraphContents } from '../../src/features/graph/messages';
import { button, element } from './dom';
import type { Filter } from './searchRows';

/** What the toolbar changes of the view. */
export type Toggle = 'newestLast' | 'foldsRuns';

/** What the toolbar asks of the page. */
export interface ToolbarHost {
  choose(environment: string): void;
  find(): void;
  /** Selects the next match, or the one before. */
  step(direction: 1 | -1): void;
  leaveSearch(): void;
  filter(filter: Filter): void;
  toggle(toggle: Toggle): void;
  /** 1 for higher rows, -1 for lower ones, 0 for rows that are all in sight. */
  zoom(step: 1 | -1 | 0): void;
  export(): void;
}

const filterTitles: readonly (readonly [Filter, string, string])[] = [
  ['all', 'All', ''],
  ['pending', 'Pending', 'What some database has not run'],
  ['mine', 'Mine', 'What you committed, or have not committed yet'],
  ['new', 'New', 'What the main branch does not have'],
  ['problems', 'Problems', ''],
];

const toggleTitles: readonly (readonly [Toggle, string, string])[] = [
  ['newestLast', 'Newest Last', 'The oldest revision on top'],
  ['foldsRuns', 'Fold Runs', 'One row for revisions without branches, labels, problems or databases'],
];

/** The row of controls above the graph. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly search = element('input', {
    attributes: {
      type: 'search',
      placeholder: 'Search message, id, file, author:ada, table:users…',
      'aria-label': 'Search revisions',
    },
  });
  readonly #count = element('span', { class: 'count', attributes: { 'aria-live': 'polite' } });
  readonly #picker = element('select', { attributes: { 'aria-label': 'Environment' } });
  readonly #filters = new Map<Filter, HTMLButtonElement>();
  readonly #toggles = new Map<Toggle, HTMLButtonElement>();

  constructor(host: ToolbarHost) {
    this.#picker.addEventListener('change', () => host.choose(this.#picker.value));
    this.search.addEventListener('input', () => host.find());
    this.search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') host.step(event.shiftKey ? -1 : 1);
      else if (event.key === 'ArrowDown') host.leaveSearch();
      else if (event.key === 'Escape' && this.search.value !== '') {
        this.search.value = '';
        host.find();
      } else return;
      event.preventDefault();
    });
    for (const [filter, text, title] of filterTitles)
      this.#filters.set(
        filter,
        button(text, () => host.filter(filter), { title }),
      );
    for (const [toggle, text, title] of toggleTitles)
      this.#toggles.set(
        toggle,
        button(text, () => host.toggle(toggle), { title }),
      );
    const named = (text: string, name: string, onClick: () => void): HTMLElement =>
      button(text, onClick, { title: name, attributes: { 'aria-label': name } });
    const group = (name: string, ...children: readonly HTMLElement[]): HTMLElement =>
      element('div', { class: 'group', attributes: { role: 'group', 'aria-label': name } }, ...children);
    this.root = element(
      'div',
      { class: 'tools', attributes: { role: 'toolbar', 'aria-label': 'Graph' } },
      this.#picker,
      this.search,
      group(
        'Matches',
        named('↑', 'Previous Match', () => host.step(-1)),
        named('↓', 'Next Match', () => host.step(1)),
      ),
      this.#count,
      group('Filter', ...this.#filters.values()),
      element('span', { class: 'space' }),
      group('Arrangement', ...this.#toggles.values()),
      group(
        'Height of rows',
        named('−', 'Lower Rows', () => host.zoom(-1)),
        named('+', 'Higher Rows', () => host.zoom(1)),
        named('Fit', 'Fit All Rows', () => host.zoom(0)),
      ),
      button('Export…', () => host.export()),
    );
  }

  showEnvironments({ environment, environments }: GraphContents): void {
    this.#picker.replaceChildren(...environments.map(({ key, label }) => new Option(label, key)));
    this.#picker.value = environment.key;
    this.#picker.hidden = environments.length < 2;
  }

  /** Leaves out what could never find anything. */
  offer(filter: Filter, isOffered: boolean): void {
    const control = this.#filters.get(filter);
    if (control) control.hidden = !isOffered;
  }

  press(filter: Filter, toggles: Readonly<Record<Toggle, boolean>>): void {
    for (const [each, control] of this.#filters)
      control.setAttribute('aria-pressed', String(each === filter));
    for (const [each, control] of this.#toggles) control.setAttribute('aria-pressed', String(toggles[each]));
  }

  set count(text: string) {
    this.#count.textContent = text;
  }
}
