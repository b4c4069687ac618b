import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import { ChildRun } from '../../client/src/infrastructure/alembic/process/childRun';
import { parseRunningStep, readOutcome } from '../../client/src/infrastructure/alembic/output/runOutcome';
import type { RunOutcome, RunningStep } from '../../client/src/infrastructure/alembic/output/runOutcome';
import { AlembicProject, plainEnvironment, plainProject, pythonWith } from './alembicProject';

const logged = `import logging
logging.basicConfig(level=logging.INFO, format="%(levelname)s [%(name)s] %(message)s")
`;

suite('what a run of the real Alembic came to', () => {
  let python = '';
  let project: AlembicProject | undefined;

  suiteSetup(async () => {
    python = await pythonWith();
  });
  teardown(() => project?.remove());

  const run = async (
    files: Readonly<Record<string, string>>,
    ...args: readonly string[]
  ): Promise<{ outcome: RunOutcome; steps: readonly RunningStep[]; made: AlembicProject }> => {
    const made = (project = new AlembicProject(python, files));
    const steps: RunningStep[] = [];
    const child = new ChildRun(
      {
        program: python,
        arguments: ['-m', 'alembic', ...args],
        workingDirectory: made.folder,
        environment: process.env,
      },
      ({ text }) => {
        const step = parseRunningStep(text);
        if (step) steps.push(step);
      },
    );
    const outcome = readOutcome(await child.end, false, (file) => file.includes('versions'));
    return { outcome, steps, made };
  };

  test('success, with every revision as it runs', async () => {
    const files = { ...plainProject(), 'migrations/env.py': plainEnvironment({ before: logged }) };
    const { outcome, steps } = await run(files, 'upgrade', 'head');
    assert.deepEqual(outcome, { kind: 'success' });
    assert.deepEqual(steps, [
      { direction: 'upgrade', message: 'create users', revision: 'a1' },
      { direction: 'upgrade', message: 'create orders', revision: 'b2' },
    ]);
  });

  test('coloured lines of a log and of a refusal read as plain ones', async () => {
    const coloured = String.raw`
import logging, sys
logging.basicConfig(level=logging.INFO, format="\x1b[32m%(levelname)-5s\x1b[0m \x1b[36m[%(name)s]\x1b[0m \x1b[1m%(message)s\x1b[0m")
from alembic.util import messaging
plain = messaging.write_outstream
def write(stream, *text):
    plain(stream, *("\x1b[1;31m" + each + "\x1b[0m" if each.startswith("FAILED") else each for each in text))
messaging.write_outstream = write
`;
    const files = { ...plainProject(), 'migrations/env.py': plainEnvironment({ before: coloured }) };
    const { outcome, steps } = await run(files, 'upgrade', 'head');
    assert.deepEqual(outcome, { kind: 'success' });
    assert.deepEqual(
      steps.map(({ revision }) => revision),
      ['a1', 'b2'],
    );
    project?.remove();
    const refusing = plainEnvironment({
      before: `${coloured}from alembic.util import CommandError\nraise CommandError("\\x1b[33mnot today\\x1b[0m")\n`,
    });
    const refused = await run({ ...plainProject(), 'migrations/env.py': refusing }, 'upgrade', 'head');
    assert.deepEqual(refused.outcome, { kind: 'failure', message: 'not today', place: null });
  });

  for (const [what, format] of [
    [
      '256 colours and bold',
      String.raw`\x1b[1;38;5;208m%(levelname)s\x1b[0m [%(name)s]\x1b[K \x1b[4:3m%(message)s\x1b[m`,
    ],
    [
      'colons and a link',
      String.raw`\x1b[38:2::255:0:0m%(levelname)s\x1b[39m \x1b]8;;file:///x\x1b\\%(message)s\x1b]8;;\x1b\\`,
    ],
    ['one byte for the beginning', String.raw`\x9b32m%(levelname)s\x9b0m %(message)s\x9b0m`],
    ['a character set', String.raw`\x1b(B\x1b[m%(levelname)s %(message)s\x1b(B\x1b[m`],
  ] as const)
    test(`colours of another kind: ${what}`, async () => {
      const before = `import logging\nlogging.basicConfig(level=logging.INFO, format="${format}")\n`;
      const broken = plainProject()['migrations/versions/b2.py']?.replace('op.create_table', 'op.no_such');
      const files = { ...plainProject(), 'migrations/env.py': plainEnvironment({ before }) };
      const { steps } = await run(files, 'upgrade', 'head');
      assert.deepEqual(
        steps.map(({ revision }) => revision),
        ['a1', 'b2'],
      );
      project?.remove();
      const traced = `${before}import traceback\ntry:\n    raise ValueError("\\x1b[31mred\\x1b[0m")\nexcept ValueError:\n    raise\n`;
      const failing = {
        ...files,
        'migrations/versions/b2.py': broken ?? '',
        'migrations/env.py': plainEnvironment({ before: traced }),
      };
      const { outcome } = await run(failing, 'upgrade', 'head');
      assert.deepEqual(outcome, { kind: 'failure', message: 'ValueError: red', place: null });
    });

  test("Alembic's own refusal", async () => {
    const { outcome } = await run(plainProject(), 'upgrade', 'zzz');
    const message = "Can't locate revision identified by 'zzz'";
    assert.deepEqual(outcome, { kind: 'failure', message, place: null });
  });

  test('a statement that the database refuses: its message, and the line of the revision', async () => {
    const broken = plainProject()['migrations/versions/b2.py']?.replace(
      'op.create_table',
      'op.execute("INSERT INTO nowhere VALUES (1)")\n    op.create_table',
    );
    assert.ok(broken);
    const { outcome, made } = await run(
      { ...plainProject(), 'migrations/versions/b2.py': broken },
      'upgrade',
      'head',
    );
    assert.deepEqual(outcome, {
      kind: 'failure',
      message: 'sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) no such table: nowhere',
      known: { kind: 'databaseRefused', message: 'no such table: nowhere' },
      place: { file: made.path('migrations/versions/b2.py'), line: 10 },
    });
  });

  test('Python without Alembic', async () => {
    const { outcome } = await run({ 'alembic/__init__.py': '' }, 'heads');
    assert.equal(outcome.kind, 'failure');
    assert.match(outcome.kind === 'failure' ? outcome.message : '', /alembic/);
  });
});

