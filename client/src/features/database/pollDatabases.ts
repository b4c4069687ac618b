import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { askDatabases } from '../../infrastructure/alembic/databases/askDatabases';
import { readSetting } from '../../infrastructure/alembic/command/runnerSettings';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** What asking without a command needs. */
export type PollServices = Pick<WorkbenchServices, 'store' | 'states' | 'targets' | 'client'>;

/** How often it is looked whether a database is due to be asked. Milliseconds. */
const beat = 1000;

/**
 * Asks databases where they stand at the start and every few minutes, in trusted workspaces and where
 * settings say so. No message comes of it: the log has what failed, and a command says why. A person's
 * command interrupts it.
 */
export function pollDatabases(services: PollServices): vscode.Disposable {
  const { store } = services;
  const askedAt = new Map<string, number>();
  let isAsking = false;
  const askDue = async (): Promise<void> => {
    if (isAsking || store.state !== 'ready' || !vscode.workspace.isTrusted) return;
    isAsking = true;
    try {
      for (const environment of store.environments) {
        const last = askedAt.get(environment.key);
        const isDue = last === undefined ? isStart(environment) : isOver(environment, last);
        askedAt.set(environment.key, isDue || last === undefined ? Date.now() : last);
        if (isDue) await ask(services, environment);
      }
    } finally {
      isAsking = false;
    }
  };
  const timer = setInterval(() => void askDue(), beat);
  return vscode.Disposable.from(
    store.onDidChange(() => void askDue()),
    new vscode.Disposable(() => clearInterval(timer)),
  );
}

function isStart(environment: EnvironmentDto): boolean {
  return readSetting(environment, 'readDatabase') === 'atStart';
}

function isOver(environment: EnvironmentDto, last: number): boolean {
  const minutes = readSetting(environment, 'readDatabaseEvery');
  return minutes > 0 && Date.now() - last >= minutes * 60_000;
}

async function ask({ states, targets, client }: PollServices, environment: EnvironmentDto): Promise<void> {
  try {
    const target = await targets.prepare(environment);
    if (!target.python) {
      await askDatabases(client, states, target);
      return;
    }
    const answer = await client.askQuietly(target);
    if (answer && 'result' in answer) states.set(environment.key, answer.result.databases);
  } catch {
    // Nobody asked for it, so nobody is told.
  }
}
