import type { Operation } from '../operations/operation';
import type { RevisionFile } from '../project/environmentSnapshot';
import type { TextRange } from '../text/textRange';
import type { Dialect } from './dialect';
import type { Touched } from './touched';
import { nameOfOperation, touchedBy } from './touched';

/** An operation with the tables and columns that it touches. */
export interface TouchingOperation {
  readonly range: TextRange;
  /** `add_column`, `ALTER TABLE` and so on. */
  readonly operation: string;
  readonly touched: readonly Touched[];
}

/** What files touch, noted while they are replayed, for as long as their texts are the same. */
export class TouchMemory {
  readonly #byDialect = new Map<Dialect, WeakMap<RevisionFile, readonly TouchingOperation[]>>();

  /** In the order in which they run; undefined for a file that was not replayed yet. */
  find(dialect: Dialect, file: RevisionFile): readonly TouchingOperation[] | undefined {
    return this.#byDialect.get(dialect)?.get(file);
  }

  note(dialect: Dialect, file: RevisionFile, operations: readonly Operation[]): void {
    let known = this.#byDialect.get(dialect);
    if (!known) this.#byDialect.set(dialect, (known = new WeakMap()));
    const touching = operations.flatMap((operation) => {
      const touched = touchedBy(operation, dialect);
      return touched.length === 0
        ? []
        : [{ range: operation.range, operation: nameOfOperation(operation), touched }];
    });
    known.set(file, touching);
  }
}
