import { lineEnd, stringEnd } from './bracketErrors';

/**
 * The text with blanks in place of the parentheses around the items of `with (… as …, …):`, every offset
 * kept: Python has known them since 3.9, the parser does not.
 */
export function withoutParentheses(text: string): string {
  const units = text.split('');
  for (const { index, 0: head } of text.matchAll(beginsItems)) {
    for (const [start, end] of blanksForItems(text, index + head.length - 1)) units.fill(' ', start, end);
  }
  return units.join('');
}

/** Whether there may be such parentheses. */
export function mayHaveItems(text: string): boolean {
  return text.search(beginsItems) >= 0;
}

const beginsItems = /^[ \t]*(?:async[ \t]+)?with[ \t]*\(/gm;
const interesting = /['"#()[\]{},\r\n]/g;
const endsStatement = /[ \t]*:/y;

type Span = readonly [start: number, end: number];

/**
 * What has to be blank for the items to stand without the parentheses; nothing where these belong to an
 * expression.
 */
function blanksForItems(text: string, opening: number): readonly Span[] {
  const pattern = new RegExp(interesting);
  pattern.lastIndex = opening;
  const spans: Span[] = [];
  let depth = 0;
  let comma = opening;
  let match: RegExpExecArray | null;
  while ((match = pattern.exec(text))) {
    const offset = match.index;
    const one: Span = [offset, offset + 1];
    switch (match[0]) {
      case '#':
        pattern.lastIndex = lineEnd(text, offset);
        spans.push([offset, pattern.lastIndex]);
        break;
      case "'":
      case '"': {
        const end = stringEnd(text, offset);
        if (end === undefined) return [];
        pattern.lastIndex = end;
        break;
      }
      case '\r':
      case '\n':
        if (depth === 1) spans.push(one);
        break;
      case ',':
        if (depth === 1) comma = offset;
        break;
      case '(':
      case '[':
      case '{':
        if (depth++ === 0) spans.push(one);
        break;
      default:
        if (--depth > 0) break;
        endsStatement.lastIndex = offset + 1;
        if (!endsStatement.test(text)) return [];
        if (isBlank(text.slice(comma + 1, offset))) spans.push([comma, comma + 1]);
        return [...spans, one];
    }
  }
  return [];
}

function isBlank(text: string): boolean {
  return text.replace(/#.*/g, '').trim() === '';
}
