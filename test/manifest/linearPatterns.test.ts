import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../fixtures/projectRoot';

interface Pattern {
  readonly place: string;
  readonly pattern: RegExp;
}

/** Every pattern that stands in the sources below a folder. */
function patternsOf(folder: string): readonly Pattern[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/(?:^|\/)(?:dist|node_modules)\//.test(name))
    .flatMap((name) => {
      const text = readFileSync(join(projectRoot, folder, name), 'utf8');
      const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
      const found: Pattern[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) {
          const [, body = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [];
          const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
          found.push({ place: `${folder}/${name}:${line}`, pattern: new RegExp(body, flags) });
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
      return found;
    });
}

/** Characters of each kind that a pattern tells apart. */
const characters = [
  ...'aA0_ \t\n\r#"\'`(){}[]<>%$@!?*+-=~^&|\\/.,:;\u00e9\u2028\u{1f600}',
  '\r\n',
  'a ',
  'a,',
  '\\"',
];

/** How many of these stand in long rows anywhere. */
const mostUsual = 8;

/** The texts that a pattern is most likely to look at for long: what it begins with, again and again. */
function ownBeginnings({ source }: RegExp): readonly string[] {
  const plain = source
    .replace(/\\[sS]/g, ' ')
    .replace(/\\[wW]/g, 'a')
    .replace(/\\[dD]/g, '0')
    .replace(/\\n/g, '\n')
    .replace(/\\r/g, '\r')
    .replace(/\\t/g, '\t')
    .replace(/\\[bB]/g, '')
    .replace(/\\u[0-9a-f]{4}|\\[pP]\{[^}]*\}|\\x[0-9a-f]{2}/g, 'a')
    .replace(/\(\?(?:[:=!]|<[=!])|(?<!\\)[\^$?*+()|[\]]/g, '')
    .replace(/\\(.)/gs, '$1');
  return [
    ...new Set([1, 2, 3, 4, 6, 8, 12, 20, plain.length].map((length) => plain.slice(0, length))),
  ].filter((each) => each !== '');
}

/** Whether looking for all matches takes a hundred times as long as usual, twice. */
function isSlow(pattern: RegExp, piece: string, length: number): boolean {
  const text = `${piece.repeat(length / piece.length)}\0`;
  const own = new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`);
  return [1, 2].every(() => {
    const start = performance.now();
    text.replace(own, '');
    return performance.now() - start > length / 100;
  });
}

suite('patterns take a time that the length of the text bounds', () => {
  test('a megabyte of each kind of character, and of what each pattern begins with', function () {
    this.timeout(600_000);
    const patterns = ['server/core', 'server/disk', 'server/lsp', 'server/cli'].flatMap(patternsOf);
    assert.ok(patterns.length > 300);
    assert.deepEqual(slowOf(patterns, mostUsual), []);
  });

  test('the client: a megabyte of everything, since it reads what programs write', function () {
    this.timeout(600_000);
    const patterns = patternsOf('client/src');
    assert.ok(patterns.length > 60);
    assert.deepEqual(slowOf(patterns, Infinity), []);
  });
});

/** Patterns that take long, with the text: a megabyte of the first pieces, and 20 KB of all others. */
function slowOf(patterns: readonly Pattern[], usual: number): readonly string[] {
  const slow: string[] = [];
  for (const { place, pattern } of patterns) {
    const pieces = [...characters, ...ownBeginnings(pattern)];
    for (const [at, piece] of pieces.entries()) {
      // A short text first: what takes long already is not tried with a long one.
      const lengths = at < usual ? [20_000, 1_000_000] : [20_000];
      const length = lengths.find((each) => isSlow(pattern, piece, each));
      if (length !== undefined)
        slow.push(`${place} ${String(pattern)} over ${length} of ${JSON.stringify(piece)}`);
    }
  }
  return slow;
}
