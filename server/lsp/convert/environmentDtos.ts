import { isWithin } from '../../core/files/paths';
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
  return {
    state: state.isComplete ? 'ready' : 'reading',
    environments: [...state.environments.values()].map((indexed) => toEnvironmentDto(indexed, uris)),
    configErrors: configErrors(state),
  };
}

/** Number of errors in config files that gave no environment. */
export function configErrors({ problems }: IndexState): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

/**
 * An environment's name for people: its config file or script directory as seen from the workspace folder.
 */
export function environmentLabel(environment: Environment, folder: IndexedFolder): string {
  const { configFile, section, scriptDirectory } = environment.configuration;
  const path = configFile ?? scriptDirectory;
  const relative = isWithin(path, folder.path) ? path.slice(folder.path.length + 1) : path;
  return section === 'alembic' ? relative || path : `${relative || path} [${section}]`;
}

/** A load error as the one line that a person sees: the exception's class stands in tracebacks only. */
function describeLoadError(error: AlembicError): string {
  return error.type === 'CommandError' ? error.message : `${error.type}: ${error.message}`;
}

function toEnvironmentDto(indexed: IndexedEnvironment, uris: ClientUris): EnvironmentDto {
  const { folder, snapshot, findings } = indexed;
  const { environment, map } = snapshot;
  const { configuration } = environment;
  const loadError = loadErrorOf(snapshot);
  const count = (severity: string): number => findings.filter((one) => one.severity === severity).length;
  return {
    key: environment.key,
    label: environmentLabel(environment, folder),
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
