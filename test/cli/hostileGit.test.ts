import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { suite, test } from 'mocha';
import { GitRepository } from '../fixtures/gitRepository';
import { revisionText, runCli } from './runCli';

const ini = '[alembic]\nscript_location = %(here)s/migrations\n';

/** A repository whose own configuration names a program at every place where Git may run one. */
function hostileRepository(): { readonly repository: GitRepository; readonly mark: string } {
  const repository = GitRepository.create({
    'alembic.ini': ini,
    'migrations/env.py': '',
    'migrations/script.py.mako': 'revision = ${repr(up_revision)}\n',
    'migrations/versions/a.py': revisionText('aaaa', null),
    '.gitattributes': '*.py diff=evil filter=evil\n',
  });
  repository.git('checkout', '--quiet', '-b', 'other');
  repository.commit({ 'migrations/versions/b.py': revisionText('bbbb', 'aaaa') }, 'second');
  repository.git('checkout', '--quiet', 'main');
  repository.git('checkout', '--quiet', '-b', 'mine');
  repository.commit({ 'migrations/versions/c.py': revisionText('cccc', 'bbbb') }, 'third');
  const mark = repository.at('.git/mark');
  const evil = repository.at('.git/evil');
  writeFileSync(evil, `#!/bin/sh\necho "$0 $*" >> '${mark}'\ncat\n`);
  for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'fsmonitor-watchman'])
    writeFileSync(repository.at(`.git/hooks/${hook}`), `#!/bin/sh\necho ${hook} >> '${mark}'\n`, {
      mode: 0o755,
    });
  chmodSync(evil, 0o755);
  const settings = {
    'core.fsmonitor': evil,
    'core.hooksPath': repository.at('.git/hooks'),
    'core.pager': evil,
    'core.sshCommand': evil,
    'core.askPass': evil,
    'core.editor': evil,
    'core.alternateRefsCommand': evil,
    'diff.external': evil,
    'diff.evil.textconv': evil,
    'diff.evil.command': evil,
    'filter.evil.clean': evil,
    'filter.evil.smudge': evil,
    'filter.evil.process': evil,
    'gpg.program': evil,
    'log.showSignature': 'true',
    'uploadpack.packObjectsHook': evil,
    'remote.origin.url': `ext::${evil}`,
    'remote.origin.promisor': 'true',
    'remote.origin.partialclonefilter': 'blob:none',
    'protocol.ext.allow': 'always',
    'credential.helper': `!${evil}`,
    'pager.log': evil,
    'pager.show': evil,
  };
  for (const [name, value] of Object.entries(settings)) repository.git('config', name, value);
  rmSync(mark, { force: true });
  return { repository, mark };
}

/** Git compares contents, by the repository's filters, where a file is no older than the index. */
function makeIndexOld(repository: GitRepository): void {
  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(repository.at('.git/index'), longAgo, longAgo);
}

suite('command line: Git runs nothing of the repository', () => {
  test('whatever its configuration names, with every command that asks Git', function () {
    if (process.platform === 'win32') this.skip();
    const { repository, mark } = hostileRepository();
    try {
      // As Git itself would, so that the configuration is known to bite.
      repository.git('status');
      assert.ok(existsSync(mark), 'git status runs what the configuration names');
      rmSync(mark);
      makeIndexOld(repository);
      repository.write({ 'migrations/versions/a.py': revisionText('aaaa', null, 'other words') });
      const commands = [
        ['check'],
        ['check', '--main-branch', 'other', '--json'],
        ['fix', '--dry-run'],
        ['fix', '--rule', 'unknown-down-revision', '--way', 'import-revision', '--dry-run'],
        ['fix', '--rule', 'unknown-down-revision', '--way', 'find-revision', '--dry-run'],
        ['fix', '--rule', 'edited-after-merge', '--way', 'restore-merged', '--dry-run'],
        ['rebase', '--onto', 'aaaa', '--dry-run'],
        ['fix'],
      ];
      for (const words of commands) {
        const { code, stderr } = runCli(repository.path, words);
        assert.ok(code === 0 || code === 1, `${words.join(' ')}: ${stderr}`);
        assert.equal(
          existsSync(mark) ? readFileSync(mark, 'utf8') : '',
          '',
          `${words.join(' ')} runs nothing`,
        );
      }
    } finally {
      repository.dispose();
    }
  });

  test('a filter whose name can’t be given on a command line: nothing is compared, and why is said', () => {
    const { repository, mark } = hostileRepository();
    try {
      repository.git('config', 'filter.a=b.clean', repository.at('.git/evil'));
      repository.write({ '.gitattributes': '*.py filter=a=b\n' });
      makeIndexOld(repository);
      rmSync(mark, { force: true });
      const { code, stderr } = runCli(repository.path, ['check', '--main-branch', 'other']);
      assert.ok(code === 0 || code === 1 || code === 2);
      assert.match(stderr, /has a filter a=b, which can't be left out/);
      assert.ok(!existsSync(mark));
    } finally {
      repository.dispose();
    }
  });
});
