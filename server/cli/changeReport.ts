import type { Change } from '../core/edits/change';
import type { FileSystem } from '../core/project/fileSystem';
import { unifiedDiff } from '../core/render/unifiedDiff';
import type { CommandHost } from './host';
import type { CommonOptions } from './report';
import { shownPath } from './selectEnvironments';

/** Options of every command that changes files. */
export interface ChangeOptions extends CommonOptions {
  /** Show what would be written, and write nothing. */
  readonly dryRun?: boolean;
}

/** A change for machines. */
export interface ChangeReport {
  readonly edited: readonly string[];
  readonly created: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** Which files a change is about, paths as they are shown. */
export function reportChange(host: CommandHost, options: CommonOptions, change: Change): ChangeReport {
  const shown = (path: string): string => shownPath(host, options, path);
  return {
    edited: change.edits.map(({ file }) => shown(file)),
    created: change.creates.map(({ file }) => shown(file)),
    renamed: change.renames.map(({ from, to }) => ({ from: shown(from), to: shown(to) })),
  };
}

/** One line a file. */
export function changeLines({ edited, created, renamed }: ChangeReport): string {
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
  return lines.map((line) => `${line}\n`).join('');
}

/** A change as a unified diff with paths relative to the working directory. */
export function diffOf(
  host: CommandHost,
  options: CommonOptions,
  change: Change,
  fileSystem: FileSystem = host.fileSystem,
): string {
  return unifiedDiff(change, {
    textOf: (path) => fileSystem.readText(path),
    shownPath: (path) => shownPath(host, options, path),
  });
}
