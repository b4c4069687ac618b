import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Dialect } from '../schema/dialect';
import { touchesOf } from '../schema/touches';
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

/** `target` is `TABLE` or `TABLE.COLUMN`; `shown` gives a path as it is shown. */
export function touchesAnswer(
  snapshot: EnvironmentSnapshot,
  target: string,
  dialect: Dialect,
  shown: (path: string) => string,
): TouchesAnswer {
  const [table = '', column] = target.split('.');
  const lines = new FileLines((file) => snapshot.filesByPath.get(file)?.readText());
  return {
    touches: finish(touchesOf(snapshot, { table, column }, dialect)).map(
      ({ id, file, range, operation }) => ({
        id,
        file: shown(file),
        line: lines.at(file, range.start).line + 1,
        operation,
      }),
    ),
  };
}
