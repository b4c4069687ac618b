import patterns from '../../../../python/workbench_bridge/secret_patterns.json';

/** A part of a text, from its first offset to the one behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const parts: Readonly<Record<string, string>> = patterns.parts;
const hint = expression(patterns.hint, 'i');
const secretName = expression(patterns.secretName, 'i');
const harmlessName = expression(patterns.harmlessName, 'i');
const harmlessValue = expression(patterns.harmlessValue, 'i');
const pairs = [patterns.assignment, patterns.option].map((source) => expression(source, 'gi'));
const values = mapValues(patterns.values, (source) => expression(source, 'iy'));
const phrases = patterns.phrases.map((source) => expression(source, 'gi'));

/** A pattern of the list that bridge.py reads too. */
export function expression(source: string, flags: string): RegExp {
  let whole = source;
  while (whole.includes('<<')) whole = whole.replace(/<<(\w+)>>/g, (_, name: string) => parts[name] ?? '');
  return new RegExp(whole, flags);
}

/** True for names such as `DB_PASS`, `api_key` and `odbc_connect`. */
export function isSecretName(name: string): boolean {
  const plain = name.replace(/^-{1,2}x?/, '');
  return [name, plain].some((each) => secretName.test(each) && !harmlessName.test(each));
}

/** The line with what stands where a password stands replaced. The line must not be long. */
export function maskPhrases(line: string): string {
  if (!hint.test(line)) return line;
  let masked = line;
  for (const pattern of phrases) masked = replaceSpans(masked, phraseSpans(masked, pattern));
  for (const pattern of pairs) masked = replaceSpans(masked, pairSpans(masked, pattern));
  return masked;
}

/** What stands in the line where a password stands, as it is written there. The line must not be long. */
export function secretsOf(line: string): readonly string[] {
  if (!hint.test(line)) return [];
  const spans = [
    ...phrases.flatMap((pattern) => phraseSpans(line, pattern)),
    ...pairs.flatMap((pattern) => pairSpans(line, pattern)),
  ];
  return spans.map(({ start, end }) => line.slice(start, end));
}

/** The spans of the group `secret`, which follows the group `keep`. */
export function phraseSpans(text: string, pattern: RegExp): readonly Span[] {
  return [...text.matchAll(pattern)].map(({ index, groups }) => {
    const start = index + (groups?.['keep'] ?? '').length;
    return { start, end: start + (groups?.['secret'] ?? '').length };
  });
}

/** The text with `***` in place of each span. */
export function replaceSpans(text: string, spans: readonly Span[]): string {
  let result = '';
  let done = 0;
  for (const { start, end } of spans) {
    result += `${text.slice(done, start)}***`;
    done = end;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** The values of pairs such as `password=…`, `"token": "…"` and `--db-pass …`. */
function pairSpans(text: string, pattern: RegExp): readonly Span[] {
  const spans: Span[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { name = '', close = '', between = '' } = match.groups ?? {};
    if (!isSecretName(name)) {
      // What follows may begin a pair of its own: `-x password=…`, `option=password=…`.
      pattern.lastIndex = match.index + match[0].length;
      continue;
    }
    const start = match.index + match[0].length;
    // What is hidden already stays, with what follows it.
    if (text.startsWith('***', start)) {
      pattern.lastIndex = start + 3;
      continue;
    }
    const end = valueEnd(text, start, between, close === '' ? quoteBefore(text, match) : '');
    if (end <= start || harmlessValue.test(text.slice(start, end))) continue;
    spans.push({ start, end });
    pattern.lastIndex = end;
  }
  return spans;
}

/** The quote that opens a whole word of a command line, as in `'password=two words'`. */
function quoteBefore(text: string, { index, groups }: RegExpExecArray): string {
  const before = text.charAt(index - 1);
  return groups?.['between'] === '=' && (before === "'" || before === '"') ? before : '';
}

function valueEnd(text: string, start: number, between: string, quote: string): number {
  if (between.startsWith('%')) return endOf(values.encoded, text, start) ?? start;
  const whole = quote && endOf(quote === "'" ? values.inSingle : values.inDouble, text, start);
  if (whole) return whole;
  const first = text.charAt(start);
  if ('{['.includes(first) && !between.includes('=')) return start;
  return (
    endOf(values.quoted, text, start) ??
    endOf(values.escaped, text, start) ??
    endOf(values.braces, text, start) ??
    endOf(values.bare, text, start) ??
    start
  );
}

function endOf(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function mapValues<Name extends string, From, To>(
  record: Readonly<Record<Name, From>>,
  change: (value: From) => To,
): Record<Name, To> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, change(value as From)]),
  ) as Record<Name, To>;
}
