import type * as vscode from 'vscode';
import { askBeside, askModally } from '../../vscode/messages';
import { showCancellable } from '../../vscode/progress';
import type { ChildRun, StopSignal } from './childRun';

/** What the cancel button does, press after press. All but an interrupt are asked for again. */
const stages: readonly { readonly signal: StopSignal; readonly ask: boolean }[] =
  process.platform === 'win32'
    ? // Windows can't interrupt a process of another console, so stopping is by force and asked for.
      [{ signal: 'SIGKILL', ask: true }]
    : [
        { signal: 'SIGINT', ask: false },
        { signal: 'SIGTERM', ask: true },
        { signal: 'SIGKILL', ask: true },
      ];

/** How long an interrupted program may take before a person is told that it goes on. Milliseconds. */
const patience = 5000;

const whatForceLeaves =
  'can leave a migration half done, above all on databases without transactional DDL such as MySQL.';

/**
 * Shows a notification until the process ended. Cancel interrupts it as Ctrl+C would; pressed again it offers
 * to stop it by force. Nothing is ever stopped by a timer; one that goes on after an interrupt is told of,
 * with a button that kills it. Resolves to whether a person asked it to stop.
 */
export async function followStoppable(
  child: ChildRun,
  title: string,
  subscribe?: (report: (message: string) => void) => vscode.Disposable,
): Promise<boolean> {
  let stage = 0;
  let stopAsked = false;
  while (child.running) {
    const waiting = stopAsked ? `${title}: interrupted, waiting for Alembic to end` : title;
    const cancelled = await showUntilEnd(child, waiting, subscribe);
    if (!cancelled) break;
    const { signal, ask } = stages[Math.min(stage, stages.length - 1)] ?? { signal: 'SIGINT', ask: false };
    if (ask && !(await confirmForce(title))) continue;
    if (!stopAsked) tellWhereItGoesOn(child, title);
    stopAsked = true;
    stage++;
    child.stop(signal);
  }
  return stopAsked;
}

async function showUntilEnd(
  child: ChildRun,
  title: string,
  subscribe?: (report: (message: string) => void) => vscode.Disposable,
): Promise<boolean> {
  return await showCancellable(title, async (report, token) => {
    const subscription = subscribe?.(report);
    const cancelled = new Promise<true>((resolve) => token.onCancellationRequested(() => resolve(true)));
    const ended = child.end.then(() => false);
    try {
      return await Promise.race([cancelled, ended]);
    } finally {
      subscription?.dispose();
    }
  });
}

/** A rollback may take as long as it takes, so what to do is the person's choice. */
function tellWhereItGoesOn(child: ChildRun, title: string): void {
  const timer = setTimeout(() => {
    const kill = 'Kill';
    const message = `"${title}" goes on ${patience / 1000} seconds after it was interrupted: the database may be taking changes back, or the interrupt is ignored. Wait for it to end; killing it ${whatForceLeaves}`;
    void askBeside('warning', message, kill).then((pressed) => {
      if (pressed === kill) child.stop('SIGKILL');
    });
  }, patience);
  void child.end.then(() => clearTimeout(timer));
}

async function confirmForce(title: string): Promise<boolean> {
  const stop = 'Stop by Force';
  const pressed = await askModally(
    {
      message: `Stop "${title}" by force?`,
      detail: `Alembic was asked to end and has not yet. Stopping it by force ${whatForceLeaves}`,
    },
    stop,
  );
  return pressed === stop;
}
