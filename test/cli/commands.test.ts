import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../fixtures/projectRoot';
import { revisionText, runCli, twoHeads, withFiles } from './runCli';

const bookshop = join(projectRoot, 'sample', 'bookshop');

interface JsonAnswer {
  readonly environments: readonly (Readonly<Record<string, unknown>> & {
    readonly problems: readonly unknown[];
  })[];
}

function json(stdout: string): JsonAnswer {
  return JSON.parse(stdout) as JsonAnswer;
}

suite('command line', () => {
  test('environments: where things are, relative to the working directory', () => {
    const run = runCli(join(bookshop, 'migrations'), ['environments', '--cwd', '..', '--json']);
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(json(run.stdout), {
      environments: [
        {
          config: 'alembic.ini',
          section: 'alembic',
          scriptLocation: 'migrations',
          versionLocations: ['migrations/versions'],
          problems: [],
        },
      ],
    });
  });

  test('heads in Alembic’s form, and as JSON', () => {
    const text = runCli(bookshop, ['heads']);
    assert.equal(text.stdout, '1eefc6b8b898 (reviews, genres) (head)\n');
    assert.equal(text.stderr, '');
    assert.equal(text.code, 0);
    withFiles(twoHeads, (directory) => {
      const run = runCli(directory, ['--json', 'heads']);
      assert.deepEqual(json(run.stdout).environments[0]?.['heads'], ['bbbb11112222', 'cccc11112222']);
      assert.equal(run.code, 0);
    });
  });

  test('graph: rows and lanes for machines, drawings for people', () => {
    withFiles(twoHeads, (directory) => {
      const [graph] = json(runCli(directory, ['graph', '--json']).stdout).environments;
      assert.ok(graph);
      const { nodes, edges } = graph;
      assert.deepEqual(
        (nodes as readonly { id: string; row: number; lane: number }[]).map(({ id, row, lane }) => [
          id,
          row,
          lane,
        ]),
        [
          ['cccc11112222', 0, 1],
          ['bbbb11112222', 1, 0],
          ['aaaa11112222', 2, 0],
        ],
      );
      assert.deepEqual((edges as readonly { child: string }[]).map(({ child }) => child).sort(), [
        'bbbb11112222',
        'cccc11112222',
      ]);
      assert.match(runCli(directory, ['graph']).stdout, /^<svg .*[\s\S]*message bbbb11112222/);
      assert.match(runCli(directory, ['graph', '--format', 'mermaid']).stdout, /^flowchart TD\n/);
      assert.match(runCli(directory, ['graph', '--format', 'dot']).stdout, /^digraph history \{\n/);
    });
  });

  test('history: newest first, with a range, and everything a machine asks for', () => {
    withFiles(twoHeads, (directory) => {
      assert.equal(
        runCli(directory, ['history']).stdout,
        'aaaa11112222 -> bbbb11112222 (head), message bbbb11112222\n' +
          'aaaa11112222 -> cccc11112222 (head), message cccc11112222\n' +
          '<base> -> aaaa11112222 (branchpoint), message aaaa11112222\n',
      );
      const ranged = json(runCli(directory, ['history', ':aaaa', '--json']).stdout);
      assert.deepEqual(ranged.environments[0]?.['revisions'], [
        {
          id: 'aaaa11112222',
          downRevision: [],
          dependsOn: [],
          branchLabels: [],
          message: 'message aaaa11112222',
          file: 'migrations/versions/a.py',
          isHead: false,
          isBase: true,
          isBranchPoint: true,
          isMergePoint: false,
          dynamic: [],
        },
      ]);
      const refused = runCli(directory, ['history', 'zzzz:']);
      assert.equal(refused.stdout, "CommandError: Can't locate revision identified by 'zzzz'\n");
      assert.equal(refused.code, 1);
      const current = runCli(directory, ['history', ':current']);
      assert.match(current.stderr, /database/);
      assert.equal(current.code, 2);
    });
  });

  test('show takes any identifier', () => {
    const run = runCli(bookshop, ['show', 'aabb']);
    assert.match(
      run.stdout,
      /^Rev: aabbc9495523 \(mergepoint\)\nMerges: c5bc4103cc90, 31b6efb1acbe\nBranch names: /,
    );
    assert.match(
      run.stdout,
      /\nPath: migrations\/versions\/aabbc9495523_merge_reviews_and_genres\.py\n\n {4}merge reviews and genres\n/,
    );
    assert.equal(run.code, 0);
    assert.equal(runCli(bookshop, ['show', '-1']).stdout.split('\n')[0], 'Rev: 466ad7d99536');
    assert.equal(runCli(bookshop, ['show', 'nothing']).code, 1);
  });

  test('plan: steps in running order, Alembic’s errors', () => {
    withFiles(twoHeads, (directory) => {
      const plan = (...words: string[]): unknown => {
        const answer = json(runCli(directory, ['plan', ...words, '--json']).stdout).environments[0];
        return answer?.['steps'] ?? answer?.['error'];
      };
      assert.deepEqual(plan('upgrade', 'heads'), ['aaaa11112222', 'cccc11112222', 'bbbb11112222']);
      assert.deepEqual(plan('upgrade', 'heads', '--from', 'bbbb11112222'), ['cccc11112222']);
      assert.deepEqual(plan('downgrade', '-1', '--from', 'bbbb11112222'), ['bbbb11112222']);
      assert.deepEqual(plan('downgrade', 'base', '--from', 'bbbb11112222', 'cccc11112222'), [
        'bbbb11112222',
        'cccc11112222',
        'aaaa11112222',
      ]);
      assert.deepEqual(plan('upgrade', 'head'), {
        type: 'CommandError',
        message:
          "Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads",
      });
      assert.equal(runCli(directory, ['plan', 'upgrade', 'head']).code, 1);
      const unsaid = runCli(directory, ['plan', 'downgrade', 'base']);
      assert.equal(unsaid.code, 2);
      assert.match(unsaid.stderr, /--from/);
    });
  });

  test('check: every finding, for people and for machines', () => {
    assert.deepEqual(runCli(bookshop, ['check']), {
      code: 0,
      stdout: '14 revision files, nothing to report\n',
      stderr: '',
    });
    const broken = { ...twoHeads, 'migrations/versions/d.py': revisionText('dddd11112222', 'bbbb11112223') };
    withFiles(broken, (directory) => {
      const run = runCli(directory, ['check', '--format', 'json']);
      assert.equal(run.code, 1);
      const findings = json(run.stdout).environments[0]?.['findings'] as readonly { readonly code: string }[];
      assert.deepEqual(
        findings.find(({ code }) => code === 'unknown-down-revision'),
        {
          code: 'unknown-down-revision',
          severity: 'error',
          message: "No revision has the id 'bbbb11112223'; did you mean 'bbbb11112222'?",
          file: 'migrations/versions/d.py',
          range: { start: { line: 2, character: 16 }, end: { line: 2, character: 30 } },
          url: `https://github.com/alembic-workbench/alembic-workbench/blob/v${productVersion()}/docs/rules/unknown-down-revision.md`,
          fixable: false,
          fixes: [
            { kind: 'change-reference', title: "Change to 'bbbb11112222'" },
            { kind: 'reparent', title: 'Re-parent onto cccc11112222' },
          ],
          related: [],
          fingerprint: `["dddd11112222","unknown-down-revision","'bbbb11112223'"]`,
        },
      );
      assert.match(
        runCli(directory, ['check']).stdout,
        /^migrations\/versions\/d\.py:3:17: error \[unknown-down-revision\] /m,
      );
      const heads = runCli(directory, ['heads', '--json']);
      assert.equal(heads.code, 1);
      assert.equal(json(heads.stdout).environments[0]?.problems.length, 1);
    });
  });

  test('one environment by config file and section', () => {
    const files = {
      'deploy/db.ini': '[core]\nscript_location = core\n[tenant]\nscript_location = tenant\n',
      'core/versions/a.py': revisionText('aaaa11112222', null),
      'tenant/versions/b.py': revisionText('bbbb11112222', null),
    };
    withFiles(files, (directory) => {
      assert.equal(
        runCli(directory, ['-c', 'deploy/db.ini', '-n', 'tenant', 'heads']).stdout,
        'bbbb11112222 (head)\n',
      );
      assert.equal(
        runCli(directory, ['heads', '-c', 'deploy/db.ini', '--name', 'core']).stdout,
        'aaaa11112222 (head)\n',
      );
      const both = runCli(directory, ['heads']);
      assert.equal(
        both.stdout,
        'deploy/db.ini [core]\naaaa11112222 (head)\ndeploy/db.ini [tenant]\nbbbb11112222 (head)\n',
      );
      const several = runCli(directory, ['query']);
      assert.equal(several.code, 2);
      assert.match(several.stderr, /--config and --name/);
    });
  });

  test('wrong use is said in a sentence and gives 2', () => {
    for (const words of [
      ['nonsense'],
      ['show'],
      ['heads', '--nonsense'],
      ['-c', 'no.ini', 'heads'],
      ['heads', '--cwd', 'nowhere'],
      ['plan', 'sideways', 'head'],
    ]) {
      const run = runCli(bookshop, words);
      assert.equal(run.code, 2, words.join(' '));
      assert.equal(run.stdout, '');
      assert.match(run.stderr, /\S/);
    }
    withFiles({ 'readme.txt': '' }, (directory) => {
      const run = runCli(directory, ['heads']);
      assert.equal(run.code, 1);
      assert.match(run.stderr, /--config/);
      const inJson = runCli(directory, ['environments', '--json']);
      assert.deepEqual(json(inJson.stdout), { environments: [] });
      assert.equal(inJson.code, 1, 'the same as without --json');
    });
  });

  test('help and version of each command', () => {
    assert.match(runCli(bookshop, ['--help']).stdout, /Exit codes/);
    for (const command of [
      'environments',
      'heads',
      'history',
      'show',
      'check',
      'plan',
      'fix',
      'merge',
      'rebase',
      'rename',
      'query',
      'graph',
      'completions',
      'server',
    ]) {
      const run = runCli(bookshop, [command, '--help']);
      assert.equal(run.code, 0, command);
      assert.match(run.stdout, new RegExp(`^Usage: alembic-ls ${command}`));
    }
    assert.match(runCli(bookshop, ['--version']).stdout, /^\d+\.\d+\.\d+\n$/);
  });

  test('completion scripts are valid where the shell is here', () => {
    assert.match(runCli(bookshop, ['completions', 'fish']).stdout, /complete -c alembic-ls .* -a heads/);
    assert.match(runCli(bookshop, ['completions', 'zsh']).stdout, /^#compdef alembic-ls/);
    const bash = runCli(bookshop, ['completions', 'bash']).stdout;
    assert.match(bash, /complete -F _alembic_ls alembic-ls/);
    assert.match(bash, /history\) name="\$word" words="[^"]*--json/);
    for (const shell of ['bash', 'zsh']) {
      const script = runCli(bookshop, ['completions', shell]).stdout;
      const run = spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' });
      if (!run.error) assert.deepEqual([run.status, run.stderr], [0, ''], shell);
    }
    const fish = runCli(bookshop, ['completions', 'fish']).stdout;
    const run = spawnSync('fish', ['-c', `${fish}\ncomplete -C 'alembic-ls check --format j'`], {
      encoding: 'utf8',
    });
    if (!run.error) assert.match(run.stdout, /^json/);
  });

  test('completions of values, and of commands behind options with values', () => {
    const script = runCli(bookshop, ['completions', 'bash']).stdout;
    const completed = (...words: readonly string[]): string => {
      const ask = `COMP_WORDS=(alembic-ls ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _alembic_ls; echo "\${COMPREPLY[*]}"`;
      const run = spawnSync('bash', ['-c', `${script}\n${ask}`], { encoding: 'utf8' });
      return run.error ? 'no bash' : run.stdout.trim();
    };
    if (completed('h') === 'no bash') return;
    assert.equal(completed('h'), 'heads history help');
    assert.equal(completed('--cwd', 'heads', 'he'), 'heads help');
    assert.equal(completed('check', '--format', ''), 'text json github sarif gitlab junit');
    assert.equal(completed('graph', '--format', ''), 'svg mermaid dot json');
    assert.equal(completed('plan', 'u'), 'upgrade');
    assert.equal(completed('merge', '-m', 'he'), '');
  });

  test('completions in a real zsh name its own functions alone', () => {
    const script = runCli(bookshop, ['completions', 'zsh']).stdout;
    assert.doesNotMatch(script, /COMP_WORDS|compgen/);
    const stubs = `_describe() { print -rl -- "\${(@P)2}" }; _files() { print files }; compdef() { : }`;
    const ask = `words=(alembic-ls plan ''); CURRENT=3; _alembic-ls`;
    const run = spawnSync('zsh', ['-f', '-c', `${stubs}\n${script}\n${ask}`], { encoding: 'utf8' });
    if (run.error) return;
    assert.equal(run.stderr, '');
    assert.match(run.stdout, /^upgrade\ndowngrade\n--cwd:/);
  });
});

function productVersion(): string {
  const manifest = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
