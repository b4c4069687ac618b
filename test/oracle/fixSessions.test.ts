import assert from 'node:assert/strict';
import { applyFix } from '../../server/core/edits/fixes/fixes';
import { createDateAt } from '../../server/core/text/createDate';
import type { EditContext } from '../../server/core/edits/editContext';
import type { FixSpecification } from '../../server/core/findings/fixSpecification';
import type { EnvironmentSnapshot } from '../../server/core/project/environmentSnapshot';
import type { Finding } from '../../server/core/findings/finding';
import { runRules } from '../../server/core/rules/engine/runRules';
import type { Files } from '../core/edits/proof';
import { applyChange, undoEdits } from '../core/edits/proof';
import { snapshotOf } from '../core/snapshotOf';
import { revisionTemplate } from '../fixtures/alembicFiles';
import { judgeByAlembic } from './historyOracle';
import { randomHistory } from './randomHistory';
import { RandomNumbers } from './randomNumbers';
import { caseCount, caseSeed } from '../fixtures/caseCount';

const sessions = caseCount(300);
const firstSeed = caseSeed();
const mostSteps = 30;
const now = createDateAt(Date.UTC(2026, 0, 31), undefined, 'UTC');

interface Session {
  readonly seed: number;
  readonly files: Files;
  readonly findings: readonly Finding[];
  readonly steps: readonly string[];
}

suite('sessions: random fixes, one after the other', () => {
  test('each keeps its promise, errors never grow, and the real Alembic takes what has none left', async () => {
    const done: Session[] = [];
    const kinds = new Map<string, number>();
    for (let seed = firstSeed; seed < firstSeed + sessions; seed++) done.push(runSession(seed, kinds));
    const clean = done.filter(({ findings }) => findings.every(({ severity }) => severity !== 'error'));
    const left = new Map<string, number>();
    for (const { findings } of done)
      for (const { code, severity } of findings)
        if (severity === 'error') left.set(code, (left.get(code) ?? 0) + 1);
    const steps = done.reduce((sum, each) => sum + each.steps.length, 0);
    console.log(
      `      seeds ${firstSeed} to ${firstSeed + sessions - 1}: ${steps} steps, ${clean.length} without errors in the end, left: ${table(left)}`,
    );
    console.log(`      ${table(kinds)}`);
    assert.ok(clean.length > sessions * 0.9, 'nearly all can be fixed');
    const verdicts = await judgeByAlembic(clean.map(({ files }) => directoryOf(files)));
    for (const [index, session] of clean.entries()) {
      const { load, upgrade, history } = verdicts[index] ?? {};
      const isUnknown = snapshotOf(session.files).files.some(({ dynamic }) => dynamic.length > 0);
      const failure = load ?? upgrade ?? history ?? null;
      assert.ok(failure === null || isUnknown, `${failure}\n${explain(session)}`);
    }
  });
});

function runSession(seed: number, kinds: Map<string, number>): Session {
  const chance = new RandomNumbers(seed ^ 0x5eed);
  let files: Files = Object.entries(randomHistory(seed)).map(([name, text]) => ({
    path: `/versions/${name}`,
    text,
  }));
  const steps: string[] = [];
  const refused = new Set<string>();
  for (;;) {
    const snapshot = snapshotOf(files);
    const findings = runRules(snapshot, { rules: {} });
    const ways = findings.flatMap((finding) =>
      finding.fixes.filter((fix) => !refused.has(JSON.stringify(fix))).map((fix) => ({ finding, fix })),
    );
    if (ways.length === 0 || steps.length === mostSteps) return { seed, files, findings, steps };
    const { finding, fix } = chance.pick(ways);
    const where = () => explain({ seed, files, findings, steps: [...steps, JSON.stringify(fix)] });
    const outcome = carryOut(snapshot, fix, seed, steps.length, where);
    if (!outcome.ok) {
      assert.match(outcome.reason, /^\S.*\.$/s, where());
      refused.add(JSON.stringify(fix));
      continue;
    }
    refused.clear();
    steps.push(`[${finding.code}] ${outcome.title}`);
    kinds.set(fix.kind, (kinds.get(fix.kind) ?? 0) + 1);
    const after = applyChange(files, outcome.change);
    assert.deepEqual(undoEdits(files, after, outcome.change), files, where());
    const moved = new Map(outcome.change.renames.map(({ from, to }) => [from, to]));
    const findingsAfter = runRules(snapshotOf(after), { rules: {} });
    const isSame = (other: Finding): boolean =>
      other.code === finding.code &&
      other.file === (moved.get(finding.file) ?? finding.file) &&
      other.message === finding.message;
    assert.ok(!findingsAfter.some(isSame), `${finding.message} is still there\n${where()}`);
    const [before, later] = [errorsOf(findings), errorsOf(findingsAfter)];
    if (!hidesErrors(snapshot, finding))
      assert.ok(
        later.length <= before.length,
        `${before.join('\n')}\nhas become\n${later.join('\n')}\n${where()}`,
      );
    files = after;
  }
}

function carryOut(
  snapshot: EnvironmentSnapshot,
  fix: FixSpecification,
  seed: number,
  step: number,
  where: () => string,
): ReturnType<typeof applyFix> {
  const context: EditContext = {
    scriptTemplate: revisionTemplate,
    newRevisionId: `f1e5${String(seed).padStart(5, '0')}${String(step).padStart(3, '0')}`,
    now,
  };
  try {
    return applyFix(snapshot, fix, context);
  } catch (error) {
    throw new Error(`${String(error)}\n${where()}`, { cause: error });
  }
}

/**
 * Whether there may be something behind a finding that is seen only when it is gone: a file that was not in
 * the graph brings in what it names, and what stands on one of two files with the same id may turn out to
 * stand on the other.
 */
function hidesErrors({ filesByPath, map }: EnvironmentSnapshot, { code, file }: Finding): boolean {
  const own = filesByPath.get(file);
  const hasTwins = map.revisions.size < map.scripts.length && code !== 'duplicate-revision-id';
  return hasTwins || !own?.script || own.failure !== undefined;
}

/** The errors; all loops are one, since opening one of several that cross each other shows the others. */
function errorsOf(findings: readonly Finding[]): readonly string[] {
  const errors = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => (code.endsWith('-cycle') ? 'loops' : `${code}: ${message}`));
  return errors.filter((error, index) => error !== 'loops' || errors.indexOf(error) === index);
}

function directoryOf(files: Files): Readonly<Record<string, string>> {
  return Object.fromEntries(
    files
      .filter(({ path }) => path.startsWith('/versions/'))
      .map(({ path, text }) => [path.slice('/versions/'.length), text]),
  );
}

function table(counts: ReadonlyMap<string, number>): string {
  return (
    [...counts]
      .sort()
      .map(([key, count]) => `${key} ${count}`)
      .join(', ') || 'none'
  );
}

function explain({ seed, files, steps }: Session): string {
  const texts = files.map(({ path, text }) => `#- ${path}\n${text}`).join('');
  return `seed ${seed}\n${steps.join('\n')}\n${texts}`;
}
