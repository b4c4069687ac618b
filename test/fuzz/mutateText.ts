import type { RandomNumbers } from '../oracle/randomNumbers';

/** The largest text that a target gets; the promise of 100 ms is about files below it. */
const largestText = 100_000;

/** What a format has that a random change may bring in, whole or in part. */
export interface Vocabulary {
  readonly words: readonly string[];
  /**
   * Texts that grow out of all proportion where they are read without a budget; `size` says how much of it.
   */
  readonly growing: readonly ((random: RandomNumbers, size: number) => string)[];
}

/**
 * A text with a few random changes: what goes, comes, stands twice, is repeated, is nested or becomes another
 * text's.
 */
export function mutateText(
  random: RandomNumbers,
  text: string,
  others: readonly string[],
  vocabulary: Vocabulary,
): string {
  let mutated = text;
  const changes = random.chance(0.8) ? 1 + random.below(4) : 1 + random.below(30);
  for (let change = 0; change < changes; change++) mutated = mutateOnce(random, mutated, others, vocabulary);
  return mutated.slice(0, largestText);
}

function mutateOnce(
  random: RandomNumbers,
  text: string,
  others: readonly string[],
  vocabulary: Vocabulary,
): string {
  const at = random.below(text.length + 1);
  const before = text.slice(0, at);
  const insert = (inserted: string): string => before + inserted + text.slice(at);
  const replace = (length: number, inserted: string): string => before + inserted + text.slice(at + length);
  switch (random.below(14)) {
    case 0:
      return replace(1 + random.below(random.chance(0.5) ? 4 : 200), '');
    case 1:
      return insert(text.slice(at, at + 1 + random.below(80)));
    case 2:
      return insert(random.pick(vocabulary.words));
    case 3:
      return replace(1 + random.below(8), random.pick(vocabulary.words));
    case 4:
      return insert(random.pick(oddTexts));
    case 5:
      return swapLines(random, text);
    case 6:
      return replaceWord(random, text, at, random.pick([...oddNames, ...vocabulary.words]));
    case 7: {
      const other = random.pick(others);
      const from = random.below(other.length + 1);
      return replace(random.below(100), other.slice(from, from + random.below(400)));
    }
    case 8:
      return insert(random.pick(vocabulary.growing)(random, sizeOf(random)));
    case 9: {
      const line = random.pick(text.split('\n'));
      return insert(`\n${`${line}\n`.repeat(Math.min(sizeOf(random), 1 + 50_000 / (line.length + 1)))}`);
    }
    case 10:
      return insert(random.pick([...oddCharacters, ...vocabulary.words]).repeat(sizeOf(random)));
    case 11: {
      const [open = '', close = ''] = random.pick(brackets);
      const size = sizeOf(random);
      return replace(random.below(5), open.repeat(size) + random.pick(vocabulary.words) + close.repeat(size));
    }
    case 12:
      return text.slice(0, at);
    default:
      return random.chance(0.5) ? text.replaceAll('\n', random.pick(lineEnds)) : conflict(random, text);
  }
}

/** Mostly small, so that many are tried; now and then as large as a file may be. */
function sizeOf(random: RandomNumbers): number {
  if (random.chance(0.85)) return 1 + random.below(40);
  return random.chance(0.85) ? 1 + random.below(2000) : 1 + random.below(60_000);
}

function swapLines(random: RandomNumbers, text: string): string {
  const lines = text.split('\n');
  const [one, other] = [random.below(lines.length), random.below(lines.length)];
  [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
  return lines.join('\n');
}

function replaceWord(random: RandomNumbers, text: string, at: number, by: string): string {
  const word = /\w+/g;
  word.lastIndex = at;
  const match = word.exec(text);
  if (!match) return text + by;
  // The same word everywhere, as a rename would do it.
  if (random.chance(0.3)) return text.replaceAll(match[0], () => by).slice(0, largestText);
  return text.slice(0, match.index) + by + text.slice(word.lastIndex);
}

function conflict(random: RandomNumbers, text: string): string {
  const lines = text.split('\n');
  const at = random.below(lines.length);
  const size = 1 + random.below(4);
  const sides = [lines.slice(at, at + size), lines.slice(at + size, at + 2 * size)];
  const marked = [
    '<<<<<<< HEAD',
    ...(sides[0] ?? []),
    ...(random.chance(0.2) ? ['||||||| base', 'x = 1'] : []),
    ...(random.chance(0.9) ? ['======='] : []),
    ...(sides[1] ?? []),
    ...(random.chance(0.9) ? ['>>>>>>> other'] : []),
  ];
  lines.splice(at, 2 * size, ...marked);
  return lines.join('\n');
}

const lineEnds = ['\r\n', '\r', '\n\n', '\u2028', '\f\n', '\\\n', ''];

const brackets = [
  '()',
  '[]',
  '{}',
  '<>',
  '""',
  "''",
  ['${', '}'],
  ['%(', ')s'],
  ['(a+', ')'],
  ['lambda:', ''],
];

/** Names that a plain object has, and others that are easily taken for something else. */
export const oddNames = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__class__',
  'None',
  'head',
  'heads',
  'base',
  'a@b',
  '-1',
  '+1',
  '../../x',
  'C:\\x',
  '.git',
  '',
  'ｒevision',
];

const oddCharacters = [
  '\0',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\ud800',
  '\udc00',
  '💥',
  'é',
  '\t',
  ' ',
  '\\',
  '%',
  '$',
  '#',
  '"',
  "'",
  '\n',
  '\r',
  'a',
  '9',
  '@',
  ':',
  '/',
];

const oddTexts = [
  ...oddCharacters,
  ...oddNames,
  '\u001b]0;title\u0007',
  '\u001b[31m',
  '](command:workbench.action.quit)',
  '[a](command:x)',
  '<script>',
  '$(icon)',
  '&amp;',
  '99999999999999999999',
  '1e999',
  '-0',
  '%99999999s',
  '%*d',
  '%(x)s',
  '%%(',
  "'a' * 10**9",
  '<<<<<<< HEAD\n',
  '=======\n',
  '>>>>>>> x\n',
  '# alembic-workbench: ignore[multiple-heads]\n',
  '# alembic-workbench: ignore-file\n',
  '# -*- coding: utf-16 -*-\n',
];
