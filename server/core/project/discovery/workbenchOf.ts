import type { FileSystem } from '../../files/fileSystem';
import { fileNameOf, parentPath, relativePath } from '../../files/paths';
import { readBaseline } from '../../workbenchConfig/baseline';
import type { WorkbenchConfigProblem, WorkbenchConfigReading } from '../../workbenchConfig/workbenchConfig';
import type { EnvironmentWorkbench } from '../environmentSnapshot';

/** A reading as an environment has it, with its baseline. */
export function workbenchOf(
  fileSystem: FileSystem,
  { config, named }: WorkbenchConfigReading,
  isShared: boolean,
): EnvironmentWorkbench {
  const text = config.baseline === undefined ? undefined : fileSystem.readText(config.baseline);
  const baseline = text === undefined ? undefined : readBaseline(text);
  const revisions = isShared ? [] : named.filter(({ kind }) => kind === 'revision');
  return {
    config,
    baseline: baseline ?? [],
    revisions: revisions.map(({ name, range }) => ({ name, range })),
  };
}

/** Files that a workbench configuration names and that can't be read. */
export function missingFiles(
  fileSystem: FileSystem,
  { config, named }: WorkbenchConfigReading,
): readonly WorkbenchConfigProblem[] {
  const folder = parentPath(config.path);
  return named.flatMap(({ kind, name, range }): readonly WorkbenchConfigProblem[] => {
    if (kind !== 'config-file' && kind !== 'baseline') return [];
    if (kind === 'config-file' && fileSystem.version(name) !== undefined) return [];
    const text = kind === 'baseline' ? fileSystem.readText(name) : undefined;
    const shown = relativePath(name, folder);
    const message =
      text === undefined
        ? kind === 'baseline'
          ? `There is no baseline ${shown}: write it with "alembic-ls check --write-baseline", or remove the key.`
          : `There is no config file ${shown}: correct the path from the folder of ${fileNameOf(config.path)}.`
        : readBaseline(text) === undefined
          ? `${shown} is no baseline: write it again with "alembic-ls check --write-baseline".`
          : undefined;
    if (message === undefined) return [];
    return [{ code: 'workbench-config', severity: 'warning', message, file: config.path, range, fixes: [] }];
  });
}
