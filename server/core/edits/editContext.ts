import type { FileObstacle } from '../files/fileSystem';
import type { CreateDate } from '../text/createDate';
import type { GitFiles } from '../findings/gitFiles';

/**
 * What an edit needs to know besides the snapshot: files that are no revisions, chance and the time, all
 * given by the host.
 */
export interface EditContext {
  /** The text of the script directory's `script.py.mako`, or undefined where there is none. */
  readonly scriptTemplate: string | undefined;
  /** Why the template is not read, where there is one. */
  readonly templateObstacle?: FileObstacle | undefined;
  /** An id that no revision of the environment has; Alembic's are twelve hexadecimal digits. */
  readonly newRevisionId: string;
  /**
   * Now, in the environment's `timezone` or naive local time where it has none; undefined where nobody knows
   * that time zone.
   */
  readonly now: CreateDate | undefined;
  /** The value of an option as `config.get_main_option` gives it; undefined where the option is not set. */
  readonly mainOption?: (name: string) => string | undefined;
  /**
   * Whether `revision_environment` is on, so that env.py could give more names to the template; false where
   * it is left out.
   */
  readonly revisionEnvironment?: boolean;
  /** Whether there is a file or folder at a path; the snapshot alone is asked where it is left out. */
  readonly fileExists?: (path: string) => boolean;
  /** The text of a file that is no revision, such as a config file; undefined where there is none. */
  readonly readText?: (path: string) => string | undefined;
  /** What Git gave for the fix that is to be carried out; left out where it was not asked. */
  readonly gitFiles?: GitFiles;
}

/** Why nothing is dated: the configured time zone is none, an error of Alembic too. */
export function unknownTimezone(timezone: string | undefined): string {
  return `The timezone ‘${timezone ?? ''}’ of the configuration is not known, at which Alembic fails too; name one such as Europe/Berlin or UTC.`;
}