suite("lines of Alembic's log", () => {
  const cases: readonly (readonly [string, RunningStep | undefined])[] = [
    [
      'INFO  [alembic.runtime.migration] Running upgrade  -> a1, create users',
      { direction: 'upgrade', message: 'create users', revision: 'a1' },
    ],
    ['Running upgrade a1, b2 -> c 3, merge', { direction: 'upgrade', message: 'merge', revision: 'c 3' }],
    ['Running downgrade c3 -> a1, b2, merge', { direction: 'downgrade', revision: 'c3' }],
    [
      'Running downgrade a1 -> , create users',
      { direction: 'downgrade', message: 'create users', revision: 'a1' },
    ],
    ['Running upgrade a1 -> b2', { direction: 'upgrade', revision: 'b2' }],
    [
      '[11/21/26] INFO     Running upgrade a1 -> b2           migration.py:611',
      { direction: 'upgrade', revision: 'b2' },
    ],
    [
      '           INFO     Running upgrade a1 ->              migration.py:611',
      { direction: 'upgrade', revision: '' },
    ],
    [
      'INFO     Running downgrade a1 -> , create users        migration.py:611',
      { direction: 'downgrade', message: 'create users', revision: 'a1' },
    ],
    ['Running stamp_revision a1 -> b2', undefined],
    ['Will assume non-transactional DDL.', undefined],
  ];
  for (const [line, step] of cases) {
    test(line, () => assert.deepEqual(parseRunningStep(line), step));
  }
});
