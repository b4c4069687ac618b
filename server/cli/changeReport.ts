import type { AlembicConfiguration } from '../core/config/alembicConfiguration';
import type { ConflictAnswer } from '../core/answers/conflictsAnswer';
import type { ChangeAnswer } from '../core/answers/changeAnswer';
import type { Change } from '../core/edits/change';
import type { ChangeBounds } from '../core/edits/gateChange';
import { boundsOf } from '../core/edits/gateChange';
import { unifiedDiff } from '../core/render/unifiedDiff';
import type { CommandHost } from './host';
import type { CommonOptions } from './report';
import { shownPath, workingDirectory } from './selectEnvironments';
import { visibleText, withoutControls } from '../core/text/visibleText';

/** Options of every command that changes files. */
export interface ChangeOptions extends CommonOptions {
  /** Show what would be written, and write nothing. */
  readonly dryRun?: boolean;
}

/** Where the changes of an environment may write: below the working directory too, which the person named. */
export function changeBounds(
  host: CommandHost,
  options: CommonOptions,
  configuration: AlembicConfiguration,
): ChangeBounds {
  return boundsOf(configuration, [workingDirectory(host, options)]);
}

/** One line a file. */
export function changeLines({ edited, created, renamed }: ChangeAnswer): string {
  const moved = new Map(renamed.map(({ from, to }) => [from, to]));
  const lines = [
    ...edited.map((file) =>
      moved.has(file) ? `changed   ${file} -> ${moved.get(file) ?? ''}` : `changed   ${file}`,
    ),
    ...renamed
      .filter(({ from }) => !edited.includes(from))
      .map(({ from, to }) => `renamed   ${from} -> ${to}`),
    ...created.map((file) => `created   ${file}`),
  ];
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}

/** What does not go together, one conflict after the other with both places; nothing without any. */
export function conflictLines(conflicts: readonly ConflictAnswer[]): string {
  if (conflicts.length === 0) return '';
  const lines = conflicts.flatMap(({ what, left, right }) => [
    `  ${what}`,
    ...[left, right].map(({ file, line, operation }) => `    ${file}:${line}: ${operation}`),
  ]);
  const head = 'These changes do not go together; change one of them before the branches are joined:';
  return [head, ...lines].map((line) => `${visibleText(line)}\n`).join('');
}

/**
 * The printed form of a diff, control characters written out. A diff with such characters can't be applied,
 * so a note says so.
 */
export function printedDiff(host: CommandHost, diff: string): string {
  const printed = withoutControls(diff);
  if (printed !== diff)
    host.printError(
      'alembic-ls: control characters in the diff are written out, such as \\x1b; --json has it as it is.\n',
    );
  return printed;
}

/** A change as a unified diff with paths relative to the working directory. */
export function diffOf(host: CommandHost, options: CommonOptions, change: Change): string {
  return unifiedDiff(change, (path) => shownPath(host, options, path));
}
