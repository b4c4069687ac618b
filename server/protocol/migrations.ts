import type { RequestMethod } from './requestMethod';

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
  | { readonly kind: 'error'; readonly type: string; readonly message: string }
  | { readonly kind: 'unknownEnvironment' };

export interface PlanStepDto {
  readonly id: string;
  readonly message: string;
  readonly uri: string;
  /** What runs in this direction loses data: dropped tables or columns. */
  readonly destructive: boolean;
}
