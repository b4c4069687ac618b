import { errorOfGroup, groupedError, insideOfBox, namedError } from './errorGroup';

/** What rulers, edges of boxes and marks below a line of code are made of. */
const drawing = /^[-=+*~^_|─━═╭╮╰╯│┌┐└┘ ]*$/;

/** Where SQLAlchemy begins to quote the statement, which may go on for many lines. */
const statement = /^\s*\[SQL: ?/;

/** `Traceback (most recent call last)`, also of a group of errors and in a box. */
const tracebackStart = /Traceback \(most recent call last\)/;

/** What tools such as uv put below their error. */
const cause = /^\s+(?:Caused by: ?|[├╰└][─━]+[▶>] ?)(.*)$/;

/** Why a program failed, in one line, as it wrote it; undefined where it wrote nothing that says so. */
export function failureReason(lines: readonly string[]): string | undefined {
  const refusal = lines.findLast((line) => /^\s*FAILED: /.test(line));
  if (refusal) return refusal.replace(/^\s*FAILED: /, '').trim();
  return raised(lines) ?? toolError(lines) ?? lastWords(lines);
}

/** Lines that never say why: SQLAlchemy's link, and rulers. */
function saysNothing(line: string): boolean {
  const text = line.trim();
  return text.startsWith('(Background on this error') || drawing.test(text);
}

/** The error of the last traceback. */
function raised(lines: readonly string[]): string | undefined {
  const start = lines.findLastIndex((line) => tracebackStart.test(line));
  if (start < 0) return undefined;
  const after = lines.slice(start + 1);
  const isBoxed = /[╭┌+][─━-]/.test(lines[start] ?? '');
  const end = isBoxed ? after.findIndex((line) => /^\s*[╰└+][─━-]{4,}/.test(line)) + 1 : 0;
  const written = after
    .slice(end)
    .find((line) => /^\S/.test(insideOfBox(line)) && !saysNothing(insideOfBox(line)));
  const below = written === undefined ? undefined : insideOfBox(written);
  const isOfGroup = below === undefined || below !== written || groupedError.test(below);
  if (!isOfGroup) return below.trim();
  const one = errorOfGroup(lines);
  if (one) return one.others === 0 ? one.reason : `${one.reason} (and ${moreErrors(one.others)})`;
  if (below !== undefined && !groupedError.test(below)) return below.trim();
  // Of a group drawn in boxes the errors stand inside.
  const inner = lines.map((line) => insideOfBox(line).trim());
  return inner.findLast((line) => namedError.test(line) && !groupedError.test(line)) ?? below?.trim();
}

function moreErrors(count: number): string {
  return count === 1 ? '1 more error' : `${count} more errors`;
}

/** `error: …` with the causes below it. */
function toolError(lines: readonly string[]): string | undefined {
  const at = lines.findLastIndex((line) => /^\s*(?:error:|×) /i.test(line));
  if (at < 0) return undefined;
  const causes = lines
    .slice(at + 1)
    .map((line) => cause.exec(line)?.[1]?.trim())
    .filter((text) => text !== undefined && text !== '');
  if (causes.length === 0) return undefined;
  return [lines[at]?.trim() ?? '', ...causes.map((text) => `caused by: ${text}`)].join(', ');
}

function lastWords(lines: readonly string[]): string | undefined {
  const quoted = lines.findLastIndex((line) => statement.test(line));
  const said = (quoted < 0 ? lines : lines.slice(0, quoted)).findLast((line) => !saysNothing(line));
  return said?.trim();
}
