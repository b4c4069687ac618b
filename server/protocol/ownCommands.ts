import type { RangeDto } from './range';
import type { RequestMethod } from './requestMethod';

/**
 * How the project itself runs an environment's Alembic: its command lines, its application, and code that
 * stands for a config file. Null where the key is not known any more. Nothing is run.
 */
export const readOwnCommands: RequestMethod<{ readonly environment: string }, OwnCommandsDto | null> = {
  method: 'alembicWorkbench/ownCommands',
};

export interface OwnCommandsDto {
  readonly commands: readonly OwnCommandDto[];
  /** Code of the application that migrates by itself. */
  readonly automatic: readonly CodePlaceDto[];
  /** Code that configures Alembic without a config file. */
  readonly configured: readonly CodeConfigurationDto[];
}

export interface CodePlaceDto {
  /** The file's path relative to the workspace folder. */
  readonly path: string;
  readonly uri: string;
  readonly range: RangeDto;
}

export interface OwnCommandDto extends CodePlaceDto {
  /** The line, run in the workspace folder, with the placeholders of the setting `commandLines`. */
  readonly line: string;
  /** The commands of Alembic that it runs. */
  readonly verbs: readonly string[];
}

export interface CodeConfigurationDto extends CodePlaceDto {
  /** Options with their text; null for one that is computed. */
  readonly options: Readonly<Record<string, string | null>>;
}
