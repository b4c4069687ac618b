import { shortenedName } from './objectNames';
import { OperationFails } from './schemaBuilder';
import type { SchemaBuilder } from './schemaBuilder';

/** Drops an index of whatever table has it. */
export function dropIndexByName(
  builder: SchemaBuilder,
  given: string,
  schema: string | null,
  ifExists: boolean,
): void {
  const name = shortenedName(builder.dialect, given);
  const kept = builder.schemaName(schema);
  let isFound = false;
  builder.putAll((table) => {
    if (!table.indexes.some((index) => index.name === name) || (table.schema !== kept && schema !== null))
      return table;
    isFound = true;
    return { ...table, indexes: table.indexes.filter((index) => index.name !== name) };
  });
  if (isFound || ifExists || builder.doubt !== undefined) return;
  if ([...builder.tables].some(({ doubt }) => doubt !== undefined)) return;
  throw new OperationFails(`There is no index ${name}`);
}
