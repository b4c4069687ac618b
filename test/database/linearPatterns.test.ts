import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { foldSql } from '../../client/src/features/sqlPreview/foldSql';
import { layoutSql } from '../../client/src/features/sqlPreview/layoutSql';
import { stepLines } from '../../client/src/infrastructure/alembic/databases/stepList';
import { readCheckOutput } from '../../client/src/infrastructure/alembic/output/checkOutput';
import { readCurrentOutput } from '../../client/src/infrastructure/alembic/output/currentOutput';
import { progressText } from '../../client/src/infrastructure/alembic/output/progressText';
import { parseRunningStep, readOutcome } from '../../client/src/infrastructure/alembic/output/runOutcome';
import { SecretMask } from '../../client/src/infrastructure/alembic/output/secretMask';
import { readSqlOutput } from '../../client/src/infrastructure/alembic/output/sqlOutput';
import { iconsAsText } from '../../client/src/infrastructure/vscode/shownText';
import { projectRoot } from '../fixtures/projectRoot';
import { caseCount } from '../fixtures/caseCount';
import { hostilePieces, megabyteOf } from '../fixtures/secretCases';
import { pythonWith } from './alembicProject';

/** What is quadratic takes minutes for a megabyte; what is linear a second or two on a busy machine. */
const mostMilliseconds = 40_000;

/**
 * An eighth of the megabyte tells what is slow: the slowest pieces are then given whole, in `npm run prove`
 * more of them.
 */
const sampleShare = 8;
const wholePieces = caseCount(3);

suite('a megabyte of anything takes no long time', () => {
  const mask = SecretMask.from({
    environment: { DATABASE_URL: 'postgresql://me:p@hush-hush@db/app' },
    texts: ['[alembic]\nsqlalchemy.url = postgresql://u:p%40hunter2@127.0.0.1/db\n'],
  });
  const output = (text: string) =>
    text.split('\n').map((line) => ({ stream: 'stdout' as const, text: line }));
  const failed = (text: string) => ({ exitCode: 1, signal: null, error: null, output: output(text) });
  const inLines = (text: string): string => text.replace(/[^]{8000}/g, '$&\n');

  const readers: Readonly<Record<string, (text: string) => unknown>> = {
    'the mask, one line': (text) => mask.mask(text),
    'the mask, many lines': (text) => mask.mask(inLines(text)),
    'the mask of SQL': (text) => mask.maskSql(text, text.includes('\\') ? 'mysql' : 'postgresql'),
    'the mask of code': (text) => mask.maskCode(text),
    'secrets that are known': (text) =>
      SecretMask.from({ texts: [inLines(text)], environment: { URL: `a://b:${text}` }, arguments: [text] }),
    'a running step': (text) => parseRunningStep(text),
    'the outcome of a run': (text) => readOutcome(failed(text), false, () => false),
    'what current wrote': (text) =>
      readCurrentOutput(output(`Current revision(s) for ${text}:\nRev: ${text}\n${text}`)),
    'what check wrote': (text) => readCheckOutput(output(`New upgrade operations detected: [${text}]`)),
    'what --sql wrote': (text) => readSqlOutput(output(text)),
    'folds of SQL': (text) => foldSql(`${text};\n\n`),
    'layout of SQL': (text) => layoutSql(text, 'postgresql'),
    'the list of steps': (text) => stepLines([{ id: text, message: text, destructive: false, uri: '' }]),
    progress: (text) => progressText(text, 20_000, true),
    'icons in labels': (text) => iconsAsText(text),
  };
  for (const [name, read] of Object.entries(readers)) {
    test(name, () => {
      const samples = hostilePieces.map((piece) => ({ piece, took: timeOf(read, piece, sampleShare) }));
      const slowest = samples.sort((one, other) => other.took - one.took).slice(0, wholePieces);
      for (const { piece } of slowest) timeOf(read, piece);
    });
  }

  test('bridge.py', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pieces-'));
    try {
      const pieces = join(folder, 'pieces.json');
      writeFileSync(pieces, JSON.stringify(hostilePieces));
      const script = join(projectRoot, 'test', 'database', 'mask_cases.py');
      const bridge = join(projectRoot, 'client', 'python', 'bridge.py');
      const args = [script, bridge, '--pieces', pieces, String(caseCount(2))];
      const { stdout, stderr } = spawnSync(await pythonWith(), args, { encoding: 'utf8' });
      assert.notEqual(stdout, '', stderr);
      const slowest = JSON.parse(stdout) as Readonly<Record<string, readonly [number, string]>>;
      for (const [name, [seconds, piece]] of Object.entries(slowest))
        assert.ok(
          seconds * 1000 < 2 * mostMilliseconds,
          `${name}: ${JSON.stringify(piece)} took ${seconds} s`,
        );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** The milliseconds that a part of a megabyte of a piece takes; fails where that is too many. */
function timeOf(read: (text: string) => unknown, piece: string, share = 1): number {
  const text = megabyteOf(piece, share);
  const started = performance.now();
  read(text);
  const took = performance.now() - started;
  assert.ok(took < mostMilliseconds, `${JSON.stringify(piece)} took ${Math.round(took)} ms`);
  return took;
}
