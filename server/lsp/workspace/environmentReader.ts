import { buildSnapshot } from '../../core/project/buildSnapshot';
import { discoverEnvironments } from '../../core/project/discovery/discoverEnvironments';
import type { Environment } from '../../core/project/environmentSnapshot';
import type { FileSystem } from '../../core/files/fileSystem';
import type { Finding } from '../../core/findings/finding';
import { runRulesInSteps } from '../../core/rules/engine/runRules';
import { configFindings } from '../../core/rules/engine/workbenchProblems';
import type { RuleRun } from '../../core/rules/engine/runRules';
import type { ServerSettings } from '../../protocol/settings';
import type { Discovery, EnvironmentReader } from './indexState';

/**
 * Reads environments with core, from the given files. Generations grow over all environments, so that one
 * that comes back is never older.
 */
export function createEnvironmentReader(fileSystem: FileSystem): EnvironmentReader {
  let generation = 0;
  const known = new Map<string, { readonly environment: Environment; readonly written: string }>();

  const checked = new Map<string, RuleRun>();

  const remember = (environment: Environment): Environment => {
    const written = JSON.stringify(environment);
    const before = known.get(environment.key);
    if (before?.written === written) return before.environment;
    known.set(environment.key, { environment, written });
    return environment;
  };

  return {
    *discover(folders) {
      const environments = new Map<string, Discovery['environments'][number]>();
      const problems: Finding[] = [];
      for (const folder of folders) {
        const found = yield* discoverEnvironments(fileSystem, folder.path, {
          configFiles: folder.settings.configFiles.map(toNamedFile),
          exclude: folder.exclude,
        });
        problems.push(...configFindings(found.problems, found.workbench, folder.settings));
        for (const environment of found.environments) {
          if (environments.has(environment.key)) continue;
          environments.set(environment.key, { folder, environment: remember(environment) });
        }
      }
      return { environments: [...environments.values()], problems };
    },
    *read(environment, previous, changes) {
      const request = { environment, fileSystem, generation: ++generation, previous, changes };
      const snapshot = yield* buildSnapshot(request);
      const isSame =
        previous?.environment === environment &&
        previous.map === snapshot.map &&
        sameItems(previous.files, snapshot.files);
      return isSame ? previous : snapshot;
    },
    *check(snapshot, { rules }, facts) {
      const { key } = snapshot.environment;
      const run = yield* runRulesInSteps(snapshot, { rules }, facts, checked.get(key));
      checked.set(key, run);
      return run.findings;
    },
  };
}

/** A config file that a setting names, as discovery takes it. */
export function toNamedFile(named: ServerSettings['configFiles'][number]): {
  readonly file: string;
  readonly section?: string | undefined;
} {
  return typeof named === 'string' ? { file: named } : named;
}

function sameItems<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
