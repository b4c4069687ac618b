import type { ConfigurationProblem } from '../../config/alembicConfiguration';
import { configConflictFixes } from '../../config/mergeConflict';
import { joinPath } from '../../files/paths';
import type { FileSystem } from '../../files/fileSystem';
import { mergeConflictMarkers } from '../../text/mergeConflicts';
import type { Environment } from '../environmentSnapshot';

/** The environment, with an unresolved merge conflict in its `script.py.mako` among the problems. */
export function withTemplateConflict(fileSystem: FileSystem, environment: Environment): Environment {
  const { configuration } = environment;
  const problem = templateConflict(fileSystem, joinPath(configuration.scriptDirectory, 'script.py.mako'));
  if (!problem) return environment;
  return {
    ...environment,
    configuration: { ...configuration, problems: [...configuration.problems, problem] },
  };
}

function templateConflict(fileSystem: FileSystem, file: string): ConfigurationProblem | undefined {
  const text = fileSystem.readText(file);
  const range = text === undefined ? undefined : mergeConflictMarkers(text)[0];
  if (text === undefined || !range) return undefined;
  return {
    code: 'merge-conflict-markers',
    severity: 'warning',
    message:
      'A merge conflict is not resolved in this template, so every new revision gets its markers: keep one side and remove them.',
    file,
    range,
    fixes: configConflictFixes(text),
  };
}
