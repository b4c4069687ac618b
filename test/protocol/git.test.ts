import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { GitHost } from '../../server/disk/git/gitReader';
import { GitReader } from '../../server/disk/git/gitReader';
import { listEnvironments } from '../../server/protocol/environments';
import { readAuthors, readGraph } from '../../server/protocol/graph';
import { eventually } from '../fixtures/eventually';
import { uriFromPath } from '../../server/lsp/convert/paths';
import { GitRepository } from '../fixtures/gitRepository';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import { TestClient } from './testClient';
import type { TestClientOptions } from './testClient';

suite('protocol: Git', () => {
  test('a collision of heads is told when the main branch has grown, and gone after merging both', () =>
    withRepository(projectFiles({ a: 'None' }), async (repository) => {
      repository.git('checkout', '--quiet', '-b', 'feature');
      repository.commit({ [versionFile('b')]: revisionText('b', "'a'") }, 'b');
      await withClient(repository, {}, async (client) => {
        assert.equal(client.summary(), '');
        // Another working tree, so that no file here changes.
        repository.git('worktree', 'add', '--quiet', '../other', 'main');
        const other = repository.beside('other');
        other.commit({ [versionFile('c')]: revisionText('c', "'a'") }, 'c');
        await client.untilDiagnostics('b_make.py 10:11 head-collision');

        repository.git('merge', '--quiet', 'main', '--message', 'merge');
        await client.tellFiles([{ uri: uriOf(repository, versionFile('c')), kind: 'created' }]);
        await client.untilDiagnostics('b_make.py 10:11 multiple-heads', 'c_make.py 10:11 multiple-heads');

        repository.commit({ [versionFile('b')]: revisionText('b', "'c'") }, 'rebase b');
        await client.tellFiles([{ uri: uriOf(repository, versionFile('b')), kind: 'changed' }]);
        await client.untilDiagnostics();
      });
    }));

  test('who brought a revision is told through renames; what is not committed is mine', () =>
    withRepository(projectFiles({ a: 'None' }), async (repository) => {
      const byMax = { [versionFile('b')]: revisionText('b', "'a'") };
      repository.write(byMax);
      repository.git('add', '--all');
      repository.git('commit', '--quiet', '--message', 'b', '--author', 'Max <max@example.org>');
      repository.git('mv', versionFile('b'), 'migrations/versions/renamed.py');
      repository.commit({}, 'rename');
      repository.git('config', 'user.email', 'Ada@example.org');
      repository.git('checkout', '--quiet', '-b', 'feature');
      repository.write({ [versionFile('c')]: revisionText('c', "'b'") });
      await withClient(repository, {}, async (client) => {
        const { environments } = await client.request(listEnvironments, null);
        const environment = environments[0]?.key ?? '';
        const authors = await client.request(readAuthors, { environment });
        const told = authors.map(({ uri, author, date, isMine }) =>
          [uri.slice(uri.lastIndexOf('/') + 1), author, date === null ? 'no date' : '', isMine].join(' '),
        );
        assert.deepEqual(told.sort(), [
          'a_make.py Ada  true',
          'c_make.py  no date true',
          'renamed.py Max  false',
        ]);
        const isNew = async (): Promise<string> => {
          const graph = await client.request(readGraph, { environment });
          return (graph?.boxes ?? []).map((box) => `${box.id} ${String(box.isNew)}`).join(', ');
        };
        await eventually('what is new is told', isNew, (text) => text === 'c true, b false, a false');
      });
    }));

  test('a merged revision that is edited is told while it is typed, and no more when the main branch has the change', () =>
    withRepository(projectFiles({ a: 'None', b: "'a'" }), async (repository) => {
      repository.git('checkout', '--quiet', '-b', 'feature');
      const uri = uriOf(repository, versionFile('a'));
      const edited = revisionText('a', 'None').replace('pass', 'op.execute("DELETE FROM t")');
      await withClient(repository, {}, async (client) => {
        await client.open(uri, revisionText('a', 'None'));
        await client.edit(uri, edited);
        await client.untilDiagnostics('a_make.py 16:4 edited-after-merge');
        await client.edit(uri, `# a comment\n${revisionText('a', 'None')}`);
        await client.untilDiagnostics();
        await client.edit(uri, edited);
        await client.untilDiagnostics('a_make.py 16:4 edited-after-merge');

        repository.commit({ [versionFile('a')]: edited }, 'edit');
        repository.git('branch', '--force', 'main', 'feature');
        await client.untilDiagnostics();
      });
    }));

  test('a merged revision that is deleted is told, and no more after a checkout', () =>
    withRepository(projectFiles({ a: 'None', b: "'a'" }), async (repository) => {
      repository.git('checkout', '--quiet', '-b', 'feature');
      await withClient(repository, {}, async (client) => {
        repository.git('rm', '--quiet', versionFile('b'));
        await client.tellFiles([{ uri: uriOf(repository, versionFile('b')), kind: 'deleted' }]);
        await client.untilDiagnostics('a_make.py 10:11 deleted-after-merge');
        repository.git('checkout', '--quiet', 'HEAD', '--', versionFile('b'));
        await client.tellFiles([{ uri: uriOf(repository, versionFile('b')), kind: 'created' }]);
        await client.untilDiagnostics();
      });
    }));

  test('a checkout that changes 300 revisions settles with what a fresh server says', () =>
    withRepository(projectFiles(chain('r', 300)), async (repository) => {
      repository.git('checkout', '--quiet', '-b', 'feature');
      const names = readdirSync(repository.at('migrations/versions'));
      const edited = names.map((name) => {
        const path = `migrations/versions/${name}`;
        return [path, repository.read(path).replace('pass', 'op.f()')] as const;
      });
      repository.commit(Object.fromEntries(edited), 'edit all');
      repository.git('checkout', '--quiet', 'main');
      await withClient(repository, {}, async (client) => {
        assert.equal(client.summary(), '');
        const changed = names.map((name) => ({
          uri: uriOf(repository, `migrations/versions/${name}`),
          kind: 'changed' as const,
        }));
        repository.git('checkout', '--quiet', 'feature');
        await client.tellFiles(changed);
        await client.until('all are told', () => client.summary().split('\n').length === 300);
        repository.git('checkout', '--quiet', 'main');
        await client.tellFiles(changed);
        await client.untilDiagnostics();
      });
    }));

  test('a checkout of which the editor told no file is seen', () =>
    withRepository(projectFiles({ a: 'None', b: "'a'" }), async (repository) => {
      repository.git('checkout', '--quiet', '-b', 'feature');
      repository.commit({ [versionFile('c')]: revisionText('c', "'nowhere'") }, 'c');
      await withClient(repository, {}, async (client) => {
        await client.untilDiagnostics('c_make.py 11:16 unknown-down-revision');
        repository.git('checkout', '--quiet', 'main');
        await client.untilDiagnostics();
        repository.git('checkout', '--quiet', 'feature', '--', versionFile('c'));
        await client.untilDiagnostics('c_make.py 11:16 unknown-down-revision');
      });
    }));

  test('the setting names the main branch, and a change of it is followed', () =>
    withRepository(projectFiles({ a: 'None' }), async (repository) => {
      repository.git('branch', 'develop');
      repository.git('checkout', '--quiet', '-b', 'feature');
      repository.commit({ [versionFile('b')]: revisionText('b', "'a'") }, 'b');
      repository.git('worktree', 'add', '--quiet', '../other', 'develop');
      repository.beside('other').commit({ [versionFile('c')]: revisionText('c', "'a'") }, 'c');
      await withClient(repository, {}, async (client) => {
        assert.equal(client.summary(), '');
        client.settings = { mainBranch: 'develop' };
        await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
        await client.untilDiagnostics('b_make.py 10:11 head-collision');
      });
    }));

  test('an untrusted workspace starts no Git', () =>
    withRepository(projectFiles({ a: 'None', b: "'a'" }), async (repository) => {
      repository.git('checkout', '--quiet', '-b', 'feature');
      repository.git('rm', '--quiet', versionFile('b'));
      let opened = 0;
      const openGit = (host: GitHost): GitReader => {
        opened++;
        return new GitReader(host);
      };
      await withClient(repository, { isTrusted: false, runtime: { openGit } }, async (client) => {
        await client.untilDiagnostics();
        assert.equal(opened, 0);
      });
      await withClient(repository, { runtime: { openGit } }, async (client) => {
        await client.untilDiagnostics('a_make.py 10:11 deleted-after-merge');
        assert.equal(opened, 1);
      });
    }));
});

function chain(prefix: string, count: number): Record<string, string> {
  const names = Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}x`);
  return Object.fromEntries(
    names.map((name, index) => [name, index === 0 ? 'None' : `'${names[index - 1] ?? ''}'`]),
  );
}

function uriOf(repository: GitRepository, name: string): string {
  return uriFromPath(repository.at(name));
}

async function withRepository(
  files: Readonly<Record<string, string>>,
  run: (repository: GitRepository) => Promise<void>,
): Promise<void> {
  const repository = GitRepository.create(files);
  try {
    await run(repository);
  } finally {
    repository.dispose();
  }
}

async function withClient(
  repository: GitRepository,
  options: Partial<TestClientOptions>,
  run: (client: TestClient) => Promise<void>,
): Promise<void> {
  const client = await TestClient.start({ folders: [uriFromPath(repository.path)], ...options });
  try {
    await client.until('the first index is complete', () => client.changes.length > 0);
    await run(client);
  } finally {
    await client.dispose();
  }
}
