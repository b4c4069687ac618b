import { isAbsolutePath, isWithin } from '../../core/files/paths';
import type { EnvironmentDto, EnvironmentListDto } from '../../protocol/environments';
import { flawOfFileTemplate } from '../../core/edits/compose/fileName';
import { nextSequentialId } from '../../core/history/nextSequentialId';
import type { Environment } from '../../core/project/environmentSnapshot';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import type { AlembicError } from '../../core/revision/errors/alembicError';
import type { IndexedEnvironment, IndexedFolder, IndexState } from '../workspace/indexState';
import type { ClientUris } from './clientUris';

/** All environments for the client. */
export function toEnvironmentList(state: IndexState, uris: ClientUris): EnvironmentListDto {
  const environments = [...state.environments.values()];
  const uses = countLabels(environments);
  return {
    state: state.isComplete ? 'ready' : 'reading',
    environments: environments.map((indexed) => toEnvironmentDto(indexed, uris, uses)),
    configErrors: configErrors(state),
  };
}

/** Number of errors in config files that gave no environment. */
export function configErrors({ problems }: IndexState): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

/**
 * An environment's name for people: its config file or script directory as seen from the workspace folder,
 * with the folder's name before it where there are several.
 */
export function environmentLabel(environment: Environment, folder: IndexedFolder): string {
  const label = labelInFolder(environment, folder);
  return folder.name === '' || isAbsolutePath(label) ? label : `${folder.name}/${label}`;
}

function labelInFolder(environment: Environment, folder: IndexedFolder): string {
  const { configFile, section, scriptDirectory } = environment.configuration;
  const path = configFile ?? scriptDirectory;
  const relative = isWithin(path, folder.path) ? path.slice(folder.path.length + 1) : path;
  return section === 'alembic' ? relative || path : `${relative || path} [${section}]`;
}

/** A load error as the one line that a person sees: the exception's class stands in tracebacks only. */
function describeLoadError(error: AlembicError): string {
  return error.type === 'CommandError' ? error.message : `${error.type}: ${error.message}`;
}

/** How many environments each label means, with and without the folder's name. */
function countLabels(environments: readonly IndexedEnvironment[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { folder, snapshot } of environments) {
    const { environment } = snapshot;
    const labels = new Set([environmentLabel(environment, folder), labelInFolder(environment, folder)]);
    for (const label of labels) uses.set(label, (uses.get(label) ?? 0) + 1);
  }
  return uses;
}

function toEnvironmentDto(
  indexed: IndexedEnvironment,
  uris: ClientUris,
  labelUses: ReadonlyMap<string, number>,
): EnvironmentDto {
  const { folder, snapshot, findings } = indexed;
  const { environment, map } = snapshot;
  const { configuration } = environment;
  const loadError = loadErrorOf(snapshot);
  const count = (severity: string): number => findings.filter((one) => one.severity === severity).length;
  return {
    key: environment.key,
    label: environmentLabel(environment, folder),
    labelInFolder: labelInFolder(environment, folder),
    isKnownByLabelInFolder: labelUses.get(labelInFolder(environment, folder)) === 1,
    workspaceFolderUri: folder.uri,
    configUri: configuration.configFile === undefined ? null : uris.of(configuration.configFile),
    section: configuration.section,
    scriptDirectoryUri: uris.of(configuration.scriptDirectory),
    versionLocationUris: configuration.versionLocations.map((path) => uris.of(path)),
    workingDirectory: configuration.workingDirectory,
    generation: snapshot.generation,
    heads: map.heads,
    hasStrayHeads: findings.some(({ code }) => code === 'multiple-heads'),
    revisionCount: map.revisions.size,
    problemCount: { error: count('error'), warning: count('warning') },
    loadError: loadError ? describeLoadError(loadError) : null,
    explanations: configuration.explanations,
    nextSequentialId: nextSequentialId([...map.revisions.keys()]) ?? null,
    fileTemplateFlaw: flawOfFileTemplate(configuration) ?? null,
  };
}
