import type { SnapshotChanges } from '../../core/project/buildSnapshot';
import type { Environment, EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { Finding } from '../../core/findings/finding';
import type { RuleFacts } from '../../core/rules/engine/ruleFacts';
import type { ServerSettings } from '../../protocol/settings';

/** A workspace folder with the settings that hold in it. */
export interface IndexedFolder {
  readonly path: string;
  readonly uri: string;
  /** What tells it from the other folders of the workspace; empty for the only one. */
  readonly name: string;
  readonly settings: ServerSettings;
  /** Globs that the editor leaves out (`files.exclude`). */
  readonly exclude: readonly string[];
}

/** An environment with everything that is known about it at one moment. */
export interface IndexedEnvironment {
  readonly folder: IndexedFolder;
  readonly snapshot: EnvironmentSnapshot;
  /** What the findings take into account beside the snapshot. */
  readonly facts: RuleFacts;
  readonly findings: readonly Finding[];
}

/** All that the server knows at one moment. Immutable: an answer is given from one of these. */
export interface IndexState {
  /** False until the workspace was read once. */
  readonly isComplete: boolean;
  /** By key, in the order of the workspace folders. */
  readonly environments: ReadonlyMap<string, IndexedEnvironment>;
  /** What is wrong in config files that gave no environment. */
  readonly problems: readonly Finding[];
}

export const emptyIndexState: IndexState = { isComplete: false, environments: new Map(), problems: [] };

/** What the discovery of environments found. */
export interface Discovery {
  readonly environments: readonly { readonly folder: IndexedFolder; readonly environment: Environment }[];
  readonly problems: readonly Finding[];
}

/**
 * How environments are found, read and checked. Generators yield between steps, so that indexing can be cut
 * into slices.
 */
export interface EnvironmentReader {
  /** Gives the very same environment again where its configuration is the same. */
  discover(folders: readonly IndexedFolder[]): Generator<void, Discovery>;
  /**
   * Gives `previous` itself where nothing has changed. Without `changes` everything is compared with what was
   * read.
   */
  read(
    environment: Environment,
    previous: EnvironmentSnapshot | undefined,
    changes: SnapshotChanges | undefined,
  ): Generator<void, EnvironmentSnapshot>;
  check(
    snapshot: EnvironmentSnapshot,
    settings: ServerSettings,
    facts: RuleFacts,
  ): Generator<void, readonly Finding[]>;
}
