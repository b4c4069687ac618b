import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { copySampleProject, samplePosition } from '../fixtures/sampleProject';
import { pythonWith } from './alembicProject';

suite('the sample projects, asked the real Alembic', () => {
  test('the bookshop stands three revisions behind head', async () => {
    const alembic = await alembicIn(copySampleProject('bookshop'));
    assert.equal(alembic('current').stdout.trim(), samplePosition);
    assert.match(alembic('heads').stdout, /^1eefc6b8b898 .*\(head\)$/m);
    assert.equal(upgradesOf(alembic('upgrade', 'head').stderr), 3);
  });

  test('every revision upgrades and downgrades, and the models are what head gives', async () => {
    const folder = copySampleProject('bookshop');
    const revisions = readdirSync(join(folder, 'migrations', 'versions')).filter((name) =>
      name.endsWith('.py'),
    );
    rmSync(join(folder, 'bookshop.db'));
    const alembic = await alembicIn(folder);
    assert.equal(upgradesOf(alembic('upgrade', 'head').stderr), revisions.length);
    assert.match(alembic('check').stdout, /No new upgrade operations detected/);
    alembic('downgrade', 'base');
    assert.equal(alembic('current').stdout.trim(), '');
    assert.equal(upgradesOf(alembic('upgrade', 'head').stderr), revisions.length, 'again after a downgrade');
  });

  test('Alembic reads no history from the broken one', async () => {
    const alembic = await alembicIn(copySampleProject('bookshop-broken'));
    const { status, stderr } = alembic('heads');
    assert.notEqual(status, 0);
    assert.match(stderr, /SyntaxError|unterminated string|EOL while scanning|LoopDetected|Self-loop/);
  });

  test('both ask for the same packages', () => {
    const [good, broken] = (['bookshop', 'bookshop-broken'] as const).map((name) =>
      readFileSync(join(copySampleProject(name), 'requirements.txt'), 'utf8'),
    );
    assert.equal(good, broken);
  });
});

type Alembic = (...args: readonly string[]) => { status: number | null; stdout: string; stderr: string };

async function alembicIn(folder: string): Promise<Alembic> {
  const python = await pythonWith();
  return (...args) => spawnSync(python, ['-B', '-m', 'alembic', ...args], { cwd: folder, encoding: 'utf8' });
}

function upgradesOf(log: string): number {
  return log.split('\n').filter((line) => line.includes('Running upgrade')).length;
}
