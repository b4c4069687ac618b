import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { projectRoot, sharedFolder } from '../fixtures/projectRoot';
import { fillSnippet } from './snippetText';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

interface Call {
  readonly receiver: 'op' | 'batch_op';
  readonly name: string;
  readonly positional: number;
  readonly keywords: readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly kind: 'positional_or_keyword' | 'keyword_only' | 'var_positional' | 'var_keyword';
  readonly default?: string;
}

type Signatures = Readonly<
  Record<'op' | 'batch_op', Readonly<Record<string, { readonly params: readonly Parameter[] }>>>
>;

const snippets = JSON.parse(readFileSync(`${projectRoot}/snippets/revision.json`, 'utf8')) as Readonly<
  Record<string, Snippet>
>;
const signatures = `${sharedFolder}/vectors/ops.json`;

/**
 * What an operation takes through `**kw`: options of a dialect, and those that go to the constraint or index.
 */
const freeKeyword =
  /^(postgresql|mysql|mariadb|sqlite|mssql|oracle)_\w+$|^(deferrable|initially|comment|unique)$/;

const readCalls = `
import ast, json, sys
result = []
for text in json.load(sys.stdin):
    calls = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            if node.func.value.id in ("op", "batch_op"):
                calls.append({"receiver": node.func.value.id, "name": node.func.attr, "positional": len(node.args),
                              "keywords": [keyword.arg for keyword in node.keywords]})
    result.append(calls)
json.dump(result, sys.stdout)
`;

/** Parses Python texts with Python itself and gives the calls of `op` and `batch_op` in each. */
function parsePython(texts: readonly string[]): Call[][] {
  for (const python of ['python3', 'python']) {
    const run = spawnSync(python, ['-c', readCalls], { input: JSON.stringify(texts), encoding: 'utf8' });
    if (run.error) continue;
    assert.equal(run.status, 0, run.stderr);
    return JSON.parse(run.stdout) as Call[][];
  }
  throw new Error('Python is needed to check the snippets: install Python 3 so that python3 is on the PATH.');
}

suite('snippets', () => {
  const names = Object.keys(snippets);
  const variants = [
    (options: readonly string[]): string => options[0] ?? '',
    (options: readonly string[]): string => options.at(-1) ?? '',
  ].map((choose) => names.map((name) => fillSnippet(snippets[name]?.body.join('\n') ?? '', { choose })));

  test('every body is Python when all defaults are accepted', () => {
    for (const texts of variants) assert.equal(parsePython(texts).length, names.length);
  });

  test('every call has the arguments that Alembic takes', function () {
    if (!existsSync(signatures)) {
      console.log(`      skipped: there are no signatures to compare with at ${signatures}`);
      this.skip();
    }
    const known = JSON.parse(readFileSync(signatures, 'utf8')) as Signatures;
    const calls = variants.flatMap((texts) => parsePython(texts)).flat();
    assert.ok(calls.length > 60);
    for (const call of calls) {
      const parameters = known[call.receiver][call.name]?.params;
      assert.ok(parameters, `${call.receiver}.${call.name} does not exist.`);
      const given = `${call.receiver}.${call.name}(${call.positional} positional, ${call.keywords.join(', ')})`;
      const positional = parameters.filter(({ kind }) => kind === 'positional_or_keyword');
      const anyNumber = parameters.some(({ kind }) => kind === 'var_positional');
      assert.ok(anyNumber || call.positional <= positional.length, `${given}: too many`);
      for (const keyword of call.keywords) {
        const named = parameters.some(
          ({ name, kind }) =>
            name === keyword && (kind === 'keyword_only' || kind === 'positional_or_keyword'),
        );
        const free = parameters.some(({ kind }) => kind === 'var_keyword') && freeKeyword.test(keyword);
        assert.ok(named || free, `${given}: ${keyword} does not exist.`);
      }
      for (const [index, { name, default: fallback }] of positional.entries())
        assert.ok(
          index < call.positional || call.keywords.includes(name) || fallback !== undefined,
          `${given}: ${name} is missing.`,
        );
    }
  });

  test('prefixes are one of a kind and stay out of other Python files', () => {
    const prefixes = names.map((name) => snippets[name]?.prefix ?? '');
    assert.deepEqual([...new Set(prefixes)], prefixes);
    for (const prefix of prefixes) assert.match(prefix, /^(op\.|batch_op\.|alembic-)[a-z_-]+$/);
  });

  test('every snippet says what it is for and ends somewhere', () => {
    for (const name of names) {
      assert.ok((snippets[name]?.description.length ?? 0) > 10, name);
      assert.equal(snippets[name]?.body.join('\n').split('$0').length, 2, `${name}: one $0`);
    }
  });
});
