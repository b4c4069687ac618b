import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCli, withFiles } from '../cli/runCli';
import { revisionTemplate } from '../fixtures/alembicFiles';
import { randomHistory } from './randomHistory';

/** Runs the real Alembic of the oracle's virtual environment. */
function alembic(directory: string, words: readonly string[]): string | undefined {
  const python = process.env['ALEMBIC_WORKBENCH_TEST_PYTHON'] ?? 'python';
  const { status, stdout } = spawnSync(python, ['-m', 'alembic', ...words], {
    cwd: directory,
    encoding: 'utf8',
  });
  return status === 0 ? stdout : undefined;
}

const project = (versions: Readonly<Record<string, string>>): Record<string, string> => ({
  'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
  'migrations/env.py': '',
  'migrations/script.py.mako': revisionTemplate,
  ...Object.fromEntries(
    Object.entries(versions).map(([name, text]) => [`migrations/versions/${name}`, text]),
  ),
});

const revision = (id: string, header: string): string =>
  `"""message ${id}"""\nrevision = '${id}'\n${header}\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n`;

/** Two branch points, a merge, labels and a head that another one depends on. */
const branched = {
  'a.py': revision('aaaa0001', 'down_revision = None'),
  'b.py': revision('bbbb0001', "down_revision = 'aaaa0001'\nbranch_labels = ('left',)"),
  'c.py': revision('cccc0001', "down_revision = 'aaaa0001'"),
  'd.py': revision('dddd0001', "down_revision = ('bbbb0001', 'cccc0001')"),
  'e.py': revision('eeee0001', "down_revision = 'cccc0001'\ndepends_on = 'dddd0001'"),
};

/** Alembic keeps children in a set, so that their order differs from run to run. */
function withSortedChildren(text: string): string {
  return text
    .split('\n\n')
    .map((point) => {
      const [first = '', ...children] = point.split('\n');
      return [first, ...children.sort()].join('\n');
    })
    .join('\n\n');
}

suite('branches, heads and merges as Alembic has them', () => {
  const histories = [branched, ...[3, 8, 21].map(randomHistory)];
  for (const [at, versions] of histories.entries())
    test(`history ${String(at)}`, () =>
      withFiles(project(versions), (directory) => {
        const branches = alembic(directory, ['branches']);
        const own = runCli(directory, ['branches']);
        if (branches === undefined) assert.notEqual(own.code, 0);
        else assert.equal(withSortedChildren(own.stdout), withSortedChildren(branches));
        const heads = alembic(directory, ['heads', '--resolve-dependencies']);
        const sorted = (text: string): string => text.split('\n').sort().join('\n');
        const ownHeads = runCli(directory, ['heads', '--resolve-dependencies']);
        if (heads !== undefined) assert.equal(sorted(ownHeads.stdout), sorted(heads));
      }));

  test('a merge of revisions that are no heads needs --splice', () =>
    withFiles(project(branched), (directory) => {
      const words = ['merge', 'bbbb0001', 'eeee0001', '-m', 'joined', '--rev-id', 'ffff0001'];
      assert.equal(alembic(directory, words), undefined);
      assert.equal(runCli(directory, words).code, 1);
      const written = (run: () => unknown): string => {
        run();
        const versions = join(directory, 'migrations/versions');
        const name = readdirSync(versions).find((each) => each.startsWith('ffff0001')) ?? '';
        assert.ok(existsSync(join(versions, name)) && name !== '', 'nothing was written');
        const text = readFileSync(join(versions, name), 'utf8');
        rmSync(join(versions, name));
        return `${name}\n${text.replace(/Create Date: .*/, '')}`;
      };
      const real = written(() => alembic(directory, [...words, '--splice']));
      assert.equal(
        written(() => runCli(directory, [...words, '--splice'])),
        real,
      );
    }));
});
