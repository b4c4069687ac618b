import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { contextKeys } from '../../../../server/protocol/identifiers';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { nothingWithoutServer } from '../../infrastructure/server/serverNotRunning';
import { askText } from '../../infrastructure/vscode/inputBox';
import { readFilterFacts } from './filterFacts';
import type { FilterServer } from './filterFacts';
import type { HistoryNode } from './historyNode';
import { meets, wordsOf } from './rowFilter';

const key = 'historyFilter';

/** The rows that the history view leaves out, kept with the workspace. */
export class HistoryFilter implements vscode.Disposable {
  private words: readonly string[];
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  /** How many rows are shown of how many, by environment. */
  private readonly counts = new Map<string, { readonly shown: number; readonly all: number }>();

  private readonly countEmitter = new vscode.EventEmitter<void>();

  /** Fires where another filter is set. */
  readonly onDidChange = this.changeEmitter.event;
  /** Fires where the message is another one. */
  readonly onDidCount = this.countEmitter.event;

  constructor(
    private readonly server: FilterServer,
    private readonly memento: vscode.Memento,
  ) {
    this.words = wordsOf(memento.get(key, ''));
    this.tell();
  }

  /** The filter as it is written; empty where all rows are shown. */
  get text(): string {
    return this.words.join(' ');
  }

  /** What the view says of it; undefined where all rows are shown. */
  get message(): string | undefined {
    if (this.words.length === 0) return undefined;
    const counts = [...this.counts.values()];
    const sum = (of: 'shown' | 'all'): string => String(counts.reduce((total, each) => total + each[of], 0));
    const rows = counts.length === 0 ? '' : `: ${sum('shown')} of ${sum('all')} rows`;
    return `Filtered by ${this.text}${rows}. Clear Filter shows all of them.`;
  }

  /** Filter…: asks for the words; none shows all rows. */
  async ask(): Promise<void> {
    const text = await askText({
      title: 'Filter History',
      prompt: 'Words of messages, ids, labels and files; table:users, author:ada, is:pending, is:problem',
      value: this.text,
    });
    this.set(text);
  }

  set(text: string): void {
    this.words = wordsOf(text);
    this.counts.clear();
    void this.memento.update(key, this.text);
    this.tell();
    this.changeEmitter.fire();
    this.countEmitter.fire();
  }

  /** The rows that meet it, which are all that the environment shows. */
  async select(
    environment: EnvironmentDto,
    rows: readonly HistoryNode[],
    known: KnownDatabases | undefined,
  ): Promise<readonly HistoryNode[]> {
    const { words } = this;
    const selected = await this.pick(environment, rows, known);
    const before = this.counts.get(environment.key);
    if (words.length === 0 || words !== this.words) return selected;
    if (before?.shown !== selected.length || before.all !== rows.length) {
      this.counts.set(environment.key, { shown: selected.length, all: rows.length });
      this.countEmitter.fire();
    }
    return selected;
  }

  /** Those of some rows that meet it. */
  async pick(
    environment: EnvironmentDto,
    rows: readonly HistoryNode[],
    known: KnownDatabases | undefined,
  ): Promise<readonly HistoryNode[]> {
    const { words } = this;
    if (words.length === 0) return rows;
    const facts = await readFilterFacts(this.server, environment.key, words).catch(nothingWithoutServer);
    return facts ? rows.filter((row) => meets(row, words, { ...facts, known })) : [];
  }

  dispose(): void {
    this.changeEmitter.dispose();
    this.countEmitter.dispose();
  }

  private tell(): void {
    void vscode.commands.executeCommand('setContext', contextKeys.filtered, this.words.length > 0);
  }
}
