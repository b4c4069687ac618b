import * as vscode from 'vscode';
import type { RunTarget } from '../command/runTarget';
import type { SecretMask } from '../output/secretMask';
import type { ChildEnd, ChildRun, OutputLine } from './childRun';
import type { RunGuardian } from './runGuardian';

/**
 * The processes of runs and questions: their output goes to the log with secrets masked, and none outlives
 * the window uninterrupted.
 */
export class RunProcesses implements vscode.Disposable {
  private readonly running = new Set<ChildRun>();
  /** By environment: another's output may have its secrets too. */
  private readonly masks = new Map<string, SecretMask>();
  private closing = false;

  constructor(
    private readonly guardian: RunGuardian,
    readonly log: vscode.LogOutputChannel,
  ) {}

  get isClosing(): boolean {
    return this.closing;
  }

  /** Has the target's secrets masked from here on. */
  noteSecrets({ environment, mask }: RunTarget): void {
    this.masks.set(environment.key, mask);
  }

  /** Starts a process. Throws a cancellation where the window closes. */
  start(create: () => ChildRun): ChildRun {
    if (this.closing) throw new vscode.CancellationError();
    return this.adopt(create());
  }

  /** Guards a process that was started. */
  adopt(child: ChildRun): ChildRun {
    this.running.add(child);
    child.guardBy(this.guardian);
    if (this.closing) child.stop('SIGINT');
    void child.end.then(() => this.running.delete(child));
    return child;
  }

  logLine(line: OutputLine): void {
    this.log.info(this.maskText(line.text));
  }

  /** What is of no use among the runs unless something fails. */
  logQuietly(line: OutputLine): void {
    this.log.debug(this.maskText(line.text));
  }

  logLines(lines: readonly OutputLine[]): void {
    for (const line of lines) this.logLine(line);
  }

  /** Text with every password that is known here replaced. */
  maskText(text: string): string {
    return [...this.masks.values()].reduce((masked, mask) => mask.mask(masked), text);
  }

  /** Python that Alembic wrote, with what is known as a secret replaced. */
  maskCode(text: string): string {
    return [...this.masks.values()].reduce((masked, mask) => mask.maskCode(masked), text);
  }

  /** SQL with its passwords replaced, and nothing else changed. */
  maskSql(sql: string, dialect: string): string {
    return [...this.masks.values()].reduce((masked, mask) => mask.maskSql(masked, dialect), sql);
  }

  masked(end: ChildEnd): ChildEnd {
    const mask = ({ stream, text, written }: OutputLine): OutputLine => ({
      stream,
      text: this.maskText(text),
      ...(written === undefined ? {} : { written: this.maskText(written) }),
    });
    return { ...end, output: end.output.map(mask) };
  }

  /** Interrupts what still runs, as Ctrl+C would, and starts nothing more: the window closes. */
  dispose(): void {
    this.closing = true;
    for (const child of this.running) if (!child.isStopping) child.stop('SIGINT');
    this.guardian.dispose();
  }
}
