import type { FunctionBodiesDto } from '../../../../server/protocol/functionBodies';
import type { UnseenModelDto, UnseenModelsDto } from '../../../../server/protocol/unseenModels';
import { adviceFor, namesOfModels } from '../../infrastructure/environments/importModels';

/** Why a person may not want to keep what autogenerate wrote. */
export interface GeneratedDoubt {
  readonly severity: 'information' | 'warning';
  readonly message: string;
  /** The models that env.py may lack. */
  readonly unseen: readonly UnseenModelDto[];
}

/** So many tables are seldom dropped at once on purpose. */
const fewestTables = 3;

/** How many of the tables are named. */
const mostNamed = 5;

/** Undefined for what is plain: something was found, and no model was overlooked. */
export function doubtOfGenerated(
  { upgrade, downgrade, droppedTables }: FunctionBodiesDto,
  { models: unseen, seesNone }: UnseenModelsDto,
): GeneratedDoubt | undefined {
  const nameOf = (table: string): string => table.slice(table.lastIndexOf('.') + 1);
  const dropped = new Set(droppedTables.map(nameOf));
  if (seesNone && droppedTables.length > 0)
    return {
      severity: 'warning',
      message: `The models that env.py sees have no tables, so the new revision drops ${tableList(droppedTables)}. Unless that is meant, delete this file, and have env.py import the models and name their metadata as target_metadata.`,
      unseen,
    };
  const lost = unseen.filter(({ table }) => dropped.has(table));
  if (lost.length > 0)
    return {
      severity: 'warning',
      message: `The new revision drops ${tableList(droppedTables)}, because env.py does not see ${namesOfModels(lost)}: delete this file, ${adviceFor(lost)} and generate again.`,
      unseen: lost,
    };
  if (upgrade?.isEmpty === true && downgrade?.isEmpty === true) {
    const nothing = 'Models and database do not differ, so the new revision does nothing.';
    return unseen.length === 0
      ? { severity: 'information', message: nothing, unseen }
      : {
          severity: 'warning',
          message: `${nothing} env.py does not see ${namesOfModels(unseen)}, so they were not compared: ${adviceFor(unseen)} and generate again.`,
          unseen,
        };
  }
  return droppedTables.length < fewestTables
    ? undefined
    : {
        severity: 'warning',
        message: `The new revision drops ${tableList(droppedTables)}. Unless that is meant, env.py does not see their models: delete this file, and import them in env.py.`,
        unseen: [],
      };
}

function tableList(tables: readonly string[]): string {
  const rest = tables.length - mostNamed;
  const names = `${tables.slice(0, mostNamed).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return tables.length === 1 ? `the table ${names}` : `${tables.length} tables: ${names}`;
}
