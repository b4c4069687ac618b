import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPythonParser } from '../../server/disk/syntax/pythonParser';
import { writeGeneratedProject } from '../bench/generatedProject';
import { projectRoot } from '../fixtures/projectRoot';
import { richPython } from '../fixtures/richPython';
import { pythonWithAlembic } from './mergeOracle';
import { mutatePython } from './mutatePython';
import { RandomNumbers } from './randomNumbers';
import { caseCount, caseSeed } from '../fixtures/caseCount';

const cases = caseCount(1500);
/** Milliseconds. */
const longest = 120_000 + cases * 50;
const firstSeed = caseSeed();

/**
 * Errors of Python that the parser does not report: limits of the interpreter, tabs beside spaces, and
 * what only the compiler rejects. docs/architecture/differences.md lists them.
 */
const known: readonly RegExp[] = [
  /^TabError: inconsistent use of tabs and spaces/,
  /^SyntaxError: no binding for nonlocal/,
  /^SyntaxError: name '\w+' is (?:assigned to|used prior to|annotated) before global declaration/,
  /^SyntaxError: alternative patterns bind different names/,
  /^SyntaxError: too many (?:nested parentheses|statically nested blocks)/,
  /^IndentationError: too many levels of indentation/,
  /^SyntaxError: can't use starred expression here/,
  /^RecursionError/,
];

suite('syntax beside the real Python', () => {
  test('what Python compiles is never refused, and what it does not is, but for what is known', async () => {
    const [parse, parse311] = [await loadPythonParser(), await loadPythonParser('py311')];
    const originals = sources();
    const texts = Array.from({ length: cases }, (_, index) => {
      const random = new RandomNumbers(firstSeed + index);
      const text = random.chance(0.5) ? richPython : random.pick(originals);
      return mutatePython(random, text);
    });
    const verdicts = await judgeByPython([...originals, richPython, ...texts]);
    const untouched = verdicts.splice(0, originals.length + 1);
    assert.deepEqual(untouched.filter(Boolean), [], 'the files before they are changed');
    const falseAlarms: string[] = [];
    const misses: string[] = [];
    const counts = { valid: 0, refused: 0, newer: 0, known: 0 };
    for (const [index, text] of texts.entries()) {
      const verdict = verdicts[index] ?? null;
      const refusal = parse(text);
      if (verdict === null && !refusal) counts.valid++;
      else if (verdict === null)
        falseAlarms.push(describe(index, text, refusal?.message, refusal?.range.start));
      else if (refusal) counts.refused++;
      else if (parse311(text)) counts.newer++;
      else if (known.some((pattern) => pattern.test(verdict))) counts.known++;
      else misses.push(describe(index, text, verdict));
    }
    console.log(
      `      seeds ${firstSeed} to ${firstSeed + cases - 1}: ${counts.valid} valid, ${counts.refused} refused by both, ${counts.newer} with syntax newer than this Python, ${counts.known} that only its compiler refuses`,
    );
    assert.deepEqual(falseAlarms, [], 'refused without reason');
    assert.deepEqual(misses, [], 'not refused');
  }).timeout(longest);
});

function describe(index: number, text: string, message = '', offset?: number): string {
  return `seed ${firstSeed + index}: ${message}${offset === undefined ? '' : ` at ${JSON.stringify(text.slice(offset - 20, offset + 20))}`}`;
}

/** Revision files of the samples and of the generated projects. */
function sources(): readonly string[] {
  const folder = join(projectRoot, 'sample', 'bookshop', 'migrations', 'versions');
  const samples = readdirSync(folder)
    .filter((name) => name.endsWith('.py'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const temporary = mkdtempSync(join(tmpdir(), 'syntax-'));
  try {
    const { files } = writeGeneratedProject(temporary, 40);
    return [...samples, ...files.map((file) => readFileSync(file, 'utf8'))];
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

async function judgeByPython(texts: readonly string[]): Promise<(string | null)[]> {
  const python = await pythonWithAlembic();
  const run = spawnSync(python, [join(projectRoot, 'test', 'oracle', 'syntax_oracle.py')], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as (string | null)[];
}
