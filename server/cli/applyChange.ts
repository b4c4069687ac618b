import type { ChangeOutcome } from '../core/edits/change';
import { gateChange } from '../core/edits/gateChange';
import { buildSnapshotAtOnce } from '../core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import type { ChangeOptions } from './changeReport';
import { changeBounds, changeLines, conflictLines, diffOf, printedDiff } from './changeReport';
import type { CommandHost } from './host';
import { describeEnvironment } from './report';
import { shownPath } from './selectEnvironments';
import { visibleText } from '../core/text/visibleText';
import { conflictAnswers } from '../core/answers/conflictsAnswer';
import type { BranchConflict } from '../core/schema/branchConflicts';
import { changeAnswer, rejectedAnswer } from '../core/answers/changeAnswer';
import { jsonText } from './jsonText';

/**
 * Writes or shows the one change of a command, and says what does not go together where branches are joined;
 * gives the exit code: 1 if the change is rejected.
 */
export async function applyChange(
  host: CommandHost,
  options: ChangeOptions,
  snapshot: EnvironmentSnapshot,
  outcome: ChangeOutcome,
  conflicts?: readonly BranchConflict[],
): Promise<number> {
  if (!outcome.ok) return await refuse(host, options, snapshot, outcome.reason);
  const { title } = outcome;
  const bounds = changeBounds(host, options, snapshot.environment.configuration);
  const passed = gateChange(outcome.change, bounds, host.fileSystem);
  if (!passed.ok) return await refuse(host, options, snapshot, passed.reason);
  const { change } = passed;
  const diff = diffOf(host, options, change);
  const shown = (path: string): string => shownPath(host, options, path);
  const files = changeAnswer(change, shown);
  if (!options.dryRun) {
    const written = await host.write(change);
    if (!written.ok) return await refuse(host, options, snapshot, written.reason);
  }
  if (options.json) {
    const { environment, generation } = snapshot;
    const after = options.dryRun
      ? snapshot
      : buildSnapshotAtOnce({ environment, fileSystem: host.fileSystem, generation: generation + 1 });
    const found = conflicts && { conflicts: conflictAnswers(snapshot, conflicts, shown) };
    await printJson(host, options, after, { title, change: files, diff, written: !options.dryRun, ...found });
  } else if (options.dryRun) {
    host.printError(`${visibleText(title)}\n`);
    host.print(printedDiff(host, diff));
    host.printError(conflictLines(conflictAnswers(snapshot, conflicts ?? [], shown)));
  } else {
    host.print(`${visibleText(title)}\n${changeLines(files)}`);
    host.printError(conflictLines(conflictAnswers(snapshot, conflicts ?? [], shown)));
  }
  return 0;
}

/** Says why nothing is changed. */
export async function refuse(
  host: CommandHost,
  options: ChangeOptions,
  snapshot: EnvironmentSnapshot,
  reason: string,
): Promise<number> {
  if (options.json) await printJson(host, options, snapshot, { ...rejectedAnswer(reason) });
  else host.printError(`alembic-ls: ${visibleText(reason)}\n`);
  return 1;
}

async function printJson(
  host: CommandHost,
  options: ChangeOptions,
  snapshot: EnvironmentSnapshot,
  keys: Readonly<Record<string, unknown>>,
): Promise<void> {
  const environments = [{ ...(await describeEnvironment(host, options, snapshot)), ...keys }];
  host.print(jsonText({ environments }));
}
