import type { Model } from '../models/modelsInSource';
import { modelsInSource } from '../models/modelsInSource';
import type { TouchTarget } from '../schema/touches';
import type { TextRange } from '../text/textRange';
import { rangeTouches } from '../text/textRange';

/** Where models define a table, or one of its columns: the attribute, else the class. */
export function modelPlaces<Placed extends Model & { readonly file: string }>(
  models: readonly Placed[],
  { table, column }: TouchTarget,
): readonly { readonly file: string; readonly range: TextRange }[] {
  const own = models.filter((model) => model.table === table);
  const columns = own.flatMap(({ file, columns: all }) =>
    all.filter(({ name }) => name === column).map(({ range }) => ({ file, range })),
  );
  return columns.length > 0 ? columns : own.map(({ file, nameRange }) => ({ file, range: nameRange }));
}

/** The table or column that a model defines at an offset; undefined elsewhere. */
export function modelTargetAt(text: string, offset: number): TouchTarget | undefined {
  for (const { table, nameRange, tableRange, columns } of modelsInSource(text)) {
    const isTable = rangeTouches(nameRange, offset) || (tableRange && rangeTouches(tableRange, offset));
    if (isTable === true) return { table, column: undefined };
    const column = columns.find(({ range }) => rangeTouches(range, offset));
    if (column) return { table, column: column.name };
  }
  return undefined;
}
