import type { Finding } from '../findings/finding';
import type { FindingReport, ReportableFinding } from '../findings/findingReport';
import { unknownParents } from '../history/unknownParents';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { loadErrorOf } from '../project/loadErrorOf';
import { dynamicRevision } from '../rules/dynamic-revision';

/** An environment as JSON, paths as they are shown. */
export interface EnvironmentAnswer {
  /** The script directory where there is no config file. */
  readonly config: string;
  readonly section: string;
  readonly scriptLocation: string;
  readonly versionLocations: readonly string[];
  readonly problems: readonly FindingReport[];
}

/** `shown` gives a path as it is shown. */
export function environmentAnswer(
  { environment: { configuration } }: EnvironmentSnapshot,
  problems: readonly FindingReport[],
  shown: (path: string) => string,
): EnvironmentAnswer {
  const { configFile, section, scriptDirectory, versionLocations } = configuration;
  return {
    config: shown(configFile ?? scriptDirectory),
    section,
    scriptLocation: shown(scriptDirectory),
    versionLocations: versionLocations.map(shown),
    problems,
  };
}

/**
 * Problems of an environment as a whole: of its configuration, and the errors with which Alembic would not
 * load it. `runRules` is called only in that case.
 */
export async function environmentProblems(
  snapshot: EnvironmentSnapshot,
  runRules: (snapshot: EnvironmentSnapshot) => Promise<readonly Finding[]>,
): Promise<readonly ReportableFinding[]> {
  if (!loadErrorOf(snapshot))
    return [...snapshot.environment.configuration.problems, ...computedHeaders(snapshot)];
  const findings = await runRules(snapshot);
  return findings.filter(({ severity, file }) => severity === 'error' || !snapshot.filesByPath.has(file));
}

/** Files that compute their id or parents: answers about the history may be incomplete. */
function computedHeaders(snapshot: EnvironmentSnapshot): readonly Finding[] {
  return unknownParents(snapshot).files.flatMap((file) =>
    [...dynamicRevision.checkFile(file)]
      .filter(({ message }) => /^(down_)?revision /.test(message))
      .map((finding): Finding => ({ ...finding, code: dynamicRevision.id, severity: 'hint' })),
  );
}
