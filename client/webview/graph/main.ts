import type { FromGraph, GraphAction, GraphSummary, ToGraph } from '../../src/features/graph/messages';
import type { RevisionWordsDto } from '../../../server/protocol/graph';
import { showDetails } from './details';
import { button, element } from './dom';
import { GraphModel } from './graphModel';
import type { Filter } from './graphModel';
import { RowsView } from './rowsView';
import type { Density } from './rowsView';

/** What is kept over a reload. */
interface KeptState {
  readonly environment?: string;
  readonly selected?: string;
  readonly scrollTop?: number;
  readonly query?: string;
  readonly filter?: Filter;
  readonly density?: Density;
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromGraph): void;
  getState(): KeptState | undefined;
  setState(state: KeptState): void;
};

/** Files that are asked about at once. */
const filesAtOnce = 100;

/** The page: toolbar, one sentence, rows and the pane beside them. */
class GraphPage {
  readonly #vscode = acquireVsCodeApi();
  readonly #rows: RowsView;
  readonly #pane = element('aside', { class: 'details', attributes: { 'aria-label': 'Details' } });
  readonly #summary = element('div', { class: 'summary', attributes: { role: 'status' } });
  readonly #count = element('span', { class: 'count', attributes: { 'aria-live': 'polite' } });
  readonly #search = element('input', {
    attributes: {
      type: 'search',
      placeholder: 'Search message, id, label, table:users…',
      'aria-label': 'Search revisions',
    },
  });
  readonly #picker = element('select', { attributes: { 'aria-label': 'Environment' } });
  readonly #filters = new Map<Filter, HTMLButtonElement>();
  readonly #words = new Map<string, RevisionWordsDto>();
  readonly #asked = new Set<string>();
  #model: GraphModel | undefined;
  #selected = '';
  #filter: Filter;
  #density: Density;
  #matches: readonly number[] = [];
  #isRestored = false;

  constructor() {
    const kept = this.#vscode.getState() ?? {};
    this.#filter = kept.filter ?? 'all';
    this.#density = kept.density ?? 'comfortable';
    this.#selected = kept.selected ?? '';
    this.#search.value = kept.query ?? '';
    this.#rows = new RowsView({
      select: (row) => this.#select(row),
      open: (row) => this.#act('open', row),
      want: (uris) => this.#want(uris),
    });
    document.body.append(this.#toolbar(), this.#summary, element('main', {}, this.#rows.root, this.#pane));
    this.#rows.density = this.#density;
    addEventListener('message', ({ data }: MessageEvent<ToGraph>) => this.#receive(data));
    addEventListener('keydown', (event) => this.#onKey(event));
    this.#rows.root.addEventListener('scrollend', () => this.#keep());
    this.#vscode.postMessage({ kind: 'ready', environment: kept.environment });
  }

  #toolbar(): HTMLElement {
    this.#picker.addEventListener('change', () => {
      this.#selected = '';
      this.#vscode.postMessage({ kind: 'choose', environment: this.#picker.value });
    });
    this.#search.addEventListener('input', () => this.#find());
    this.#search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.#step(event.shiftKey ? -1 : 1);
      else if (event.key === 'ArrowDown') this.#rows.root.focus();
      else if (event.key === 'Escape' && this.#search.value !== '') {
        this.#search.value = '';
        this.#find();
      } else return;
      event.preventDefault();
    });
    const titles: readonly (readonly [Filter, string])[] = [
      ['all', 'All'],
      ['pending', 'Pending'],
      ['problems', 'Problems'],
    ];
    for (const [filter, title] of titles)
      this.#filters.set(
        filter,
        button(title, () => this.#setFilter(filter)),
      );
    const density = button('Compact', () => {
      this.#density = this.#density === 'compact' ? 'comfortable' : 'compact';
      this.#rows.density = this.#density;
      density.setAttribute('aria-pressed', String(this.#density === 'compact'));
      this.#keep();
    });
    density.setAttribute('aria-pressed', String(this.#density === 'compact'));
    this.#markFilter();
    const tools = element(
      'div',
      { class: 'tools', attributes: { role: 'toolbar', 'aria-label': 'Graph' } },
      this.#picker,
      this.#search,
      this.#count,
      element(
        'div',
        { class: 'group', attributes: { role: 'group', 'aria-label': 'Filter' } },
        ...this.#filters.values(),
      ),
      element('span', { class: 'space' }),
      density,
      button('Export…', () => this.#act('export')),
    );
    return element('header', {}, element('h1', { class: 'unseen', text: 'Migration graph' }), tools);
  }

  #receive(message: ToGraph): void {
    switch (message.kind) {
      case 'contents': {
        const { contents } = message;
        if (this.#model?.contents.environment.key !== contents.environment.key) this.#words.clear();
        this.#asked.clear();
        this.#model = new GraphModel(contents, this.#words);
        const options = contents.environments.map(({ key, label }) => new Option(label, key));
        this.#picker.replaceChildren(...options);
        this.#picker.value = contents.environment.key;
        this.#picker.hidden = contents.environments.length < 2;
        this.#showSummary(contents.summary);
        this.#rows.show(this.#model);
        this.#restore();
        this.#find();
        break;
      }
      case 'empty':
        this.#model = undefined;
        this.#showSummary({ severity: 'information', text: message.text, actions: message.actions });
        break;
      case 'words':
        for (const { uri, words } of message.words) this.#words.set(uri, words);
        if (this.#search.value !== '') this.#find();
        else this.#rows.redraw();
        this.#showSelected();
        break;
      case 'reveal': {
        const row = this.#model?.rowOf(message.id);
        if (row !== undefined) this.#select(row);
        this.#rows.root.focus();
        break;
      }
    }
  }

  /** Selects what was selected before, and on the first drawing stands where the person stood. */
  #restore(): void {
    const row = this.#selected === '' ? undefined : this.#model?.rowOf(this.#selected);
    this.#rows.select(row ?? -1, false);
    this.#showSelected();
    if (this.#isRestored) return;
    this.#isRestored = true;
    this.#rows.scrollTop = this.#vscode.getState()?.scrollTop ?? 0;
    if (document.activeElement === document.body) this.#rows.root.focus();
  }

  #select(row: number): void {
    this.#selected = this.#model?.identity(row) ?? '';
    this.#rows.select(row, true);
    this.#showSelected();
    this.#keep();
  }

  #showSelected(): void {
    if (!this.#model) return;
    const row = this.#selected === '' ? undefined : this.#model.rowOf(this.#selected);
    showDetails(this.#pane, this.#model, row ?? -1, {
      select: (other) => {
        this.#select(other);
        this.#rows.root.focus();
      },
      act: (action, of) => this.#act(action, of),
    });
  }

  #act(action: GraphAction, row?: number): void {
    const of = row === undefined ? undefined : this.#model?.identity(row);
    this.#vscode.postMessage({ kind: 'act', action, row: of });
  }

  #want(uris: readonly string[]): void {
    const fresh = uris.filter((uri) => !this.#asked.has(uri));
    for (const uri of fresh) this.#asked.add(uri);
    for (let at = 0; at < fresh.length; at += filesAtOnce)
      this.#vscode.postMessage({ kind: 'words', uris: fresh.slice(at, at + filesAtOnce) });
  }

  #setFilter(filter: Filter): void {
    this.#filter = filter;
    this.#markFilter();
    this.#find();
  }

  #markFilter(): void {
    for (const [filter, each] of this.#filters)
      each.setAttribute('aria-pressed', String(filter === this.#filter));
  }

  /** Fades what does not match, and says how many do. */
  #find(): void {
    const model = this.#model;
    if (!model) return;
    const terms = this.#search.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (terms.some((term) => term.startsWith('table:')))
      this.#want(model.rows.flatMap(({ uri, kind }) => (uri !== null && kind !== 'unreadable' ? [uri] : [])));
    const isOn = terms.length > 0 || this.#filter !== 'all';
    const matches = model.rows.flatMap((_, row) => (model.matches(row, terms, this.#filter) ? [row] : []));
    this.#matches = isOn ? matches : [];
    this.#count.textContent = isOn ? `${String(matches.length)} of ${String(model.rows.length)}` : '';
    this.#rows.matching = isOn ? new Set(matches) : undefined;
    this.#keep();
  }

  #step(direction: 1 | -1): void {
    const at = this.#selected === '' ? -1 : (this.#model?.rowOf(this.#selected) ?? -1);
    const ordered = direction === 1 ? this.#matches : this.#matches.toReversed();
    const next = ordered.find((row) => (direction === 1 ? row > at : row < at)) ?? ordered[0];
    if (next !== undefined) this.#select(next);
  }

  #onKey(event: KeyboardEvent): void {
    const isTyping = event.target === this.#search;
    if (event.key === 'F3') this.#step(event.shiftKey ? -1 : 1);
    else if (event.key === '/' && !isTyping) this.#search.focus();
    else if (event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey)) this.#search.focus();
    else return;
    event.preventDefault();
  }

  #showSummary({ severity, text, actions }: GraphSummary): void {
    const isNew = this.#summary.textContent !== text;
    if (!isNew && actions.length === 0) return;
    this.#summary.className = `summary ${severity}`;
    this.#summary.replaceChildren(
      element('span', { text }),
      ...actions.map(({ title, action }) => button(title, () => this.#act(action), { class: 'link' })),
    );
  }

  #keep(): void {
    const environment = this.#model?.contents.environment.key;
    this.#vscode.setState({
      ...(environment === undefined ? {} : { environment }),
      selected: this.#selected,
      scrollTop: this.#rows.scrollTop,
      query: this.#search.value,
      filter: this.#filter,
      density: this.#density,
    });
  }
}

new GraphPage();
