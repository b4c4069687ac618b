import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { GitRepository } from '../fixtures/gitRepository';
import { projectRoot } from '../fixtures/projectRoot';
import { revisionText } from './runCli';

const base = {
  'service/alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
  'service/migrations/env.py': '',
  'service/migrations/versions/a.py': revisionText('8b21ce5f0a97', null),
};
const child = "def upgrade():\n    op.add_column('a', sa.Column('b', sa.Text()))";
/** A pull request whose revision has a parent that is nowhere. */
const bad = revisionText('59e0b7d3a1c8', '8b21ce5f0a9').replace('def upgrade():\n    pass', child);

suite('files for CI', function () {
  if (process.platform === 'win32') return;
  let tools = '';
  let main: GitRepository;
  let whole: GitRepository;
  let shallow: GitRepository;

  suiteSetup(() => {
    tools = realpathSync(mkdtempSync(join(tmpdir(), 'alembic-ci-')));
    // What fetches our package runs the bundle that was just built, without the words that name the package.
    const program = `exec '${process.execPath}' '${join(projectRoot, 'server/dist/alembic-ls.js')}' "$@"\n`;
    writeFileSync(join(tools, 'npx'), `#!/bin/sh\nshift 2\n${program}`);
    writeFileSync(join(tools, 'uvx'), `#!/bin/sh\nshift 1\n${program}`);
    writeFileSync(join(tools, 'gh'), `#!/bin/sh\necho "$@" > '${tools}/gh.txt'\n`);
    for (const name of ['npx', 'uvx', 'gh']) chmodSync(join(tools, name), 0o755);
    main = GitRepository.create(base);
    main.git('checkout', '--quiet', '-b', 'feature');
    main.commit({ 'service/migrations/versions/b.py': bad }, 'bad');
    whole = main.clone();
    shallow = main.clone('--depth=1', '--branch=feature');
  });

  suiteTeardown(() => {
    for (const each of [main, whole, shallow]) each.dispose();
    rmSync(tools, { recursive: true, force: true });
  });

  const run = (
    program: string,
    words: readonly string[],
    { path }: GitRepository,
    variables: Readonly<Record<string, string>>,
  ): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
    spawnSync(program, words, {
      cwd: path,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${tools}${delimiter}${process.env['PATH'] ?? ''}`, ...variables },
    });

  test('the action of GitHub annotates, writes SARIF, a summary and a comment', () => {
    const action = (clone: GitRepository): ReturnType<typeof run> =>
      run('bash', [join(projectRoot, 'ci/githubAction.sh')], clone, {
        ALEMBIC_LS_VERSION: '0',
        ALEMBIC_LS_FOLDER: 'service',
        ALEMBIC_LS_SARIF: 'true',
        ALEMBIC_LS_COMMENT: 'true',
        ALEMBIC_LS_PULL_REQUEST: '7',
        GITHUB_BASE_REF: 'main',
        GITHUB_WORKSPACE: clone.path,
        GITHUB_REPOSITORY: 'people/project',
        GITHUB_OUTPUT: join(tools, 'output.txt'),
        GITHUB_STEP_SUMMARY: join(tools, 'summary.md'),
        RUNNER_TEMP: tools,
      });
    const { status, stdout, stderr } = action(whole);
    assert.equal(status, 1, stderr);
    assert.match(
      stdout,
      /^::error file=service\/migrations\/versions\/b\.py,line=3,.*title=unknown-down-revision::/m,
    );
    assert.match(readFileSync(join(tools, 'output.txt'), 'utf8'), /^sarif-file=.*alembic-ls\.sarif$/m);
    const sarif = readFileSync(join(tools, 'alembic-ls.sarif'), 'utf8');
    assert.match(sarif, /"uri": "service\/migrations\/versions\/b\.py"/);
    const summary = readFileSync(join(tools, 'summary.md'), 'utf8');
    assert.match(summary, /^### Migrations of `alembic\.ini`, compared with `origin\/main`$/m);
    assert.match(summary, /^- `59e0b7d3a1c8` `message 59e0b7d3a1c8` in /m);
    assert.match(
      readFileSync(join(tools, 'gh.txt'), 'utf8'),
      /^pr comment 7 --repo people\/project --edit-last --create-if-none --body-file /,
    );
    const blind = action(shallow);
    assert.equal(blind.status, 1);
    assert.match(
      blind.stdout,
      /title=unknown-down-revision::[^]*with origin\/main: check out the whole history/,
    );
  });

  test('the template of GitLab runs as it is written', () => {
    const [, script = ''] =
      /\n {2}script:\n([^]*?)\n {2}artifacts:/.exec(
        readFileSync(join(projectRoot, 'ci/gitlab.yml'), 'utf8'),
      ) ?? [];
    const lines = script.split(/^ {4}- >-\n/m).map((each) => each.replace(/\s*\n\s*/g, ' ').trim());
    assert.equal(lines.length, 3);
    const { status, stderr } = run('bash', ['-ec', lines.join('\n')], whole, {
      ALEMBIC_LS_VERSION: '0',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_PROJECT_DIR: whole.path,
    });
    assert.equal(status, 1, stderr);
    const report = JSON.parse(readFileSync(whole.at('gl-code-quality-report.json'), 'utf8')) as readonly {
      readonly check_name: string;
      readonly location: { readonly path: string };
    }[];
    assert.deepEqual(report.map((each) => [each.check_name, each.location.path])[0], [
      'unknown-down-revision',
      'service/migrations/versions/b.py',
    ]);
  });

  test('the template of Azure and the plain script run as they are written', () => {
    const [, script = ''] =
      /- script: >-\n([^]*?)\n {4}displayName/.exec(
        readFileSync(join(projectRoot, 'ci/azure.yml'), 'utf8'),
      ) ?? [];
    const azure = run('bash', ['-c', script.replace(/\s*\n\s*/g, ' ').trim()], whole, {
      SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
    });
    assert.equal(azure.status, 1);
    assert.match(readFileSync(whole.at('alembic-check.xml'), 'utf8'), /<testsuites /);
    const plain = run('sh', [join(projectRoot, 'ci/check.sh'), 'service'], whole, { BASE: 'origin/main' });
    assert.equal(plain.status, 1, plain.stderr);
    assert.match(plain.stdout, /\[unknown-down-revision\]/);
    assert.equal(run('sh', [join(projectRoot, 'ci/check.sh')], shallow, { BASE: 'origin/main' }).status, 2);
  });

  test('all of them name the version of this package', () => {
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    const files = [
      'action.yml',
      'docs/ci.md',
      ...readdirSync(join(projectRoot, 'ci')).map((name) => `ci/${name}`),
    ];
    for (const file of files)
      for (const [found] of readFileSync(join(projectRoot, file), 'utf8').matchAll(/\b\d+\.\d+\.\d+\b/g))
        assert.equal(found, version, file);
  });
});
