import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { parseGrammarTestCase, runGrammarTestCase } from 'vscode-tmgrammar-test/dist/unit/index';
import { projectRoot } from '../fixtures/projectRoot';
import { createBaseRegistry, createContributedRegistry, tokenize } from './grammarRegistry';

const samples = `${projectRoot}/test/grammar/samples`;

suite('grammars', () => {
  for (const name of readdirSync(samples)) {
    test(`scopes in ${name}`, async () => {
      const sample = parseGrammarTestCase(readFileSync(`${samples}/${name}`, 'utf8'));
      assert.ok(sample.assertions.length > 10, 'The sample asserts next to nothing.');
      const failures = await runGrammarTestCase(createContributedRegistry(), sample);
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
      const before = await tokenize(createBaseRegistry(), 'source.python', text);
      const after = await tokenize(createContributedRegistry(), 'source.python', text);
      const sql = after.filter((token) => token.scopes.includes('meta.embedded.inline.sql'));
      assert.ok(sql.length > 10);
      for (const token of before) {
        const within = (start: number, end: number): boolean =>
          sql.some((place) => place.line === token.line && place.start < end && start < place.end);
        if (within(token.start, token.end)) continue;
        const ours = after.filter(
          (place) => place.line === token.line && place.start < token.end && token.start < place.end,
        );
        for (const place of ours)
          assert.deepEqual(
            isString(place.scopes),
            isString(token.scopes),
            `line ${token.line + 1}, '${token.text}': ${place.scopes.join(' ')} instead of ${token.scopes.join(' ')}`,
          );
        if (!isString(token.scopes)) assert.deepEqual(ours.map((place) => place.scopes).at(0), token.scopes);
      }
    });
  }
});

function isString(scopes: readonly string[]): boolean {
  return scopes.some((scope) => /^(string|meta\.fstring)\b/.test(scope));
}
