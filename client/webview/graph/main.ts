import type {
  ActOfGraph,
  FromGraph,
  GraphPlan,
  GraphSummary,
  ToGraph,
} from '../../src/features/graph/messages';
import type { AuthorDto, RevisionWordsDto } from '../../../server/protocol/graph';
import { compareRows, showComparison } from './comparison';
import { showDetails } from './details';
import type { DetailsHost } from './details';
import { button, element } from './dom';
import { dropOf } from './dragging';
import { GraphModel } from './graphModel';
import { pictureOf } from './picture';
import { rowHeights, RowsView } from './rowsView';
import { asksWords, readSearch, searchRows } from './searchRows';
import type { Filter } from './searchRows';
import { Toolbar } from './toolbar';

/** What is kept over a reload. */
interface KeptState {
  readonly environment?: string;
  readonly selected?: string;
  readonly scrollTop?: number;
  readonly query?: string;
  readonly filter?: Filter;
  readonly rowHeight?: number;
  readonly newestLast?: boolean;
  readonly foldsRuns?: boolean;
  readonly opened?: readonly string[];
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromGraph): void;
  getState(): KeptState | undefined;
  setState(state: KeptState): void;
};

/** Files that are asked about at once. */
const filesAtOnce = 100;

const usualHeight = 44;

/** The page: toolbar, one sentence, rows and the pane beside them. */
class GraphPage {
  readonly #vscode = acquireVsCodeApi();
  readonly #rows: RowsView;
  readonly #toolbar: Toolbar;
  readonly #pane = element('aside', { class: 'details', attributes: { 'aria-label': 'Details' } });
  readonly #summary = element('div', { class: 'summary', attributes: { role: 'status' } });
  readonly #words = new Map<string, RevisionWordsDto>();
  readonly #authors = new Map<string, AuthorDto>();
  readonly #asked = new Set<string>();
  readonly #opened: Set<string>;
  #model: GraphModel | undefined;
  #selected: string;
  /** What is compared with the selected row; empty for nothing. */
  #compared = '';
  #plan: GraphPlan | undefined;
  #filter: Filter;
  #rowHeight: number;
  #toggles: { readonly newestLast: boolean; readonly foldsRuns: boolean };
  #matches: readonly number[] = [];
  #isRestored = false;

