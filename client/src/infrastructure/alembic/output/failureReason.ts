/** What rulers, edges of boxes and marks below a line of code are made of. */
const drawing = /^[-=+*~^_|─━═╭╮╰╯│┌┐└┘ ]*$/;

/** Where SQLAlchemy begins to quote the statement, which may go on for many lines. */
const statement = /^\s*\[SQL: ?/;

/** `Traceback (most recent call last)`, also of a group of errors and in a box. */
const tracebackStart = /Traceback \(most recent call last\)/;

/** A line on which Python names an error: `package.SomeError: why`. */
const namedError = /^[A-Za-z_][\w.]{0,200}(?:Error|Exception|Exit|Interrupt|Timeout|Warning)(?:: |$)/;

const groupedError = /^[\w.]{0,200}ExceptionGroup: /;

/** What tools such as uv put below their error. */
const cause = /^\s+(?:Caused by: ?|[├╰└][─━]+[▶>] ?)(.*)$/;

/** Why a program failed, in one line, as it wrote it; undefined where it wrote nothing that says so. */
export function failureReason(lines: readonly string[]): string | undefined {
  const refusal = lines.findLast((line) => /^\s*FAILED: /.test(line));
  if (refusal) return refusal.replace(/^\s*FAILED: /, '').trim();
  return raised(lines) ?? toolError(lines) ?? lastWords(lines);
}

/** A line without what stands before it in a group of errors, and without the edges of a box. */
export function insideOfBox(line: string): string {
  const text = line.replace(/^\s*(?:[|│┃] ?)+/, '');
  if (text === line) return line;
  const end = text.trimEnd();
  return /[│┃]$/.test(end) ? end.slice(0, -1).trimEnd() : end;
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
  const below = after
    .slice(end)
    .map(insideOfBox)
    .find((line) => /^\S/.test(line) && !saysNothing(line));
  if (below !== undefined && !groupedError.test(below)) return below.trim();
  // Of a group drawn in boxes the errors stand inside.
  const inner = lines.map((line) => insideOfBox(line).trim());
  return inner.findLast((line) => namedError.test(line) && !groupedError.test(line)) ?? below?.trim();
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
