import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { ProcessGuard } from './childRun';

/**
 * Has a small process interrupt what still runs once the extension host is gone, also where it crashed or was
 * killed. Started with the first run. Not on Windows, where nothing can be interrupted from outside.
 */
export class RunGuardian implements ProcessGuard {
  private process: ChildProcess | undefined;
  private isDisposed = false;

  /** Takes the path of the guardian's bundle. */
  constructor(private readonly script: string) {}

  watch(group: number): void {
    if (this.isDisposed || process.platform === 'win32') return;
    this.process ??= this.start();
    this.tell(`+${group}`);
  }

  forget(group: number): void {
    this.tell(`-${group}`);
  }

  /** Ends the guardian; what it still watches is interrupted. */
  dispose(): void {
    this.isDisposed = true;
    this.process?.stdin?.end();
  }

  private start(): ChildProcess {
    const guardian = spawn(process.execPath, [this.script], {
      cwd: tmpdir(),
      // The extension host of a desktop VS Code is no plain Node.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['pipe', 'ignore', 'ignore'],
      // Apart from the extension host's process group, so that it outlives it.
      detached: true,
    });
    // Runs don't depend on it: without a guardian they end by themselves.
    guardian.on('error', () => undefined);
    guardian.stdin.on('error', () => undefined);
    guardian.unref();
    return guardian;
  }

  private tell(line: string): void {
    const input = this.process?.stdin;
    if (input?.writable) input.write(`${line}\n`);
  }
}
