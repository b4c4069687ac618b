import type { NotificationMethod, RequestMethod } from './requestMethod';

/** The steps that Alembic would run, in order, from the given rows of the version table; nothing is run. */
export const planMigration: RequestMethod<PlanParams, PlanDto> = { method: 'alembicWorkbench/plan' };

export interface PlanParams {
  readonly environment: string;
  readonly direction: 'upgrade' | 'downgrade';
  /** Any target that Alembic takes: an id, `head`, `heads`, `base`, `+1`, `label@head` … */
  readonly target: string;
  /** Rows of the version table; empty for an empty database. */
  readonly current: readonly string[];
}

export type PlanDto =
  | {
      readonly kind: 'plan';
      readonly generation: number;
      readonly steps: readonly PlanStepDto[];
      readonly headsAfter: readonly string[];
    }
  | PlanErrorDto
  | PlanUnknownDto
  | { readonly kind: 'unknownEnvironment' };

/** Only running files of the project would tell; one sentence that names them. */
export interface PlanUnknownDto {
  readonly kind: 'unknown';
  readonly reason: string;
}

/** The error that Alembic would raise. */
export interface PlanErrorDto {
  readonly kind: 'error';
  readonly type: string;
  readonly message: string;
}

export interface PlanStepDto {
  readonly id: string;
  readonly message: string;
  readonly uri: string;
  /** What runs in this direction loses data: dropped tables or columns. */
  readonly destructive: boolean;
}

/**
 * How many revisions would run to reach each target from each database's rows, by target and then by
 * database; null where Alembic would raise an error. Null for an unknown environment. Nothing is run.
 */
export const countSteps: RequestMethod<CountStepsParams, CountStepsDto | null> = {
  method: 'alembicWorkbench/countSteps',
};

export interface CountStepsParams extends DatabaseRows {
  readonly direction: PlanParams['direction'];
  readonly targets: readonly string[];
}

export type CountStepsDto = readonly (readonly (number | null)[])[];

/**
 * Where databases stand in an environment's history, in the order of their rows. Null for an unknown
 * environment.
 */
export const readPositions: RequestMethod<DatabaseRows, readonly DatabasePositionDto[] | null> = {
  method: 'alembicWorkbench/positions',
};

export interface DatabaseRows {
  readonly environment: string;
  /** Rows of the version table of each database. */
  readonly databases: readonly (readonly string[])[];
}

export interface DatabasePositionDto {
  /** The revisions that it has run, in the order of an upgrade. */
  readonly applied: readonly string[];
  /** Rows that no file of this checkout has. */
  readonly notHere: readonly string[];
  /**
   * Whether all other revisions are pending: false for a row that is not here, and for a history that Alembic
   * doesn't load.
   */
  readonly isComplete: boolean;
}

/**
 * The downgrade that leaves databases with nothing that this checkout lacks, as another checkout of the
 * project would run it; nothing is run.
 */
export const planReturn: RequestMethod<ReturnParams, ReturnPlanDto> = {
  method: 'alembicWorkbench/planReturn',
};

/** `environment` is the one here, whose revisions may stay. */
export interface ReturnParams extends DatabaseRows {
  /** The folders of the other checkout's revision files, in Alembic's order. */
  readonly versionLocationUris: readonly string[];
}

export type ReturnPlanDto =
  | {
      readonly kind: 'plan';
      /** The target that Alembic's `downgrade` takes. */
      readonly target: string;
      /** What runs on each database, in the order in which they were asked about. */
      readonly databases: readonly (readonly PlanStepDto[])[];
      /** Revisions among them that this checkout has, and that would have to be applied again. */
      readonly alsoHere: readonly string[];
    }
  | PlanErrorDto
  | { readonly kind: 'unknownEnvironment' };

/** What a stamp would have the version table say, against what is in the database; nothing is run. */
export const planStamp: RequestMethod<StampParams, StampPlanDto> = { method: 'alembicWorkbench/planStamp' };

export interface StampParams {
  readonly environment: string;
  /** Any targets that Alembic takes: ids, `head`, `heads`, `base` … */
  readonly targets: readonly string[];
  /** Rows of the version table; empty for an empty database. */
  readonly current: readonly string[];
  /** The table is emptied first, as `--purge` does, so that rows of other checkouts don't matter. */
  readonly purge: boolean;
}

export type StampPlanDto =
  | {
      readonly kind: 'plan';
      readonly rowsAfter: readonly string[];
      /**
       * Revisions that would be believed applied and are not now, in the order in which an upgrade would have
       * run them.
       */
      readonly believedApplied: readonly PlanStepDto[];
      /** Revisions that are applied now and would be believed not to be, newest first. */
      readonly forgotten: readonly PlanStepDto[];
    }
  | PlanErrorDto
  | PlanUnknownDto
  | { readonly kind: 'unknownEnvironment' };

/** The client asked databases, or does not know any more where they stand; then `databases` is null. */
export const didAskDatabases: NotificationMethod<DidAskDatabasesParams> = {
  method: 'alembicWorkbench/didAskDatabases',
};

export interface DidAskDatabasesParams {
  readonly environment: string;
  /** The rows of each version table. */
  readonly databases: readonly (readonly string[])[] | null;
}
