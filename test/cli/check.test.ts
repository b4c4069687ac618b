import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv7 from 'ajv';
import Ajv from 'ajv-draft-04';
import { projectRoot } from '../fixtures/projectRoot';
import type { CliRun } from './runCli';
import { revisionText, runCli, twoHeads as placeholders, withFiles } from './runCli';

const check = (directory: string, ...words: string[]): CliRun =>
  runCli(directory, ['check', '--no-git', ...words]);

const [root, left, right] = ['3f7a91c0de42', '8b21ce5f0a97', 'c46d0e83fb15'];

/** A chain of two revisions and a second head, with ids as Alembic makes them. */
const twoHeads: Readonly<Record<string, string>> = {
  ...placeholders,
  'migrations/versions/a.py': revisionText(root, null),
  'migrations/versions/b.py': revisionText(left, root),
  'migrations/versions/c.py': revisionText(right, root),
};

const { 'migrations/versions/c.py': second, ...others } = twoHeads;
/** The same with a name that formats have to escape. */
const project = { ...others, 'migrations/versions/c,ä %:1.py': second ?? '' };

suite('command line: check', () => {
  test('the closing line counts, and says what can be fixed', () => {
    const broken = {
      ...twoHeads,
      'migrations/versions/d.py': revisionText('59e0b7d3a1c8', left.slice(0, -1)),
    };
    withFiles(broken, (directory) => {
      const { code, stdout } = check(directory);
      assert.equal(code, 1);
      assert.match(stdout, /\n1 error, 2 warnings in 4 revisions; 1 can be fixed with alembic-ls fix\n$/);
      const statistics = check(directory, '--statistics').stdout.split('\n');
      assert.deepEqual(
        statistics.slice(0, 2).map((line) => line.trim().split(/\s+/)),
        [
          ['2', 'warning', 'multiple-heads'],
          ['1', 'error', 'unknown-down-revision'],
        ],
      );
      const { summary } = JSON.parse(check(directory, '--json').stdout) as { readonly summary: unknown };
      assert.deepEqual(summary, {
        errors: 1,
        warnings: 2,
        information: 0,
        hints: 0,
        revisions: 4,
        new: 0,
        fixable: 1,
      });
    });
  });

  test('files and folders as pre-commit passes them', () => {
    withFiles({ ...twoHeads, 'app.py': '', 'README.md': '' }, (directory) => {
      const one = check(directory, 'migrations/versions/b.py', 'app.py');
      assert.match(one.stdout, /^migrations\/versions\/b\.py:2:12: warning .*\n1 warning in 1 revision\n$/);
      assert.deepEqual([one.code, one.stderr], [1, '']);
      for (const name of ['./migrations/versions', join(directory, 'migrations/')])
        assert.match(check(directory, name).stdout, /2 warnings in 3 revisions\n$/, name);
      assert.equal(
        check(directory, 'migrations/versions/a.py').stdout,
        '1 revision file, nothing to report\n',
      );
      symlinkSync('migrations', join(directory, 'linked'));
      assert.match(check(directory, 'linked/versions/c.py').stdout, /1 warning in 1 revision\n$/);
      assert.deepEqual(check(directory, 'alembic.ini').code, 0);
    });
  });

  test('why nothing was checked is said in one sentence', () => {
    const files = {
      ...twoHeads,
      'README.md': '',
      'app.py': '',
      'migrations/versions/notes.txt': '',
      'old/x.py': '',
      'alembic-workbench.toml': 'exclude = ["old"]',
    };
    withFiles(files, (directory) => {
      const why = (...names: string[]): string => {
        const { code, stdout, stderr } = check(directory, ...names);
        assert.deepEqual([code, stdout], [0, ''], names.join(' '));
        return stderr.trimEnd();
      };
      assert.equal(why('README.md'), 'README.md belongs to no Alembic environment here.');
      assert.match(why('README.md', 'app.py'), /^None of these 2 files and folders belongs /);
      assert.equal(why('migrations/versions/notes.txt'), 'notes.txt is no file that Alembic loads.');
      assert.equal(why('old/x.py'), 'old/x.py is left out by exclude in alembic-workbench.toml.');
      assert.match(why(process.execPath), / lies outside of .*: go to its project with --cwd\.$/);
      const gone = check(directory, 'gone.py');
      assert.deepEqual(
        [gone.code, gone.stderr],
        [2, 'alembic-ls: There is no file or folder gone.py: correct the name, or leave it out.\n'],
      );
      writeFileSync(join(directory, 'alembic-workbench.toml'), 'exclude = ["/alembic.ini", "/migrations"]');
      const none = check(directory);
      assert.equal(none.code, 1);
      assert.match(
        none.stderr,
        /^No Alembic environment was found here; exclude in alembic-workbench\.toml may/,
      );
      assert.match(why('app.py'), /belongs to no Alembic environment, for none was found in /);
    });
  });

  test('severities, and what fails', () => {
    withFiles({ ...twoHeads, 'alembic-workbench.toml': 'rules.multiple-heads = "hint"' }, (directory) => {
      assert.equal(check(directory).code, 0);
      assert.equal(check(directory, '--fail-on', 'hint').code, 1);
      assert.equal(check(directory, '--rule', 'multiple-heads=error').code, 1);
      assert.equal(check(directory, '--rule', 'multiple-heads=error', '--exit-zero').code, 0);
      assert.equal(check(directory, '--rule', 'multiple-heads=error', '--fail-on', 'never').code, 0);
      assert.equal(check(directory, '--rule', 'multiple-heads=warning', '--fail-on', 'error').code, 0);
      const twice = check(directory, '--rule', 'multiple-heads=off', '--rule', 'missing-downgrade=error');
      assert.equal(twice.stdout, '3 revision files, nothing to report\n');
      const refused = (...words: string[]): string => {
        const { code, stdout, stderr } = check(directory, ...words);
        assert.deepEqual([code, stdout], [2, '']);
        return stderr;
      };
      assert.match(refused('--rule', 'multiple-head=off'), /did you mean 'multiple-heads'\?\n$/);
      assert.match(refused('--rule', 'multiple-heads=warn'), /did you mean 'warning'\?\n$/);
      assert.match(refused('--rule', 'multiple-heads'), /sets no severity: write the rule and its severity/);
      assert.match(refused('--since', 'nope'), /^alembic-ls: No revision is called 'nope'/);
      assert.match(
        refused('--format', 'yaml'),
        /use text, json, github, sarif, gitlab or junit with --format\.\n$/,
      );
    });
  });

  test('a rule that is off does not hide that Alembic stops', () => {
    const broken = { ...twoHeads, 'migrations/versions/d.py': revisionText('59e0b7d3a1c8', 'gone') };
    withFiles(broken, (directory) => {
      const off = ['unknown-down-revision', 'multiple-heads'].flatMap((id) => ['--rule', `${id}=off`]);
      const { code, stdout, stderr } = check(directory, ...off);
      assert.deepEqual([code, stdout], [1, '4 revision files, nothing to report\n']);
      assert.match(stderr, /^alembic-ls: Alembic can't load these revisions \(KeyError: 'gone'\)/);
    });
  });

  test('since makes a revision and its ancestors old', () => {
    withFiles(twoHeads, (directory) => {
      const count = (...words: string[]): number => {
        const { summary } = JSON.parse(check(directory, '--json', ...words).stdout) as {
          readonly summary: { readonly new: number };
        };
        return summary.new;
      };
      assert.equal(count('--since', root.slice(0, 4)), 2);
      assert.equal(count('--since', left), 1);
      assert.equal(count('--since', left, '--since', right), 0);
      writeFileSync(join(directory, 'alembic-workbench.toml'), `since = ["${root}"]`);
      assert.equal(count(), 2);
      assert.equal(count('--since', left), 1);
    });
  });

  test('a baseline is written, and hides what it knows alone', () => {
    withFiles(twoHeads, (directory) => {
      const written = check(directory, '--write-baseline', '--baseline', 'known.json');
      assert.deepEqual(written, { code: 0, stdout: '', stderr: '2 findings written to known.json.\n' });
      assert.equal(
        check(directory, '--baseline', 'known.json').stdout,
        '3 revision files, nothing to report\n',
      );
      writeFileSync(join(directory, 'migrations/versions/b.py'), `\n\n${revisionText(left, root)}`);
      writeFileSync(join(directory, 'migrations/versions/d.py'), revisionText('59e0b7d3a1c8', root));
      assert.match(
        check(directory, '--baseline', 'known.json').stdout,
        /\/d\.py:.*\n1 warning in 4 revisions\n$/,
      );
      writeFileSync(join(directory, 'alembic-workbench.toml'), 'baseline = "known.json"');
      assert.match(check(directory).stdout, /1 warning in 4 revisions\n$/);
      assert.equal(check(directory, '--write-baseline').stderr, '3 findings written to known.json.\n');
      const text = readFileSync(join(directory, 'known.json'), 'utf8');
      assert.equal(check(directory).code, 0);
      check(directory, '--write-baseline');
      assert.equal(readFileSync(join(directory, 'known.json'), 'utf8'), text);
      rmSync(join(directory, 'known.json'));
      const gone = check(directory);
      assert.match(
        gone.stdout,
        /^alembic-workbench\.toml:1:12: warning \[workbench-config\] There is no baseline/,
      );
      assert.equal(check(directory, '--baseline', 'gone.json').code, 2);
    });
  });
});

suite('command line: reports for CI', () => {
  test('SARIF is what its schema says, with fingerprints that stay', () => {
    const schema = createRequire(__filename)(
      '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
    ) as object;
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    withFiles(project, (directory) => {
      const read = (): SarifLog => JSON.parse(check(directory, '--format', 'sarif').stdout) as SarifLog;
      const log = read();
      assert.ok(validate(log), JSON.stringify(validate.errors));
      const [run] = log.runs;
      const found = run?.results.filter(({ ruleId }) => ruleId === 'multiple-heads') ?? [];
      assert.equal(found.length, 2);
      const rule = run?.tool.driver.rules.find(({ id }) => id === 'multiple-heads');
      assert.match(rule?.help.markdown ?? '', /^# multiple-heads\n/);
      assert.match(rule?.helpUri ?? '', /\/blob\/v\d+\.\d+\.\d+\/docs\/rules\/multiple-heads\.md$/);
      assert.deepEqual(
        found.map(({ relatedLocations }) => relatedLocations?.length),
        [1, 1],
      );
      for (const { ruleIndex } of found)
        assert.equal(run?.tool.driver.rules[ruleIndex]?.id, 'multiple-heads');
      assert.deepEqual(
        found.map(({ locations: [place] }) => place?.physicalLocation.artifactLocation.uri),
        ['migrations/versions/b.py', 'migrations/versions/c%2C%C3%A4%20%25%3A1.py'],
      );
      writeFileSync(join(directory, 'migrations/versions/b.py'), `#\n${revisionText(left, root)}`);
      const prints = (one: SarifLog): unknown =>
        one.runs[0]?.results.map(({ partialFingerprints }) => partialFingerprints);
      assert.deepEqual(prints(read()), prints(log));
    });
    withFiles(twoHeads, (directory) => {
      const log = JSON.parse(
        check(directory, '--format', 'sarif', 'migrations/versions/a.py').stdout,
      ) as SarifLog;
      assert.ok(validate(log), JSON.stringify(validate.errors));
      assert.deepEqual(log.runs[0]?.results, []);
    });
  });

  test('SARIF has what is silenced as suppressed, and the fixes that edit files', () => {
    const broken = {
      ...twoHeads,
      'alembic-workbench.toml': `per-revision-ignore = { ${left} = ["multiple-heads"] }`,
      'migrations/versions/c.py': revisionText(right, root).replace(
        `'${right}'`,
        `'${right}'  # alembic: ignore[multiple-heads]`,
      ),
      'migrations/versions/d.py': revisionText('59e0b7d3a1c8', left.slice(0, -1)),
    };
    withFiles(broken, (directory) => {
      const { stdout } = check(directory, '--format', 'sarif');
      const results = (JSON.parse(stdout) as SarifLog).runs[0]?.results ?? [];
      const wrong = results.find(({ ruleId }) => ruleId === 'unknown-down-revision');
      assert.deepEqual(wrong?.suppressions, []);
      const [fix] = wrong?.fixes ?? [];
      assert.equal(fix?.description.text, `Change to '${left}'`);
      const [change] = fix?.artifactChanges ?? [];
      assert.equal(change?.artifactLocation.uri, 'migrations/versions/d.py');
      const [replacement] = change?.replacements ?? [];
      const lines = broken['migrations/versions/d.py'].split('\n');
      const { startLine, startColumn, endColumn } = replacement?.deletedRegion ?? {
        startLine: 0,
        startColumn: 0,
        endColumn: 0,
      };
      const line = lines[startLine - 1] ?? '';
      const fixed =
        line.slice(0, startColumn - 1) +
        (replacement?.insertedContent.text ?? '') +
        line.slice(endColumn - 1);
      assert.equal(fixed, `down_revision = '${left}'`);
      const silenced = results.filter(({ suppressions }) => suppressions.length > 0);
      assert.deepEqual(
        silenced.map(({ ruleId, suppressions: [one] }) => [ruleId, one?.kind]),
        [
          ['multiple-heads', 'inSource'],
          ['multiple-heads', 'external'],
        ],
      );
    });
  });

  test('paths and the branch are those that a CI service names', () => {
    withFiles({ ...project, 'service/keep': '' }, (directory) => {
      const inCi = (format: string, cwd: string): string =>
        runCli(directory, ['check', '--no-git', '--format', format, '--cwd', cwd], '', {
          GITHUB_WORKSPACE: directory,
        }).stdout;
      assert.match(inCi('github', 'migrations'), /^::warning file=migrations\/versions\/b\.py,/m);
      assert.match(inCi('sarif', 'migrations'), /"uri": "migrations\/versions\/b\.py"/);
      assert.match(inCi('text', 'migrations'), /^versions\/b\.py:/m);
    });
  });

  test('a frame below each finding where a terminal reads them', function () {
    if (process.platform !== 'linux' || spawnSync('script', ['--version']).error) this.skip();
    withFiles(twoHeads, (directory) => {
      const program = join(projectRoot, 'server', 'dist', 'alembic-ls.js');
      const words = `'${process.execPath}' '${program}' check --no-git`;
      const { stdout } = spawnSync('script', ['-qec', words, '/dev/null'], {
        cwd: directory,
        encoding: 'utf8',
      });
      assert.match(stdout, /\n {4}2 \| revision = '8b21ce5f0a97'\r\n {6}\| {12}\^{14}\r\n/);
      assert.doesNotMatch(check(directory).stdout, /\^/);
    });
  });

  test('with --watch a change is checked, until the process ends', async () => {
    await withFiles(twoHeads, async (directory) => {
      const program = join(projectRoot, 'server', 'dist', 'alembic-ls.js');
      const child = spawn(process.execPath, [program, 'check', '--no-git', '--watch'], { cwd: directory });
      try {
        let text = '';
        const until = (pattern: RegExp): Promise<void> =>
          new Promise((resolve) => {
            const look = (chunk: Buffer | string = ''): void => {
              text += String(chunk);
              if (!pattern.test(text)) return;
              child.stdout.off('data', look);
              child.stderr.off('data', look);
              resolve();
            };
            child.stdout.on('data', look);
            child.stderr.on('data', look);
          });
        await until(/Waiting for changes/);
        assert.match(text, /2 warnings in 3 revisions\n/);
        rmSync(join(directory, 'migrations/versions/c.py'));
        await until(/2 revision files, nothing to report\n/);
      } finally {
        child.kill();
        await once(child, 'exit');
      }
    });
    withFiles(twoHeads, (directory) => assert.equal(check(directory, '--watch', '--json').code, 2));
  });

  test('JSON is what its schema says', () => {
    const schema = JSON.parse(
      readFileSync(join(projectRoot, 'schemas/alembic-ls-check.schema.json'), 'utf8'),
    ) as object;
    const validate = new Ajv7({ strict: true, allowUnionTypes: true }).compile(schema);
    const broken = {
      ...twoHeads,
      'migrations/versions/d.py': revisionText('59e0b7d3a1c8', left.slice(0, -1)),
    };
    for (const files of [broken, { 'alembic-workbench.toml': 'nope = 1' }])
      for (const words of [['--json'], ['--format', 'json', '--statistics']])
        withFiles(files, (directory) => {
          const { stdout } = check(directory, ...words);
          if (stdout === '') return;
          assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
        });
    withFiles(broken, (directory) => {
      const { environments } = JSON.parse(check(directory, '--json').stdout) as {
        readonly environments: readonly { readonly findings: readonly { readonly code: string }[] }[];
      };
      const wrong = environments[0]?.findings.find(({ code }) => code === 'unknown-down-revision') as
        { readonly url: string; readonly fixable: boolean; readonly fixes: readonly object[] } | undefined;
      assert.match(wrong?.url ?? '', /\/docs\/rules\/unknown-down-revision\.md$/);
      assert.equal(wrong?.fixable, true);
      assert.deepEqual(wrong?.fixes[0], { kind: 'change-reference', title: `Change to '${left}'` });
    });
  });

  test('annotations of GitHub name file and place, escaped', () => {
    withFiles(project, (directory) => {
      const { stdout } = check(directory, '--format', 'github');
      assert.match(
        stdout,
        /^::warning file=migrations\/versions\/b\.py,line=2,endLine=2,col=12,endColumn=26,title=multiple-heads::"message 8b21ce5f0a97"/m,
      );
      assert.match(stdout, /file=migrations\/versions\/c%2Cä %25%3A1\.py,line=2/);
      assert.match(stdout, /\n2 warnings in 3 revisions\n$/);
    });
  });

  test('GitLab gets a fingerprint for each, JUnit a test case', () => {
    withFiles(project, (directory) => {
      const issues = JSON.parse(check(directory, '--format', 'gitlab').stdout) as readonly {
        readonly fingerprint: string;
        readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
      }[];
      assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
      assert.ok(issues.every(({ fingerprint }) => /^[0-9a-f]{32}$/.test(fingerprint)));
      assert.ok(issues.some(({ location }) => location.path.endsWith('b.py') && location.lines.begin === 2));
      const { stdout } = check(directory, '--format', 'junit');
      assert.match(stdout, new RegExp(`<testsuites [^>]*failures="${String(issues.length)}"`));
      assert.equal(stdout.match(/<testcase /g)?.length, issues.length);
    });
  });

  test('--output writes the report and leaves text on the terminal', () => {
    withFiles(twoHeads, (directory) => {
      const text = check(directory);
      const run = check(directory, '--format', 'sarif', '--output', 'out.sarif');
      assert.deepEqual(run, text);
      const printed = check(directory, '--format', 'sarif').stdout;
      assert.equal(readFileSync(join(directory, 'out.sarif'), 'utf8'), printed);
      const wrong = check(directory, '--output', 'no/such/folder/x');
      assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
      assert.match(wrong.stderr, /^alembic-ls: The report can't be written to no\/such\/folder\/x /);
    });
  });
});

interface SarifRule {
  readonly id: string;
  readonly helpUri: string;
  readonly help: { readonly markdown?: string };
}

interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly SarifRule[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly partialFingerprints: unknown;
      readonly relatedLocations?: readonly object[];
      readonly suppressions: readonly { readonly kind: string }[];
      readonly fixes?: readonly {
        readonly description: { readonly text: string };
        readonly artifactChanges: readonly {
          readonly artifactLocation: { readonly uri: string };
          readonly replacements: readonly {
            readonly deletedRegion: {
              readonly startLine: number;
              readonly startColumn: number;
              readonly endColumn: number;
            };
            readonly insertedContent: { readonly text: string };
          }[];
        }[];
      }[];
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}
