import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { ancestorsInOrder } from '../schema/schemaAt';
import type { SchemaMemory } from '../schema/schemaAt';
import type { Dialect } from '../schema/dialect';
import type { Touch } from '../schema/touches';

/** An operation on a table or column. */
export interface FoundName extends Touch {
  /** `users`, or `users.email`. */
  readonly name: string;
}

/** Whether a query asks for the column of a table. */
export function asksForColumn(query: string): boolean {
  return /^\w+\.\w*$/.test(query.trim());
}

/**
 * The operations on tables and columns whose names hold a query, the newest first; of the files that were
 * replayed already. None for an empty query.
 */
export function searchNames(
  snapshot: EnvironmentSnapshot,
  query: string,
  dialect: Dialect,
  { touches }: SchemaMemory,
  most: number,
): readonly FoundName[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '' || !touches) return [];
  const files = ancestorsInOrder(snapshot, [...snapshot.map.revisions.keys()]);
  const found: FoundName[] = [];
  for (const file of files.toReversed())
    for (const { range, operation, touched } of touches.find(dialect, file) ?? []) {
      const names = touched.flatMap(({ table, columns, newTable, renamed }) => [
        table,
        ...(newTable === undefined ? [] : [newTable]),
        ...[...columns, ...(renamed ? [renamed.to] : [])].map((column) => `${table}.${column}`),
      ]);
      for (const name of new Set(names)) {
        if (!name.toLowerCase().includes(wanted)) continue;
        found.push({ id: file.script?.id ?? '', file: file.path, range, operation, name });
        if (found.length === most) return found;
      }
    }
  return found;
}
