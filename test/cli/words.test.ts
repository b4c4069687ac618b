import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { listedRules } from '../../server/core/rules/engine/ruleList';
import { projectRoot } from '../fixtures/projectRoot';
import { runCli, twoHeads, withFiles } from './runCli';

suite('command line: rules, help and words of Alembic', () => {
  test('rules lists every rule, and explain prints its page without a network', () => {
    const { rules } = JSON.parse(runCli('/', ['rules', '--json']).stdout) as { readonly rules: unknown };
    assert.deepEqual(rules, listedRules);
    assert.equal(runCli('/', ['rules']).stdout.trim().split('\n').length, listedRules.length);
    for (const { id } of listedRules.slice(0, 3))
      assert.ok(runCli('/', ['explain', id]).stdout.startsWith(`# ${id}\n`));
    const wrong = runCli('/', ['explain', 'multiple_head']);
    assert.deepEqual(
      [wrong.code, wrong.stdout, wrong.stderr],
      [2, '', "alembic-ls: There is no rule 'multiple_head'; did you mean 'multiple-heads'?\n"],
    );
  });

  test('help tells of a command, or names the one that was meant', () => {
    const { stdout } = runCli('/', ['help', 'merge']);
    assert.equal(stdout, runCli('/', ['merge', '--help']).stdout);
    assert.equal(runCli('/', ['help']).stdout, runCli('/', ['--help']).stdout);
    const { code, stderr } = runCli('/', ['help', 'shcema']);
    assert.deepEqual(
      [code, stderr],
      [2, "alembic-ls: There is no command 'shcema'; did you mean 'schema'?\n"],
    );
  });

  test('what Alembic itself does is said in one sentence', () => {
    for (const words of [
      ['upgrade', 'head', '--sql'],
      ['downgrade', '-1'],
      ['current', '-v'],
      ['stamp', 'head'],
      ['revision', '--autogenerate', '-m', 'x'],
      ['init', 'x'],
    ]) {
      const { code, stdout, stderr } = runCli('/', words);
      assert.deepEqual([code, stdout], [2, ''], words.join(' '));
      assert.match(
        stderr,
        new RegExp(`^alembic-ls: Alembic itself does this: run "alembic ${words[0] ?? ''}"; [^\\n]+\\.\\n$`),
      );
    }
  });

  test('--format json is --json, before and behind the command', () => {
    withFiles(twoHeads, (directory) => {
      for (const command of ['environments', 'heads', 'history', 'branches', 'check', 'graph']) {
        const { stdout } = runCli(directory, [command, '--json']);
        assert.ok(stdout.startsWith('{'), command);
        assert.equal(runCli(directory, [command, '--format', 'json']).stdout, stdout);
        assert.equal(runCli(directory, ['--format', 'json', command]).stdout, stdout);
      }
      const { code, stderr } = runCli(directory, ['heads', '--format', 'yaml']);
      assert.deepEqual(
        [code, stderr],
        [2, "alembic-ls: heads prints no 'yaml': use text or json with --format.\n"],
      );
    });
  });

  test('ALEMBIC_CONFIG names the config file where --config does not', () => {
    const moved = { ...twoHeads, 'conf/other.ini': '[alembic]\nscript_location = migrations\n' };
    withFiles(moved, (directory) => {
      const config = (words: readonly string[], value: string): string => {
        const run = runCli(directory, ['environments', ...words], '', { ALEMBIC_CONFIG: value });
        return /config {12}(\S+)/.exec(run.stdout)?.[1] ?? run.stderr;
      };
      assert.equal(config([], ''), 'alembic.ini');
      assert.equal(config([], 'conf/other.ini'), 'conf/other.ini');
      assert.equal(config([], join(directory, 'conf/other.ini')), 'conf/other.ini');
      assert.equal(config(['-c', 'alembic.ini'], 'conf/other.ini'), 'alembic.ini');
      assert.match(config([], 'gone.ini'), /no config file gone\.ini .*ALEMBIC_CONFIG/);
    });
  });

  test('NO_COLOR and FORCE_COLOR count where they are not empty, and forcing wins', () => {
    withFiles(twoHeads, (directory) => {
      const hasColours = (environment: Readonly<Record<string, string>>): boolean =>
        runCli(directory, ['check', '--no-git'], '', environment).stdout.includes('\u001b[');
      const none = { NO_COLOR: '', FORCE_COLOR: '' };
      assert.equal(hasColours(none), false);
      assert.equal(hasColours({ ...none, FORCE_COLOR: '0' }), true);
      assert.equal(hasColours({ NO_COLOR: '1', FORCE_COLOR: '' }), false);
      assert.equal(hasColours({ NO_COLOR: '1', FORCE_COLOR: '1' }), true);
    });
  });

  test('the server speaks over standard input and output without being told', async () => {
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    const program = join(projectRoot, 'server', 'dist', 'alembic-ls.js');
    const server = spawn(process.execPath, [program, 'server'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(server, 'exit');
    server.stdin.write(`Content-Length: ${String(body.length)}\r\n\r\n${body}`);
    let answer = '';
    for await (const part of server.stdout) {
      answer += String(part);
      if (answer.includes('"serverInfo"')) server.kill();
    }
    await ended;
    assert.match(answer, /"serverInfo":\{"name":"alembic-language-server"/);
    assert.equal(runCli('/', ['--cwd', '/', 'server']).code, 2);
  });
});
