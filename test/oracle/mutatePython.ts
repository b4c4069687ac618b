import type { RandomNumbers } from './randomNumbers';

const token =
  /[ \t]+|\r\n?|\n|#[^\r\n]*|'''|"""|'|"|[\p{L}\p{N}_]+|\*\*=?|\/\/=?|<<=?|>>=?|[<>=!:]=|->|\.\.\.|[^]/gu;

const insertions = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '"""',
    "'''",
    ',',
    ':',
    ';',
    '.',
    '=',
    '==',
    ':=',
    '->',
    '*',
    '**',
    '@',
    '+',
    '-',
    '~',
    '\\',
  ],
  ...[
    '!',
    '$',
    '?',
    '`',
    '#',
    '\t',
    '  ',
    '    ',
    '\n',
    '\r\n',
    '\f',
    '\u00a0',
    '\ufeff',
    'é',
    '😀',
    '“',
    '0',
    '0x',
    '1e',
    '1_',
    '07',
    'f"',
    'rb"',
    'b"',
    'f"{x',
    '}}',
  ],
  ...[
    'if',
    'else',
    'elif',
    'for',
    'while',
    'in',
    'is',
    'not',
    'and',
    'or',
    'lambda',
    'def',
    'class',
    'return',
    'yield',
    'await',
    'async',
    'with',
    'as',
  ],
  ...[
    'try',
    'except',
    'finally',
    'raise',
    'from',
    'import',
    'global',
    'nonlocal',
    'del',
    'pass',
    'break',
    'continue',
    'assert',
    'match',
    'case',
    'type',
    'lazy',
  ],
  ...['None', 'True', 'False', '...', '__debug__', 'print', 'x', '_'],
  ...[
    '*x',
    '**x',
    'x=1',
    'x: int',
    'x for x in y',
    '(yield)',
    'await x',
    'x := 1',
    'global x',
    'nonlocal x',
    'from __future__ import annotations',
  ],
];

/**
 * A text with one to three random mistakes, or changes that are none: tokens, brackets, quotes and indents
 * that go, come or stand twice.
 */
export function mutatePython(random: RandomNumbers, text: string): string {
  let mutated = text;
  for (let count = 1 + random.below(3); count > 0; count--) mutated = mutateOnce(random, mutated);
  return mutated;
}

function mutateOnce(random: RandomNumbers, text: string): string {
  if (random.chance(0.25)) return mutateLine(random, text);
  const tokens = text.match(token) ?? [];
  const at = random.below(Math.max(1, tokens.length));
  const there = tokens[at] ?? '';
  switch (random.below(6)) {
    case 0:
      tokens.splice(at, 1);
      break;
    case 1:
      tokens.splice(at, 0, there);
      break;
    case 2:
      tokens.splice(at, 0, random.pick(insertions));
      break;
    case 3:
      tokens.splice(at, 1, random.pick(insertions));
      break;
    case 4:
      tokens.splice(at, 1, tokens[random.below(tokens.length)] ?? '');
      break;
    default: {
      const marks = tokens.flatMap((each, index) => (/^['"()[\]{}:,]/.test(each) ? [index] : []));
      if (marks.length === 0) break;
      const mark = random.pick(marks);
      if (random.chance(0.5)) tokens.splice(mark, 1);
      else tokens.splice(mark, 1, random.pick(['(', ')', '[', ']', '{', '}', '"', "'", ',', ':']));
    }
  }
  return tokens.join('');
}

function mutateLine(random: RandomNumbers, text: string): string {
  const lines = text.split('\n');
  const at = random.below(lines.length);
  const line = lines[at] ?? '';
  const change = random.below(8);
  if (change === 0) lines[at] = ` ${line}`;
  else if (change === 1) lines[at] = line.replace(/^[ \t]/, '');
  else if (change === 2) lines[at] = line.replace(/^ {4}/, '\t');
  else if (change === 3) lines[at] = `    ${line}`;
  else if (change === 4) lines[at] = line.replace(/^\s+/, '');
  else if (change === 5) lines.splice(at, 1);
  else if (change === 6) lines.splice(at, 0, lines[random.below(lines.length)] ?? '');
  else lines.splice(at, 2, `${line}${lines[at + 1] ?? ''}`);
  return lines.join('\n');
}
