import type * as vscode from 'vscode';

const key = 'unfinishedRuns';

/** Remembers across windows which runs were started and not seen to end, by their titles. */
export class UnfinishedRuns {
  private titles: readonly string[];
  private readonly left: readonly string[];

  constructor(private readonly state: vscode.Memento) {
    this.left = state.get<readonly string[]>(key, []);
    this.titles = [];
    if (this.left.length > 0) void this.keep([]);
  }

  /** What an earlier window had started and did not see the end of. */
  get ofEarlierWindow(): readonly string[] {
    return this.left;
  }

  /** Notes a run; to be awaited before it starts, because the window may close at any time. */
  async begin(title: string): Promise<void> {
    await this.keep([...this.titles, title]);
  }

  async end(title: string): Promise<void> {
    const at = this.titles.indexOf(title);
    await this.keep(this.titles.filter((_, index) => index !== at));
  }

  private async keep(titles: readonly string[]): Promise<void> {
    this.titles = titles;
    await this.state.update(key, titles.length > 0 ? titles : undefined);
  }
}
