import refusals from '../../../../python/workbench_bridge/refusals.json';

/** What Python and Rich draw above each error of a group: `+------- 2 -------`, `Sub-exception #2`. */
const numbered = /^[\s|]*\+-[+-]* \d{1,4} -+$|Sub-exception #\d{1,4}/;

/** A line on which Python names an error: `package.SomeError: why`. */
export const namedError = /^[A-Za-z_][\w.]{0,200}(?:Error|Exception|Exit|Interrupt|Timeout|Warning)(?:: |$)/;

export const groupedError = /^[\w.]{0,200}ExceptionGroup: /;

const ofDatabase = new RegExp(refusals.databaseError);

/** One error of a group, such as a task group's. */
export interface ErrorOfGroup {
  readonly reason: string;
  /** What was written of it: its traceback. */
  readonly lines: readonly string[];
  /** How many other errors the group has. */
  readonly others: number;
}

/** A line without what stands before it in a group of errors, and without the edges of a box. */
export function insideOfBox(line: string): string {
  const text = line.replace(/^\s*(?:[|│┃] ?)+/, '');
  if (text === line) return line;
  const end = text.trimEnd();
  return /[│┃]$/.test(end) ? end.slice(0, -1).trimEnd() : end;
}

/** The error of a group that says most: a database's, else the first one. Undefined without a group. */
export function errorOfGroup(lines: readonly string[]): ErrorOfGroup | undefined {
  const starts = lines.flatMap((line, index) => (numbered.test(line) ? [index] : []));
  const errors = starts.flatMap((start, index) => {
    const part = lines.slice(start + 1, starts[index + 1]);
    const named = part
      .map((line) => insideOfBox(line).trim())
      .findLast((line) => namedError.test(line) && !groupedError.test(line));
    return named === undefined ? [] : [{ reason: named, lines: part }];
  });
  const chosen = errors.find(({ reason }) => ofDatabase.test(reason)) ?? errors[0];
  return chosen && { ...chosen, others: errors.length - 1 };
}