  constructor() {
    const kept = this.#vscode.getState() ?? {};
    this.#filter = kept.filter ?? 'all';
    this.#rowHeight = kept.rowHeight ?? usualHeight;
    this.#selected = kept.selected ?? '';
    this.#toggles = { newestLast: kept.newestLast === true, foldsRuns: kept.foldsRuns === true };
    this.#opened = new Set(kept.opened);
    this.#toolbar = new Toolbar({
      choose: (environment) => {
        this.#selected = '';
        this.#vscode.postMessage({ kind: 'choose', environment });
      },
      find: () => this.#find(),
      step: (direction) => this.#step(direction),
      leaveSearch: () => this.#rows.root.focus(),
      filter: (filter) => {
        this.#filter = filter;
        this.#find();
      },
      toggle: (toggle) => {
        this.#toggles = { ...this.#toggles, [toggle]: !this.#toggles[toggle] };
        this.#opened.clear();
        this.#arrange();
      },
      zoom: (step) => this.#zoom(step),
      export: () => this.#act({ action: 'export' }),
    });
    this.#toolbar.search.value = kept.query ?? '';
    this.#rows = new RowsView({
      select: (row) => this.#select(row),
      mark: (row) => this.#compareWith(row),
      open: (row) => this.#open(row),
      drop: (row, onto) => this.#drop(row, onto),
      want: (uris) => this.#want(uris),
    });
    document.body.append(
      element('header', {}, element('h1', { class: 'unseen', text: 'Migration graph' }), this.#toolbar.root),
      this.#summary,
      element('main', {}, this.#rows.root, this.#rows.minimap.frame, this.#pane),
    );
    this.#rows.rowHeight = this.#rowHeight;
    addEventListener('message', ({ data }: MessageEvent<ToGraph>) => this.#receive(data));
    addEventListener('keydown', (event) => this.#onKey(event));
    this.#rows.root.addEventListener('scrollend', () => this.#keep());
    this.#vscode.postMessage({ kind: 'ready', environment: kept.environment });
  }

  #receive(message: ToGraph): void {
    switch (message.kind) {
      case 'contents': {
        const { contents } = message;
        if (this.#model?.contents.environment.key !== contents.environment.key) {
          this.#words.clear();
          this.#authors.clear();
          this.#compared = '';
        }
        this.#asked.clear();
        this.#plan = undefined;
        this.#toolbar.showEnvironments(contents);
        this.#showSummary(contents.summary);
        this.#model = this.#modelOf(contents);
        this.#restoreView();
        break;
      }
      case 'empty':
        this.#model = undefined;
        this.#rows.show(undefined);
        this.#pane.replaceChildren();
        this.#showSummary({ severity: 'information', text: message.text, actions: message.actions });
        break;
      case 'words':
        for (const { uri, words } of message.words) this.#words.set(uri, words);
        this.#later();
        break;
      case 'authors':
        for (const author of message.authors) this.#authors.set(author.uri, author);
        this.#rows.followColumns();
        this.#later();
        break;
      case 'plan':
        if (message.plan.row !== this.#selected) break;
        this.#plan = message.plan;
        this.#showSelected();
        this.#light();
        break;
      case 'draw':
        void pictureOf(message.svg).then((png) => this.#vscode.postMessage({ kind: 'picture', png }));
        break;
      case 'reveal':
        this.#selectIdentity(message.id);
        this.#rows.root.focus();
        break;
    }
  }

  /** While something is looked for nothing is folded, so that each match has its row. */
  #modelOf(contents: GraphModel['contents']): GraphModel {
    const isSearching = this.#toolbar.search.value.trim() !== '' || this.#filter !== 'all';
    const foldsRuns = this.#toggles.foldsRuns && !isSearching;
    const later = { words: this.#words, authors: this.#authors };
    return new GraphModel(contents, later, { ...this.#toggles, foldsRuns, opened: this.#opened });
  }

  /** Arranges the same contents anew. */
  #arrange(): void {
    if (!this.#model) return;
    this.#model = this.#modelOf(this.#model.contents);
    this.#restoreView();
    const row = this.#selected === '' ? undefined : this.#model.rowOf(this.#selected);
    if (row !== undefined) this.#rows.select(row, true);
  }

  /** Something more is known of the same rows. */
  #later(): void {
    if (this.#toolbar.search.value !== '' || this.#filter === 'mine') this.#find();
    else {
      this.#rows.redraw();
      this.#offerFilters();
    }
    this.#showSelected();
  }

  /** Selects what was selected before, and on the first drawing stands where the person stood. */
  #restoreView(): void {
    const model = this.#model;
    if (!model) return;
    const isFirst = !this.#isRestored;
    this.#rows.show(model);
    this.#rows.select(this.#rowOf(this.#selected), false);
    this.#rows.marked = this.#rowOf(this.#compared);
    this.#offerFilters();
    this.#lookUp();
    this.#showSelected();
    this.#keep();
    if (!isFirst) return;
    this.#isRestored = true;
    this.#rows.scrollTop = this.#vscode.getState()?.scrollTop ?? 0;
    if (document.activeElement === document.body) this.#rows.root.focus();
  }

  #offerFilters(): void {
    const rows = this.#model?.contents.rows ?? [];
    this.#toolbar.offer(
      'mine',
      this.#filter === 'mine' || [...this.#authors.values()].some((each) => each.isMine),
    );
    this.#toolbar.offer('new', this.#filter === 'new' || rows.some(({ isNew }) => isNew !== undefined));
    this.#toolbar.press(this.#filter, this.#toggles);
  }

  #rowOf(identity: string): number {
    return identity === '' ? -1 : (this.#model?.rowOf(identity) ?? -1);
  }

  /** Selects a row by what tells it from others; a run that hides it is opened. */
  #selectIdentity(identity: string): void {
    const run = this.#model?.runOf(identity);
    if (run !== undefined) {
      this.#opened.add(run);
      this.#arrange();
    }
    const row = this.#rowOf(identity);
    if (row >= 0) this.#select(row);
  }

  #select(row: number): void {
    const identity = this.#model?.identity(row) ?? '';
    if (identity !== this.#selected) this.#plan = undefined;
    this.#selected = identity;
    this.#rows.select(row, true);
    this.#light();
    this.#showSelected();
    this.#keep();
  }

  #open(row: number): void {
    const shown = this.#model?.rows[row];
    if (shown?.kind === 'run') {
      this.#opened.add(shown.id);
      const { folded } = shown;
      const first = this.#toggles.newestLast ? folded.at(-1) : folded[0];
      this.#selected = first?.uri ?? first?.id ?? '';
      this.#arrange();
    } else this.#act({ action: 'open' }, row);
  }

  /** Compares a row with the selected one; nothing for undefined or the selected one itself. */
  #compareWith(row: number | undefined): void {
    const identity = row === undefined ? '' : (this.#model?.identity(row) ?? '');
    if (this.#selected === '' && identity !== '' && row !== undefined) {
      this.#select(row);
      return;
    }
    this.#compared = identity === this.#compared || identity === this.#selected ? '' : identity;
    this.#rows.marked = this.#rowOf(this.#compared);
    this.#light();
    this.#showSelected();
  }

  #showSelected(): void {
    const model = this.#model;
    if (!model) return;
    const host: DetailsHost = {
      select: (other) => {
        this.#compared = '';
        this.#rows.marked = -1;
        this.#select(other);
        this.#rows.root.focus();
      },
      act: (asked, of, other) => this.#act(asked, of, other),
      plan: (of, direction) => this.#askPlan(of, direction),
      compareWith: (of) => this.#compareWith(of),
      askOther: () => this.#askOther(),
    };
    const [selected, compared] = [this.#rowOf(this.#selected), this.#rowOf(this.#compared)];
    if (selected >= 0 && compared >= 0 && selected !== compared)
      showComparison(this.#pane, model, compareRows(model, selected, compared), host);
    else showDetails(this.#pane, model, selected, this.#plan, host);
  }

  /** Marks the selected row; each that is selected from then on is compared with it. */
  #askOther(): void {
    this.#compared = this.#selected;
    this.#rows.marked = this.#rowOf(this.#compared);
    this.#rows.root.focus();
    const text = 'Select the row to compare with; Escape ends the comparison.';
    this.#showSummary({ severity: 'information', text, actions: [] });
  }

  #askPlan(row: number, direction: GraphPlan['direction']): void {
    if (this.#plan?.direction === direction) {
      this.#plan = undefined;
      this.#light();
      this.#showSelected();
      return;
    }
    const identity = this.#model?.identity(row) ?? '';
    this.#vscode.postMessage({ kind: 'plan', row: identity, direction });
  }

  #act(asked: Omit<ActOfGraph, 'kind' | 'row' | 'other'>, row?: number, other?: number): void {
    const named = (at: number): string => this.#model?.identity(at) ?? '';
    this.#vscode.postMessage({
      kind: 'act',
      ...asked,
      ...(row === undefined ? {} : { row: named(row) }),
      ...(other === undefined ? {} : { other: named(other) }),
    });
  }

  #drop(row: number, onto: number): void {
    const drop = this.#model && dropOf(this.#model, row, onto);
    if (drop?.kind === 'merge') this.#act({ action: 'mergeHeads' }, row, onto);
    else if (drop) this.#act({ action: 'reparent' }, drop.child, onto);
  }

  #want(uris: readonly string[]): void {
    const fresh = uris.filter((uri) => !this.#asked.has(uri));
    for (const uri of fresh) this.#asked.add(uri);
    for (let at = 0; at < fresh.length; at += filesAtOnce)
      this.#vscode.postMessage({ kind: 'words', uris: fresh.slice(at, at + filesAtOnce) });
  }

  #zoom(step: 1 | -1 | 0): void {
    const at = rowHeights.findIndex((height) => height >= this.#rowHeight);
    this.#rowHeight =
      step === 0
        ? this.#rows.fittingHeight
        : (rowHeights[Math.max(0, Math.min(rowHeights.length - 1, at + step))] ?? usualHeight);
    this.#rows.rowHeight = this.#rowHeight;
    this.#keep();
  }

  /** A search opens runs that are folded, and an empty one folds them again. */
  #find(): void {
    if (this.#toggles.foldsRuns) this.#arrange();
    else {
      this.#lookUp();
      this.#offerFilters();
      this.#keep();
    }
  }

  /** Fades what does not match, and says how many do. */
  #lookUp(): void {
    const model = this.#model;
    if (!model) return;
    const search = readSearch(this.#toolbar.search.value, this.#filter);
    if (asksWords(search, model.rows.length))
      this.#want(model.rows.flatMap(({ uri, kind }) => (uri !== null && kind !== 'unreadable' ? [uri] : [])));
    const matches = searchRows(model, search);
    this.#matches = matches ?? [];
    this.#toolbar.count = matches ? `${String(matches.length)} of ${String(model.rows.length)}` : '';
    this.#light();
  }

  /** What stands out: what would run, what is compared, or what is found. */
  #light(): void {
    const model = this.#model;
    if (!model) return;
    const search = readSearch(this.#toolbar.search.value, this.#filter);
    const [selected, compared] = [this.#rowOf(this.#selected), this.#rowOf(this.#compared)];
    if (this.#plan) {
      this.#rows.matching = new Set(this.#plan.ids.flatMap((id) => model.rowOf(id) ?? []));
    } else if (selected >= 0 && compared >= 0 && selected !== compared) {
      const { onlyNewer, onlyOlder } = compareRows(model, selected, compared);
      this.#rows.matching = new Set([...onlyNewer, ...onlyOlder, selected, compared]);
    } else {
      const isOn = search.terms.length > 0 || search.filter !== 'all';
      this.#rows.matching = isOn ? new Set(this.#matches) : undefined;
    }
  }

  #step(direction: 1 | -1): void {
    const at = this.#rowOf(this.#selected);
    const ordered = direction === 1 ? this.#matches : this.#matches.toReversed();
    const next = ordered.find((row) => (direction === 1 ? row > at : row < at)) ?? ordered[0];
    if (next !== undefined) this.#select(next);
  }

  #onKey(event: KeyboardEvent): void {
    const isTyping = event.target === this.#toolbar.search;
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.key === 'F3') this.#step(event.shiftKey ? -1 : 1);
    else if (event.key.toLowerCase() === 'f' && isCommand) this.#toolbar.search.focus();
    else if (isTyping || isCommand || event.altKey || !this.#runKey(event)) return;
    event.preventDefault();
  }

  /** The keys that are letters or signs; false for any other. */
  #runKey({ key }: KeyboardEvent): boolean {
    if (key === '/') this.#toolbar.search.focus();
    else if (key === '+' || key === '=') this.#zoom(1);
    else if (key === '-') this.#zoom(-1);
    else if (key === '0') this.#zoom(0);
    else if (key.toLowerCase() === 'c' && this.#selected !== '') this.#askOther();
    else if (key === 'Escape') this.#leave();
    else return false;
    return true;
  }

  /** Ends what is lit: a comparison, a plan, or the question for a row. */
  #leave(): void {
    this.#plan = undefined;
    if (this.#model) this.#showSummary(this.#model.contents.summary);
    this.#compareWith(undefined);
  }

  #showSummary({ severity, text, actions }: GraphSummary): void {
    this.#summary.className = `summary ${severity}`;
    const known = this.#summary.querySelector('span')?.textContent;
    const titles = [...this.#summary.querySelectorAll('button')].map((each) => each.textContent);
    if (known === text && titles.join('\n') === actions.map(({ title }) => title).join('\n')) return;
    this.#summary.replaceChildren(
      element('span', { text }),
      ...actions.map(({ title, action }) => button(title, () => this.#act({ action }), { class: 'link' })),
    );
  }

  #keep(): void {
    const environment = this.#model?.contents.environment.key;
    this.#vscode.setState({
      ...(environment === undefined ? {} : { environment }),
      selected: this.#selected,
      scrollTop: this.#isRestored ? this.#rows.scrollTop : (this.#vscode.getState()?.scrollTop ?? 0),
      query: this.#toolbar.search.value,
      filter: this.#filter,
      rowHeight: this.#rowHeight,
      ...this.#toggles,
      opened: [...this.#opened],
    });
  }
}

new GraphPage();
