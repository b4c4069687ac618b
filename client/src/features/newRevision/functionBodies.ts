/** What `upgrade()` and `downgrade()` do, without indentation. */
export interface FunctionBodies {
  readonly upgrade: string;
  readonly downgrade: string;
}

/** Offsets of a function's body, its docstring and leading comments left out. */
export interface BodyRange {
  readonly start: number;
  readonly end: number;
}

/** Where the body of a function at the top of a file is; undefined where there is no such function. */
export function bodyRange(text: string, name: 'upgrade' | 'downgrade'): BodyRange | undefined {
  const header = new RegExp(`^def ${name}\\([^\\n]{0,200}\\)[^\\n]{0,200}:[ \\t]{0,80}\\r?\\n`, 'm').exec(
    text,
  );
  if (!header) return undefined;
  const start = header.index + header[0].length;
  const body = indentedLines(text.slice(start));
  const intro = /^(?:[ \t]+(?:"""[^]*?"""|'''[^]*?''')[ \t]*\r?\n)?/.exec(body)?.[0] ?? '';
  return { start: start + intro.length, end: start + body.trimEnd().length };
}

/** The lines up to the first one that is neither indented nor blank, without the blank ones at the end. */
function indentedLines(text: string): string {
  const lines = text.split(/(?<=\n)/);
  const behind = lines.findIndex((line) => /^[^ \t\r\n]/.test(line));
  const own = behind < 0 ? lines : lines.slice(0, behind);
  return own.slice(0, own.findLastIndex((line) => line.trim() !== '') + 1).join('');
}

/** The bodies of both functions, without their indentation; undefined where one of them is not there. */
export function readBodies(text: string): FunctionBodies | undefined {
  const upgrade = bodyRange(text, 'upgrade');
  const downgrade = bodyRange(text, 'downgrade');
  if (!upgrade || !downgrade) return undefined;
  const body = ({ start, end }: BodyRange): string => dedent(text.slice(start, end));
  return { upgrade: body(upgrade), downgrade: body(downgrade) };
}

/** True where both functions do nothing. */
export function doesNothing(text: string): boolean {
  const bodies = readBodies(text);
  const statements = (body: string): readonly string[] =>
    body
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#') && line !== 'pass');
  return (
    bodies !== undefined && [bodies.upgrade, bodies.downgrade].every((body) => statements(body).length === 0)
  );
}

/**
 * The part of a file from the body of `upgrade()` to the end of the body of `downgrade()`, and the snippet that takes its place.
 * Undefined where the file has not these two functions in this order.
 */
export function composeSnippet(
  text: string,
  bodies: FunctionBodies,
): { readonly range: BodyRange; readonly snippet: string } | undefined {
  const upgrade = bodyRange(text, 'upgrade');
  const downgrade = bodyRange(text, 'downgrade');
  if (!upgrade || !downgrade || downgrade.start < upgrade.end) return undefined;
  const between = text.slice(upgrade.end, downgrade.start).replace(/[\\$}]/g, '\\$&');
  return {
    range: { start: upgrade.start, end: downgrade.end },
    snippet: `${indent(bodies.upgrade)}${between}${indent(bodies.downgrade)}`,
  };
}

function indent(body: string): string {
  return body
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}

function dedent(body: string): string {
  const lines = body.split(/\r?\n/);
  const widths = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const width = Math.min(...widths, 80);
  return lines
    .map((line) => line.slice(width))
    .join('\n')
    .trimEnd();
}
