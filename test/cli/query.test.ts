import assert from 'node:assert/strict';
import { revisionText, runCli, twoHeads, withFiles } from './runCli';

function ask(directory: string, lines: readonly string[]): unknown[] {
  const run = runCli(directory, ['query'], `${lines.join('\n')}\n`);
  assert.equal(run.code, 0, run.stderr);
  return run.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

suite('alembic-ls query', () => {
  test('answers in order, in the form of the recorded answers', () => {
    withFiles(twoHeads, (directory) => {
      assert.deepEqual(
        ask(directory, [
          '{"ask":"heads"}',
          '{"ask":"resolve","arg":"bbbb"}',
          '{"ask":"upgrade","arg":"cccc","current":["bbbb11112222"]}',
          '{"ask":"downgrade","arg":"-1","current":["bbbb11112222"]}',
          '{"ask":"stamp","args":["base"],"current":["bbbb11112222"]}',
          '{"ask":"history","range":"aaaa:bbbb"}',
          '{"ask":"merge","revisions":["heads"]}',
          '{"ask":"new_revision","head":"aaaa11112222","splice":true}',
        ]),
        [
          { value: ['bbbb11112222', 'cccc11112222'] },
          { get_revisions: { value: ['bbbb11112222'] }, get_revision: { value: 'bbbb11112222' } },
          {
            plan: ['cccc11112222'],
            rows: [[['insert', 'cccc11112222']]],
            heads_after: ['bbbb11112222', 'cccc11112222'],
          },
          {
            plan: ['bbbb11112222'],
            rows: [[['update', 'bbbb11112222', 'aaaa11112222']]],
            heads_after: ['aaaa11112222'],
          },
          {
            steps: [{ from: ['bbbb11112222'], to: [], is_upgrade: false, branch_move: true }],
            rows: [[['delete', 'bbbb11112222']]],
            heads_after: [],
          },
          { value: ['bbbb11112222', 'aaaa11112222'] },
          { value: { down_revision: ['bbbb11112222', 'cccc11112222'], depends_on: null } },
          { value: { down_revision: 'aaaa11112222', depends_on: null } },
        ],
      );
    });
  });

  test('a line that is no question gets an error line, and the next is answered', () => {
    withFiles(twoHeads, (directory) => {
      const answers = ask(directory, [
        'nonsense',
        '[]',
        '{"ask":"fly"}',
        '{"ask":"resolve"}',
        '{"ask":"upgrade","arg":"x","current":[1]}',
        '{"ask":"heads"}',
      ]);
      assert.equal(answers.length, 6);
      for (const answer of answers.slice(0, 5))
        assert.equal((answer as { error: { type: string } }).error.type, 'UsageError');
      assert.deepEqual(answers[5], { value: ['bbbb11112222', 'cccc11112222'] });
    });
  });

  test('every line has its answer: blank ones, line ends of all kinds, a byte order mark, no last line end', () => {
    withFiles(twoHeads, (directory) => {
      const heads = { value: ['bbbb11112222', 'cccc11112222'] };
      const input =
        '\ufeff{"ask":"heads"}\r\n\n  \n{"ask":"resolve","arg":"a\u2028\u2029\\rb"}\n{"ask":"heads"}';
      const run = runCli(directory, ['query'], input);
      const answers = run.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { error?: { type: string } });
      assert.equal(answers.length, 5);
      assert.deepEqual(answers[0], heads);
      assert.deepEqual([answers[1]?.error?.type, answers[2]?.error?.type], ['UsageError', 'UsageError']);
      assert.match(JSON.stringify(answers[3]), /No such revision or branch 'a\u2028\u2029\\rb'/);
      assert.deepEqual(answers[4], heads);
      assert.equal(runCli(directory, ['query'], '').stdout, '');
    });
  });

  test('on a graph that Alembic refuses: the refusal, and what the healthy part says', () => {
    const files = { ...twoHeads, 'migrations/versions/d.py': revisionText('dddd11112222', 'nowhere') };
    withFiles(files, (directory) => {
      const [heads, found] = ask(directory, ['{"ask":"heads"}', '{"ask":"resolve","arg":"bbbb"}']);
      const warnings = [
        'Revision nowhere referenced from nowhere -> dddd11112222 (head), message dddd11112222 is not present',
      ];
      const error = { type: 'KeyError', message: "'nowhere'" };
      assert.deepEqual(heads, {
        error,
        warnings,
        partial: { value: ['bbbb11112222', 'cccc11112222', 'dddd11112222'] },
        files: ['migrations/versions/d.py'],
      });
      assert.deepEqual((found as { get_revisions: unknown }).get_revisions, { error, warnings });
    });
  });
});
