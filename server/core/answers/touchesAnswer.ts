import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Dialect } from '../schema/dialect';
import { touchTarget, touchesOf } from '../schema/touches';
import { FileLines } from '../text/fileLines';
import { finish } from '../text/finish';

/** Operations on a table or column as JSON, the newest revision first. */
interface TouchesAnswer {
  readonly touches: readonly {
    readonly id: string;
    readonly file: string;
    /** Counted from one. */
    readonly line: number;
    readonly operation: string;
  }[];
}

/** `target` is `TABLE`, `TABLE.COLUMN` or `SCHEMA.TABLE.COLUMN`; `shown` gives a path as it is shown. */
export function touchesAnswer(
  snapshot: EnvironmentSnapshot,
  target: string,
  dialect: Dialect,
  shown: (path: string) => string,
): TouchesAnswer {
  const lines = new FileLines((file) => snapshot.filesByPath.get(file)?.readText());
  return {
    touches: finish(touchesOf(snapshot, touchTarget(target), dialect)).map(
      ({ id, file, range, operation }) => ({
        id,
        file: shown(file),
        line: lines.at(file, range.start).line + 1,
        operation,
      }),
    ),
  };
}
