import type { RangeDto } from './range';
import type { RequestMethod } from './requestMethod';

/** Models that autogenerate does not see; null where the key is not known any more. Nothing is run. */
export const readUnseenModels: RequestMethod<{ readonly environment: string }, UnseenModelsDto | null> = {
  method: 'alembicWorkbench/unseenModels',
};

export interface UnseenModelsDto {
  readonly models: readonly UnseenModelDto[];
  /** Whether it is certain that env.py sees no table at all. */
  readonly seesNone: boolean;
}

export interface UnseenModelDto {
  readonly className: string;
  readonly table: string;
  /** The model's file, and its class there. */
  readonly uri: string;
  readonly range: RangeDto;
  /** What env.py lacks; null where no line of it does. */
  readonly importing: {
    readonly uri: string;
    readonly module: string;
    readonly position: RangeDto['start'];
    readonly text: string;
  } | null;
}
