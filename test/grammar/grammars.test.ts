import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { parseGrammarTestCase, runGrammarTestCase } from 'vscode-tmgrammar-test/dist/unit/index';
import { projectRoot } from '../fixtures/projectRoot';
import fc from 'fast-check';
import { createBaseRegistry, createContributedRegistry, tokenize } from './grammarRegistry';
import type { PlacedToken } from './grammarRegistry';

const baseRegistry = createBaseRegistry();
const contributedRegistry = createContributedRegistry();
const samples = `${projectRoot}/test/grammar/samples`;

suite('grammars', () => {
  for (const name of readdirSync(samples)) {
    test(`scopes in ${name}`, async () => {
      const sample = parseGrammarTestCase(readFileSync(`${samples}/${name}`, 'utf8'));
      assert.ok(sample.assertions.length > 10, 'The sample asserts next to nothing.');
      const failures = await runGrammarTestCase(contributedRegistry, sample);
      const report = failures.map(
        ({ line, start, end, srcLine, missing, unexpected, actual }) =>
          `${name}:${line + 1} '${sample.source[srcLine]?.slice(start, end)}': missing ${missing.join(' ')}; unexpected ${unexpected.join(' ')}; has ${actual.join(' ')}`,
      );
      assert.deepEqual(report, []);
    });
  }

  for (const name of readdirSync(samples).filter((file) => file.endsWith('.py'))) {
    test(`outside of SQL, ${name} looks as it does without us`, async () => {
      const text = readFileSync(`${samples}/${name}`, 'utf8');
      assert.ok((await compareOutsideOfSql(text)) > 10);
    });
  }

  test('no SQL, however broken, reaches beyond its string', async () => {
    const pieces = [
      ...[
        "'",
        '"',
        '`',
        '--',
        '/*',
        '*/',
        '[',
        ']',
        '(',
        ')',
        ':name',
        '::',
        '$$',
        '%',
        '%s',
        '{',
        '}',
        ';',
        '#',
        '/',
        ' ',
      ],
      ...['SELECT', 'CREATE TABLE x', "'it''s'", '\\n', '\\\\'],
    ];
    const quotes = ['"', "'", '"""', "'''"];
    const source = fc.tuple(
      fc.constantFrom('', 'r'),
      fc.constantFrom(...quotes),
      fc.array(fc.constantFrom(...pieces)),
    );
    await fc.assert(
      fc.asyncProperty(source, async ([prefix, quote, content]) => {
        const sql = content.filter((piece) => !piece.includes(quote[0] ?? '')).join('');
        await compareOutsideOfSql(
          `op.execute(${prefix}${quote}${sql}${quote} + value)\nname = "plain"  # end\nop.drop_table("t")\n`,
        );
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

/** Asserts that both registries agree on everything outside of SQL, and gives the number of SQL tokens. */
async function compareOutsideOfSql(text: string): Promise<number> {
  const before = await tokenize(baseRegistry, 'source.python', text);
  const after = await tokenize(contributedRegistry, 'source.python', text);
  const sql = after.filter((token) => token.scopes.includes('meta.embedded.inline.sql'));
  const overlap = (a: PlacedToken, b: PlacedToken): boolean =>
    a.line === b.line && a.start < b.end && b.start < a.end;
  for (const token of before) {
    if (sql.some((place) => overlap(place, token))) continue;
    for (const place of after.filter((other) => overlap(other, token))) {
      const says = `line ${token.line + 1}, '${token.text}' of\n${text}`;
      if (isString(token.scopes)) assert.ok(isString(place.scopes), says);
      else assert.deepEqual(place.scopes, token.scopes, says);
    }
  }
  return sql.length;
}

function isString(scopes: readonly string[]): boolean {
  return scopes.some((scope) => /^(string|meta\.fstring)\b/.test(scope));
}
