import type { TextRange } from '../text/textRange';
import type { ConfigurationFix } from './configurationFix';

/** The static part of an environment's configuration, as Alembic would resolve it. Paths are absolute. */
export interface AlembicConfiguration {
  /** The ini, pyproject.toml or template that names it; undefined for one found by its files alone. */
  readonly configFile: string | undefined;
  /** The ini section (`-n`), `alembic` by default. */
  readonly section: string;
  /** `script_location` as written. */
  readonly scriptLocation: string | undefined;
  readonly scriptDirectory: string;
  readonly versionLocations: readonly string[];
  readonly recursiveVersionLocations: boolean;
  readonly sourceless: boolean;
  readonly fileTemplate: string;
  readonly truncateSlugLength: number;
  readonly timezone: string | undefined;
  readonly outputEncoding: string;
  /** The directory from which the project's Alembic is to be run so that its paths resolve as read here. */
  readonly workingDirectory: string;
  /** Sentences on values that Alembic, run in the config file's folder, would not find. */
  readonly explanations: readonly string[];
  readonly problems: readonly ConfigurationProblem[];
  /** How wide the project's code makes `version_num`, in characters; Infinity where it has no limit. */
  readonly versionWidth?: number;
  /** Why names may mean revisions that are not here, as the end of a sentence; else undefined. */
  readonly revisionsElsewhere?: string;
}

/** What is wrong in a config file, at the offending value. */
export interface ConfigurationProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly file: string;
  readonly range: TextRange;
  /** Best first. */
  readonly fixes: readonly ConfigurationFix[];
}
