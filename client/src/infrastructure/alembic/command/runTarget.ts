import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import type { RunnerSettings } from '../../../../../server/protocol/settings';
import type { Interpreter } from '../../python/interpreters';
import type { AlembicProgram } from '../bridge/askedCommand';
import type { DatabaseState } from '../bridge/bridgeAnswers';
import type { ChildCommand } from '../process/childRun';
import type { SecretMask } from '../output/secretMask';
import type { FlaskMigrate } from './flaskMigrate';
import type { RunPlace } from './targetParts';
import type { WriteGuards } from './runnerSettings';
import type { TargetParts } from './targetParts';

/** A program and the words that come before all others. */
export interface Launcher {
  readonly program: string;
  readonly arguments: readonly string[];
}

/**
 * What is run, read once: the database is asked with it, the question shows it, and the run, its failure and
 * Run Again take it as it was shown. Nothing of it is looked up again.
 */
export interface RunTarget {
  readonly environment: EnvironmentDto;
  /** In another checkout without a command in Alembic's place. */
  readonly settings: RunnerSettings;
  readonly guards: WriteGuards;
  readonly interpreter: Interpreter;
  readonly place: RunPlace;
  /** Where Flask-Migrate runs Alembic; undefined where it does not. */
  readonly flask: FlaskMigrate | undefined;
  /** Where Alembic runs: Flask-Migrate's is where the app is. */
  readonly workingDirectory: string;
  /** What starts Alembic, up to its own options; a command of the settings as it stands there. */
  readonly launcher: Launcher;
  /** What runs the bridge; undefined where a command in Alembic's place leaves no way to know. */
  readonly python: Launcher | undefined;
  /** What the bridge asks in place of. */
  readonly program: AlembicProgram;
  /** Every variable of the process. */
  readonly variables: ChildCommand['environment'];
  readonly mask: SecretMask;
  readonly parts: TargetParts;
  /** The databases that were asked with it; undefined before. */
  readonly databases: readonly DatabaseState[] | undefined;
}

/** A target whose databases were asked. */
export type AskedTarget = RunTarget & { readonly databases: readonly DatabaseState[] };
