import type { Column, Table } from '../schema';
import { isConstrained } from '../sqliteColumns';
import type { TableAction } from './inverseSteps';
import { sameType } from './inverseSteps';

/** Constraints without a name, which a batch can neither add nor drop. */
export function isUnnamed(action: TableAction): boolean {
  switch (action.kind) {
    case 'drop-constraint':
      return action.name === null;
    case 'add-primary-key':
      return action.key.name === null;
    case 'add-unique':
      return action.constraint.name === null;
    case 'add-foreign-key':
      return action.key.name === null;
    case 'add-check':
      return action.check.name === null;
    case 'add-column':
    case 'add-index':
    case 'alter-column':
    case 'drop-column':
    case 'drop-index':
    case 'set-comment':
      return false;
  }
}

/** Whether SQLite does it to a table that is there. */
export function isNative(action: TableAction, table: Table): boolean {
  switch (action.kind) {
    case 'drop-index':
    case 'add-index':
      return true;
    case 'alter-column':
      return (
        action.from.name !== action.to.name &&
        sameType(action.from, action.to) &&
        action.from.nullable === action.to.nullable &&
        action.from.default === action.to.default
      );
    case 'drop-column':
      return !isConstrained(table, action.column.name);
    case 'add-column':
      return !needsRebuild(action.column) && action.column.generated === null;
    case 'add-check':
    case 'add-foreign-key':
    case 'add-primary-key':
    case 'add-unique':
    case 'drop-constraint':
    case 'set-comment':
      return false;
  }
}

/** Whether SQLite adds the column only by making the table anew. */
export function needsRebuild(column: Column): boolean {
  if (column.default === null) return !column.nullable;
  return !/^'(?:[^']|'')*'$/.test(column.default);
}
