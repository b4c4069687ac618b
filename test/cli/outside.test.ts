import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitRepository } from '../fixtures/gitRepository';
import { heads, template, texts, versions } from './changedProject';
import { revisionText, runCli, withFiles } from './runCli';

const ini = (lines: string): string => `[alembic]\nscript_location = %(here)s/migrations\n${lines}\n`;

suite('command line: nothing is written outside', () => {
  for (const name of [
    '../../../outside.py',
    '../outside.py',
    '.git',
    'a/../../../outside.py',
    '..\\outside.py',
  ])
    test(`a file of a Git tree that is called ${name} is not imported`, () => {
      const repository = GitRepository.create({
        'alembic.ini': ini(''),
        'migrations/env.py': '',
        'migrations/versions/a.py': revisionText('aaaa', null),
      });
      try {
        const store = (type: string, input: string | Buffer): string =>
          execFileSync('git', ['hash-object', '-t', type, '-w', '--literally', '--stdin'], {
            cwd: repository.path,
            input,
            encoding: 'utf8',
          }).trim();
        // As bytes, since `git mktree` of newer versions refuses such names.
        const tree = (mode: string, id: string, entry: string): string =>
          store('tree', Buffer.concat([Buffer.from(`${mode} ${entry}\0`), Buffer.from(id, 'hex')]));
        const blob = store('blob', revisionText('bbbb', 'aaaa'));
        const evil = tree('40000', tree('40000', tree('100644', blob, name), 'versions'), 'migrations');
        const commit = repository.git('commit-tree', evil, '-m', 'evil').trim();
        repository.git('update-ref', 'refs/heads/evil', commit);
        repository.write({ 'migrations/versions/c.py': revisionText('cccc', 'bbbb') });
        const above = readdirSync(join(repository.path, '..'));
        const before = texts(repository.path);
        for (const way of ['import-revision', 'find-revision']) {
          const run = runCli(repository.path, ['fix', '--rule', 'unknown-down-revision', '--way', way]);
          assert.equal(run.code, 1, run.stdout);
        }
        assert.deepEqual(texts(repository.path), before);
        assert.deepEqual(readdirSync(join(repository.path, '..')), above);
      } finally {
        repository.dispose();
      }
    });

  for (const value of [
    '../../../escaped_%%(rev)s',
    '../escaped_%%(rev)s',
    'x/../../escaped_%%(rev)s',
    '/tmp/alembic-workbench-escaped_%%(rev)s',
    '..\\escaped_%%(rev)s',
    '.git/%%(rev)s',
    'x//%%(rev)s',
  ])
    test(`file_template = ${value} is refused with its name`, () => {
      withFiles({ ...heads, 'alembic.ini': ini(`file_template = ${value}`) }, (directory) => {
        mkdirSync(join(directory, versions, 'x'));
        const before = texts(directory);
        for (const words of [
          ['merge', 'heads'],
          ['merge', 'heads', '--dry-run'],
          ['merge', '--json'],
        ]) {
          const run = runCli(directory, words);
          assert.equal(run.code, 1, run.stdout);
          assert.match(run.stdout + run.stderr, /file_template ‘.*’ gives the file name ‘.*’, which /);
        }
        const run = runCli(directory, ['fix', '--rule', 'filename-mismatch']);
        assert.doesNotMatch(run.stdout, /^.*: fixed/m);
        assert.deepEqual(texts(directory), before);
        assert.equal(existsSync(join(directory, '..', 'escaped_')), false);
      });
    });

  test('a template without the option is refused by nothing, folders of its own too', () => {
    withFiles(
      {
        ...heads,
        'alembic.ini': ini('file_template = %%(year)d/%%(rev)s\nrecursive_version_locations = true'),
      },
      (directory) => {
        const run = runCli(directory, ['merge', 'heads']);
        assert.equal(run.code, 0, run.stderr);
        assert.equal(runCli(directory, ['heads']).stdout.trim().split('\n').length, 1);
      },
    );
  });

  test('a folder below versions that is a link out is not written through', () => {
    withFiles(
      { ...heads, 'alembic.ini': ini('file_template = sub/%%(rev)s'), 'elsewhere/x': '' },
      (directory) => {
        symlinkSync(join(directory, 'elsewhere'), join(directory, versions, 'sub'));
        const run = runCli(directory, ['merge', 'heads']);
        assert.equal(run.code, 1);
        assert.match(run.stderr, /leads through a symbolic link to .*elsewhere/);
        assert.deepEqual(readdirSync(join(directory, 'elsewhere')), ['x']);
      },
    );
  });

  test('a version location that is a link is written to, and a revision that is a link out of the project is not', () => {
    withFiles({ ...heads, 'outside/x': '' }, (directory) => {
      withFiles({ 'shared/d.py': revisionText('91be6c3a07f5', 'e05d27f1849a') }, (other) => {
        symlinkSync(join(other, 'shared', 'd.py'), join(directory, versions, 'd.py'));
        const before = { ...texts(directory), ...texts(other) };
        const run = runCli(directory, ['rename', '91be', '5af0b3c7d214']);
        assert.equal(run.code, 1);
        assert.match(run.stderr, /outside of the folders of this environment/);
        assert.deepEqual({ ...texts(directory), ...texts(other) }, before);
      });
    });
    withFiles(
      {
        'alembic.ini': ini('version_locations = %(here)s/linked'),
        'migrations/env.py': '',
        'migrations/script.py.mako': template,
      },
      (directory) => {
        withFiles(
          { 'real/a.py': revisionText('aaaa', null), 'real/b.py': revisionText('bbbb', null) },
          (other) => {
            symlinkSync(join(other, 'real'), join(directory, 'linked'));
            writeFileSync(join(other, 'real', 'c.py'), revisionText('cccc', 'aaaa'));
            const run = runCli(directory, ['rename', 'cccc', 'dddd']);
            assert.equal(run.code, 0, run.stderr);
            assert.match(texts(other)['real/c.py'] ?? '', /dddd/);
          },
        );
      },
    );
  });
});
