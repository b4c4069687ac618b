import { runGit } from './runGit';
import type { GitRun } from './runGit';

/**
 * Options that stop Git from running any filter driver (`filter.NAME.clean`) of the repository's
 * configuration.
 */
export type FilterSettings = { readonly options: readonly string[] } | Exclude<GitRun, { kind: 'done' }>;

const question = ['config', '-z', '--name-only', '--get-regexp', String.raw`^filter\..*\.(clean|process)$`];

/** Drivers that a repository of people's own has at most a few of. */
const mostDrivers = 100;

/** Lists the drivers. Git runs them when it compares the index with a file that is as young as the index. */
export async function readFilterSettings(
  workTree: string,
  signal: AbortSignal | undefined,
): Promise<FilterSettings> {
  const run = await runGit(workTree, question, { signal });
  // Nothing is configured.
  if (run.kind === 'failed' && run.exitCode === 1) return { options: [] };
  if (run.kind !== 'done') return run;
  const keys = run.output.toString('utf8').split('\0').filter(Boolean);
  const names = [...new Set(keys.map((key) => key.slice('filter.'.length, key.lastIndexOf('.'))))];
  const odd = names.find((name) => name.includes('='));
  if (odd !== undefined) return failed(`its configuration has a filter ${odd}, which can't be left out`);
  if (names.length > mostDrivers) return failed(`its configuration has more than ${mostDrivers} filters`);
  return { options: names.flatMap(withoutFilter) };
}

function withoutFilter(name: string): readonly string[] {
  const settings = [`filter.${name}.clean=`, `filter.${name}.process=`, `filter.${name}.required=false`];
  return settings.flatMap((setting) => ['-c', setting]);
}

function failed(message: string): FilterSettings {
  return { kind: 'failed', exitCode: -1, message };
}
