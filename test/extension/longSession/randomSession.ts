import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, Position, Range, Uri, window, workspace } from 'vscode';
import type { GitRepository } from '../../fixtures/gitRepository';
import type { RandomNumbers } from '../../oracle/randomNumbers';

/**
 * Somebody who does what comes to mind with a project's revision files: in editors, on disk, and with Git in
 * a terminal.
 */
export class RandomSession {
  private readonly actions: readonly (readonly [name: string, weight: number, act: () => unknown])[] = [
    ['type', 8, () => this.type()],
    ['change an id', 4, () => this.changeId()],
    ['undo', 4, () => commands.executeCommand('undo')],
    ['save', 4, () => window.activeTextEditor?.document.save()],
    ['save all', 1, () => workspace.saveAll(false)],
    ['close editors', 1, () => this.closeEditors()],
    ['ask', 5, () => this.ask()],
    ['write on disk', 3, () => this.writeOnDisk()],
    ['rename on disk', 3, () => this.renameOnDisk()],
    ['delete on disk', 2, () => rmSync(this.anyFile())],
    ['delete the folder', 1, () => rmSync(this.versions, { recursive: true })],
    ['restore', 3, () => this.git('checkout', '--quiet', '--force', '--', '.')],
    ['clean', 1, () => this.git('clean', '--quiet', '--force', '-d')],
    ['commit', 2, () => this.git('commit', '--quiet', '--all', '--message', 'work')],
    ['stash', 2, () => this.git('stash', '--quiet', '--include-untracked')],
    ['stash pop', 2, () => this.git('stash', 'pop', '--quiet')],
    [
      'switch',
      3,
      () => this.git('checkout', '--quiet', '--force', this.random.pick(['main', 'feature', 'old'])),
    ],
    ['rebase', 1, () => this.git('rebase', '--quiet', this.random.pick(['main', 'feature']))],
    ['merge', 1, () => this.git('merge', '--quiet', '--no-edit', this.random.pick(['main', 'feature']))],
    ['reset', 1, () => this.git('reset', '--quiet', '--hard', this.random.pick(['start', 'HEAD']))],
  ];

  constructor(
    private readonly repository: GitRepository,
    private readonly versions: string,
    private readonly random: RandomNumbers,
  ) {}

  /** Does one thing, and says what. */
  async act(): Promise<string> {
    const sum = this.actions.reduce((total, [, weight]) => total + weight, 0);
    let rest = this.random.next() * sum;
    const [name, , act] = this.actions.find(([, weight]) => (rest -= weight) < 0) ?? this.actions[0] ?? [];
    if (!name || !act) throw new Error('There is nothing to do.');
    if (!existsSync(this.versions) && !['restore', 'switch', 'reset'].includes(name)) {
      this.git('checkout', '--quiet', '--force', '--', '.');
    }
    // Switches to a branch in the middle of a rebase and the like are refused, which is as good as any
    // action.
    await Promise.resolve(act()).catch(() => undefined);
    return name;
  }

  private async type(): Promise<void> {
    const editor = await this.open();
    if (!editor) return;
    const { document } = editor;
    const line = document.lineAt(this.random.below(document.lineCount));
    const at = new Position(line.lineNumber, this.random.below(line.text.length + 1));
    await editor.edit((edit) =>
      edit.insert(at, this.random.pick(['x', '\n', '"', '# note\n', "'", '(', '<<<<<<< HEAD\n'])),
    );
  }

  private async changeId(): Promise<void> {
    const editor = await this.open();
    if (!editor) return;
    const text = editor.document.getText();
    const match = /^(?:down_)?revision\b.*=\s*["'](.+?)["']/m.exec(text);
    if (!match) return;
    const end = editor.document.positionAt(match.index + match[0].length - 1);
    const start = end.translate(0, -(match[1]?.length ?? 0));
    const other = readFileSync(this.anyFile(), 'utf8');
    const id = /^revision\b.*=\s*["'](.+?)["']/m.exec(other)?.[1] ?? 'none';
    await editor.edit((edit) => edit.replace(new Range(start, end), id));
  }

  private async ask(): Promise<void> {
    const editor = await this.open();
    if (!editor) return;
    const { uri, lineCount } = editor.document;
    const line = this.random.below(lineCount);
    const [start, end] = [new Position(line, 0), new Position(line, 16)];
    await commands.executeCommand('vscode.executeHoverProvider', uri, end);
    await commands.executeCommand('vscode.executeDefinitionProvider', uri, end);
    await commands.executeCommand('vscode.executeReferenceProvider', uri, end);
    await commands.executeCommand('vscode.executeCodeActionProvider', uri, new Range(start, end));
  }

  private async closeEditors(): Promise<void> {
    while (window.activeTextEditor) {
      await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  }

  private writeOnDisk(): void {
    const path = this.anyFile();
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.slice(0, this.random.below(text.length + 1)) + text.slice(this.random.below(text.length)),
    );
  }

  private renameOnDisk(): void {
    const path = this.anyFile();
    renameSync(
      path,
      path.replace(/\w(?=\.py$)/, (last) => `${last}${this.random.below(10)}`),
    );
  }

  private async open() {
    return await window
      .showTextDocument(Uri.file(this.anyFile()), { preview: this.random.chance(0.5) })
      .then(undefined, () => undefined);
  }

  private anyFile(): string {
    const names = readdirSync(this.versions).filter((name) => name.endsWith('.py'));
    return join(this.versions, names.length > 0 ? this.random.pick(names) : 'none.py');
  }

  private git(...words: readonly string[]): void {
    const { path } = this.repository;
    try {
      this.repository.git(...words);
    } catch {
      for (const what of ['rebase', 'merge'])
        if (existsSync(join(path, '.git', what === 'rebase' ? 'rebase-merge' : 'MERGE_HEAD')))
          execFileSync('git', [what, '--abort'], { cwd: path, stdio: 'ignore' });
    }
  }
}
