import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { GitRepository } from '../fixtures/gitRepository';
import { runCli, withFiles } from './runCli';

const oddFile = 'odd\u001b]0;pwn\u0007\n\u202efile.py';

/** Written as Python writes it. */
const oddId = 'esc\\x1b]0;pwn\\x07\\x9b2J\\nFAKE -> line (head)\\u202e';

function revision(id: string, down: string, message: string, more = ''): string {
  return `"""${message}"""\nrevision = "${id}"\ndown_revision = ${down}\n${more}\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n`;
}

const files = {
  'alembic.ini': '[alembic]\nscript_location = migrations\u001b[1m\n',
  'migrations\u001b[1m/env.py': '',
  'migrations\u001b[1m/script.py.mako':
    '"""${message}"""\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n',
  'migrations\u001b[1m/versions/a.py': revision(oddId, 'None', 'message \u001b[31mred\u001b[0m \u202egpj'),
  'migrations\u001b[1m/versions/b.py': revision(
    '__proto__',
    `"${oddId}"`,
    'wrapped\nmessage',
    'branch_labels = ("con\\x1bstructor",)',
  ),
  [`migrations\u001b[1m/versions/${oddFile}`]: revision('toString', `"${oddId}"`, 'text', "x = '\u001b[2J'"),
  'migrations\u001b[1m/versions/d.py': revision('d', '"go\\nne\\x1b[1m"', 'text'),
};

const commandLines: readonly (readonly string[])[] = [
  ['environments'],
  ['heads'],
  ['history'],
  ['history', 'nope\u001b[1m:head'],
  ['show', '__proto__'],
  ['show', 'esc'],
  ['show', 'nope\u001b[1m'],
  ['plan', 'upgrade', 'heads'],
  ['plan', 'upgrade', 'nope\u001b[1m'],
  ['plan', 'downgrade', 'base', '--from', '__proto__'],
  ['check'],
  ['check', '--main-branch', 'nope\u001b[1m'],
  ['graph', '--format', 'svg'],
  ['graph', '--format', 'mermaid'],
  ['graph', '--format', 'dot'],
  ['schema'],
  ['touches', 'nope\u001b[1m'],
  ['fix', '--dry-run'],
  ['fix', '--rule', 'nope\u001b[1m'],
  ['merge', '--dry-run'],
  ['merge', '__proto__', 'toString', '--dry-run', '--message', 'm\u001b[1m'],
  ['rebase', '--onto', '__proto__', 'toString', '--dry-run'],
  ['rename', 'toString', 'other', '--dry-run'],
  ['rename', '__proto__', 'o\u001b[1m'],
  ['nope\u001b[1m'],
  ['heads', '--config', 'nope\u001b[1m.ini'],
  ['heads', '--cwd', 'nope\u001b[1m'],
];

suite('what the command line prints of names, messages and files', () => {
  for (const words of commandLines) {
    test(`alembic-ls ${JSON.stringify(words.join(' '))} sends a terminal nothing that it would act on`, () => {
      withFiles(files, (directory) => {
        for (const json of words.length === 1 ? [[], ['--json']] : [[]]) {
          const { stdout, stderr } = runCli(directory, [...words, ...json]);
          const printed = stdout + stderr;
          assert.notEqual(printed, '');
          assert.doesNotMatch(printed, /(?![\t\n])\p{Cc}/u, printed);
          // A diff holds the text of files, in which direction marks are a matter of what is written there.
          if (!words.includes('--dry-run')) assert.doesNotMatch(printed, /[\u202a-\u202e]/, printed);
          assert.doesNotMatch(printed, /^FAKE/m, printed);
        }
      });
    });
  }

  test('each revision is a line, and reads as it is', () => {
    withFiles(files, (directory) => {
      const shown = 'esc\\x1b]0;pwn\\x07\\x9b2J\\nFAKE -> line (head)\\u202e';
      const history = runCli(directory, ['history']).stdout.split('\n');
      assert.ok(
        history.includes(`${shown} -> __proto__ (con\\x1bstructor) (head), wrapped message`),
        history.join('\n'),
      );
      assert.ok(
        history.some((line) =>
          line.endsWith(`-> ${shown} (branchpoint), message \\x1b[31mred\\x1b[0m \\u202egpj`),
        ),
        history.join('\n'),
      );
      const heads = JSON.parse(runCli(directory, ['history', '--json']).stdout) as {
        readonly environments: readonly { readonly revisions: readonly { readonly id: string }[] }[];
      };
      const ids = heads.environments[0]?.revisions.map(({ id }) => id);
      assert.ok(
        ids?.includes('esc\u001b]0;pwn\u0007\u009b2J\nFAKE -> line (head)\u202e'),
        JSON.stringify(ids),
      );
    });
  });

  test('a diff over a name that nobody sees whole is one that Git applies', () => {
    const repository = GitRepository.create();
    try {
      const [name, text] = [`versions/${oddFile}`, revision('a1', 'None', 'text')];
      repository.write({
        'alembic.ini': '[alembic]\nscript_location = .\n',
        'env.py': '',
        'script.py.mako': '',
        [name]: text,
      });
      const { stdout } = runCli(repository.path, ['rename', 'a1', 'b2', '--dry-run']);
      assert.match(stdout, /"a\/versions\/odd\\033\]0;pwn\\007\\012\\342\\200\\256file\.py"/);
      const applied = spawnSync('git', ['apply', '-'], {
        cwd: repository.path,
        input: stdout,
        encoding: 'utf8',
      });
      assert.equal(applied.status, 0, applied.stderr);
      assert.match(readFileSync(join(repository.path, name), 'utf8'), /revision = "b2"/);
    } finally {
      repository.dispose();
    }
  });

  test('a diff whose text had to be written out says so', () => {
    withFiles(files, (directory) => {
      const { stdout, stderr } = runCli(directory, ['rename', 'toString', 'other', '--dry-run']);
      assert.match(stdout, /x = '\\x1b\[2J'/);
      assert.match(stderr, /control characters in the diff are written out/);
    });
  });
});
