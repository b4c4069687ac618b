import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CodeAction } from 'vscode-languageserver-protocol/node';
import { uriFromPath } from '../../server/lsp/convert/paths';
import { listEnvironments } from '../../server/protocol/environments';
import { didAskDatabases, readPositions } from '../../server/protocol/migrations';
import { locateRevision, mergedText } from '../../server/protocol/git';
import { GitRepository } from '../fixtures/gitRepository';
import { applyWorkspaceEdit } from './applyWorkspaceEdit';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import { TestClient } from './testClient';

suite('protocol: fixes by Git', () => {
  test('a deleted revision of the main branch is restored to the byte', () =>
    withFeature({ a: 'None', b: "'a'", c: "'b'" }, async (repository, client) => {
      const before = repository.read(versionFile('b'));
      repository.remove(versionFile('b'));
      await client.tellFiles([{ uri: uriOf(repository, versionFile('b')), kind: 'deleted' }]);
      await client.untilDiagnostics(
        'c_make.py 11:16 deleted-after-merge',
        'c_make.py 11:16 unknown-down-revision',
      );
      const actions = await actionsAt(client, uriOf(repository, versionFile('c')), 11);
      const titles = actions.map(({ title }) => title);
      assert.ok(titles.includes('Restore b_make.py from the last commit'), titles.join('\n'));
      assert.ok(titles.includes('Restore b_make.py from main'), titles.join('\n'));
      await apply(client, actions, 'Restore b_make.py from main');
      assert.equal(repository.read(versionFile('b')), before);
      await client.tellFiles([{ uri: uriOf(repository, versionFile('b')), kind: 'created' }]);
      await client.untilDiagnostics();
    }));

  test('what a database has run is put back, or its change moved, also where Git never had it', () =>
    withFeature({ a: 'None', b: "'a'" }, async (repository, client) => {
      const path = versionFile('c');
      const before = revisionText('c', "'b'").replace(/pass/, 'op.execute("one")');
      repository.write({ [path]: before });
      const uri = uriOf(repository, path);
      await client.tellFiles([{ uri, kind: 'created' }]);
      await client.untilDiagnostics();
      const [environment] = (await client.request(listEnvironments, null)).environments;
      assert.ok(environment);
      const { key } = environment;
      const asked = async (databases: readonly (readonly string[])[] | null) => {
        await client.notify(didAskDatabases, { environment: key, databases });
        await client.request(readPositions, { environment: key, databases: [] });
      };
      await asked([['c']]);
      repository.write({
        [path]: before.replace('op.execute("one")', 'op.execute("one")\n    op.execute("two")'),
      });
      await client.tellFiles([{ uri, kind: 'changed' }]);
      await client.untilDiagnostics('c_make.py 16:4 edited-after-applied');
      const actions = await actionsAt(client, uri, 16);
      assert.deepEqual(
        actions.slice(0, 2).map(({ title }) => title),
        ["Move the change into a new revision after 'c'", 'Put back the version that the database has run'],
      );
      const [move] = actions;
      assert.ok(move);
      const moved = await client.resolve(move);
      assert.match(JSON.stringify(moved.edit), /op\.execute\(\\"two\\"\)/);
      await asked(null);
      await client.untilDiagnostics();
      await asked([['c']]);
      await client.untilDiagnostics('c_make.py 16:4 edited-after-applied');
      await apply(client, await actionsAt(client, uri, 16), 'Put back the version that the database has run');
      assert.equal(repository.read(path), before);
      await client.tellFiles([{ uri, kind: 'changed' }]);
      await client.untilDiagnostics();
    }));

  test('a parent on another branch is imported with what it builds on, and nothing is overwritten', () =>
    withFeature({ a: 'None' }, async (repository, client) => {
      repository.git('worktree', 'add', '--quiet', '-b', 'topic/x', '../other', 'main');
      const other = repository.beside('other');
      other.commit(
        {
          [versionFile('b0b0')]: revisionText('b0b0', "'a'"),
          [versionFile('c0c0')]: revisionText('c0c0', "'b0b0'"),
          [versionFile('d0d0')]: revisionText('d0d0', "'c0c0'"),
        },
        'topic',
      );
      repository.write({ [versionFile('e')]: revisionText('e', "'c0c0'") });
      const uri = uriOf(repository, versionFile('e'));
      await client.tellFiles([{ uri, kind: 'created' }]);
      await client.untilDiagnostics('e_make.py 11:16 unknown-down-revision');
      assert.match(JSON.stringify(client.diagnostics.get(uri)), /topic\/x has it: import it/);
      const actions = await actionsAt(client, uri, 11);
      assert.equal(actions[0]?.title, "Import 'c0c0' from topic/x");

      repository.write({ [versionFile('b0b0')]: '# something else\n' });
      await client.tellFiles([{ uri: uriOf(repository, versionFile('b0b0')), kind: 'created' }]);
      const refused = await client.resolve(actions[0]);
      assert.equal(refused.edit, undefined);
      repository.remove(versionFile('b0b0'));
      await client.tellFiles([{ uri: uriOf(repository, versionFile('b0b0')), kind: 'deleted' }]);

      await apply(client, actions, "Import 'c0c0' from topic/x");
      assert.equal(repository.read(versionFile('c0c0')), other.read(versionFile('c0c0')));
      assert.ok(!existsSync(repository.at(versionFile('d0d0'))));
      await client.tellFiles(
        ['b0b0', 'c0c0'].map((id) => ({ uri: uriOf(repository, versionFile(id)), kind: 'created' as const })),
      );
      await client.untilDiagnostics();
    }));

  test('a parent that only history remembers is found when that is chosen; one that never was is refused', () =>
    withFeature({ a: 'None' }, async (repository, client) => {
      repository.commit({ [versionFile('b0b0')]: revisionText('b0b0', "'a'") }, 'b');
      repository.remove(versionFile('b0b0'));
      repository.commit({}, 'without b');
      repository.write({ [versionFile('e')]: revisionText('e', "('b0b0', 'ffff')") });
      const uri = uriOf(repository, versionFile('e'));
      await client.tellFiles([{ uri, kind: 'created' }]);
      await client.untilDiagnostics(
        'e_make.py 11:17 unknown-down-revision',
        'e_make.py 11:25 unknown-down-revision',
      );
      const look = (id: string): string => `Look for '${id}' in all of Git's history and import it`;
      const unknown = await actionsAt(client, uri, 11, 26);
      const never = unknown.find(({ title }) => title === look('ffff'));
      assert.ok(never);
      assert.equal((await client.resolve(never)).edit, undefined);
      await apply(client, await actionsAt(client, uri, 11, 18), look('b0b0'));
      assert.equal(repository.read(versionFile('b0b0')), revisionText('b0b0', "'a'"));
    }));

  test('an edited revision gets its merged text back, with the line endings of the file', () =>
    withFeature({ a: 'None' }, async (repository, client) => {
      const merged = repository.read(versionFile('a'));
      const windows = merged.replaceAll('\n', '\r\n');
      repository.write({ [versionFile('a')]: windows });
      const uri = uriOf(repository, versionFile('a'));
      await client.tellFiles([{ uri, kind: 'changed' }]);
      await client.untilDiagnostics();
      repository.write({ [versionFile('a')]: windows.replace('pass', 'op.f()') });
      await client.tellFiles([{ uri, kind: 'changed' }]);
      await client.untilDiagnostics('a_make.py 16:4 edited-after-merge');
      const shown = await client.request(mergedText, { uri });
      assert.equal(shown?.text, merged);
      assert.equal(shown?.ref, 'main');
      const comparison = (await actionsAt(client, uri, 16)).find(({ command }) => command);
      assert.deepEqual(comparison?.command?.arguments, [uri]);
      await apply(client, await actionsAt(client, uri, 16), 'Put back the version that main has merged');
      assert.equal(repository.read(versionFile('a')), windows);
    }));

  test('a file that is no Python any more gets the text of the last commit back, if that is any better', () =>
    withFeature({ a: 'None' }, async (repository, client) => {
      const title = 'Put back the version of the last commit';
      const name = versionFile('b');
      const uri = uriOf(repository, name);
      const committed = revisionText('b', "'a'");
      const broken = committed.replace("down_revision = 'a'", "down_revision = ('a'\nx = 1");
      repository.commit({ [name]: committed }, 'b');
      repository.write({ [name]: broken });
      await client.tellFiles([{ uri, kind: 'created' }]);
      await client.until('it is found', () => client.summary().includes('invalid-syntax'));
      await apply(client, await actionsAt(client, uri, 11, 17), title);
      assert.equal(repository.read(name), committed);
      repository.commit({ [name]: broken }, 'worse');
      repository.write({ [name]: `${broken}\n` });
      await client.tellFiles([{ uri, kind: 'changed' }]);
      await client.until('it is found', () => client.summary().includes('invalid-syntax'));
      const again = (await actionsAt(client, uri, 11, 17)).find((action) => action.title === title);
      assert.ok(again);
      assert.equal((await client.resolve(again)).edit, undefined);
    }));

  test('what an edited revision has gained goes into a new revision, and the merged text comes back', () =>
    withFeature({ a: 'None', b: "'a'" }, async (repository, client) => {
      const name = 'migrations/script.py.mako';
      repository.write({
        [name]:
          '"""${message}"""\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n\n\ndef upgrade():\n    ${upgrades if upgrades else "pass"}\n\n\ndef downgrade():\n    ${downgrades if downgrades else "pass"}\n',
      });
      const uri = uriOf(repository, versionFile('a'));
      const merged = repository.read(versionFile('a'));
      repository.write({ [versionFile('a')]: merged.replace('pass', 'op.f()  # more') });
      await client.tellFiles([{ uri, kind: 'changed' }]);
      await client.untilDiagnostics('a_make.py 16:4 edited-after-merge');
      const actions = await actionsAt(client, uri, 16);
      assert.equal(actions[0]?.title, "Move the change into a new revision after 'b'");
      const { edit } = await client.resolve(actions[0]);
      assert.ok(edit);
      const created = (edit.documentChanges ?? []).flatMap((each) =>
        'kind' in each && each.kind === 'create' ? [each.uri] : [],
      );
      applyWorkspaceEdit(edit);
      assert.equal(repository.read(versionFile('a')), merged);
      const [written = ''] = created;
      assert.match(written, /_follow_up_of_make_a\.py$/);
      const text = readFileSync(fileURLToPath(written), 'utf8');
      assert.match(
        text,
        /down_revision = 'b'\n\n\ndef upgrade\(\):\n {4}op\.f\(\) {2}# more\n\n\ndef downgrade/,
      );
      await client.tellFiles([
        { uri, kind: 'changed' },
        { uri: written, kind: 'created' },
      ]);
      await client.untilDiagnostics();

      repository.write({ [versionFile('b')]: repository.read(versionFile('b')).replace('pass', 'return') });
      const other = uriOf(repository, versionFile('b'));
      await client.tellFiles([{ uri: other, kind: 'changed' }]);
      await client.untilDiagnostics('b_make.py 16:4 edited-after-merge');
      const again = await actionsAt(client, other, 16);
      assert.match(again[0]?.title ?? '', /^Put back/);
      const refused = again.find(({ title }) => title.startsWith('Move the change'));
      assert.ok(refused);
      assert.equal((await client.resolve(refused)).edit, undefined);
    }));

  test('of two branches that grew the same line, the other one is imported and this one moved on top of it; a merge is then clean', () =>
    withFeature({ a: 'None' }, async (repository, client) => {
      repository.git('worktree', 'add', '--quiet', '../other', 'main');
      const other = repository.beside('other');
      const grown = { [versionFile('b0b0')]: revisionText('b0b0', "'a'") };
      other.commit({ ...grown, [versionFile('c0c0')]: revisionText('c0c0', "'b0b0'") }, 'main');
      repository.commit({ [versionFile('x0x0')]: revisionText('x0x0', "'a'") }, 'x');
      repository.write({ [versionFile('y0y0')]: revisionText('y0y0', "'x0x0'") });
      const uri = uriOf(repository, versionFile('y0y0'));
      await client.tellFiles(
        ['x0x0', 'y0y0'].map((id) => ({ uri: uriOf(repository, versionFile(id)), kind: 'created' as const })),
      );
      await client.untilDiagnostics('y0y0_make.py 10:11 head-collision');
      const title = "Import 'c0c0' from main and move 2 revisions on top of it";

      repository.write({ [versionFile('b0b0')]: '# something else\n' });
      await client.tellFiles([{ uri: uriOf(repository, versionFile('b0b0')), kind: 'created' }]);
      const blocked = (await actionsAt(client, uri, 10, 14)).find((action) => action.title === title);
      assert.ok(blocked);
      assert.equal((await client.resolve(blocked)).edit, undefined);
      repository.remove(versionFile('b0b0'));
      await client.tellFiles([{ uri: uriOf(repository, versionFile('b0b0')), kind: 'deleted' }]);

      await apply(client, await actionsAt(client, uri, 10, 14), title);
      assert.equal(repository.read(versionFile('c0c0')), other.read(versionFile('c0c0')));
      assert.match(repository.read(versionFile('x0x0')), /Revises: c0c0\n[^]*down_revision.* = 'c0c0'\n/);
      assert.match(repository.read(versionFile('y0y0')), /down_revision.* = 'x0x0'\n/);
      await client.tellFiles(
        ['b0b0', 'c0c0', 'x0x0'].map((id) => ({
          uri: uriOf(repository, versionFile(id)),
          kind: id === 'x0x0' ? ('changed' as const) : ('created' as const),
        })),
      );
      await client.untilDiagnostics();
      repository.commit({}, 'on top of main');
      repository.git('merge', '--quiet', '--no-edit', 'main');
      assert.equal(repository.git('status', '--porcelain'), '');
    }));

  test('a revision is located on branches, or in history', () =>
    withFeature({ a: 'None' }, async (repository, client) => {
      const gone = repository.commit({ [versionFile('b0b0')]: revisionText('b0b0', "'a'") }, 'b');
      repository.remove(versionFile('b0b0'));
      repository.commit({}, 'without b');
      repository.git('checkout', '--quiet', '-b', 'topic/x', 'main');
      const there = repository.commit({ [versionFile('c0c0')]: revisionText('c0c0', "'a'") }, 'c');
      repository.commit({}, 'more');
      repository.git('checkout', '--quiet', 'feature');
      const { environments } = await client.request(listEnvironments, null);
      const environment = environments[0]?.key ?? '';
      const locate = async (id: string): Promise<readonly unknown[]> =>
        (await client.request(locateRevision, { environment, id })).found.map(
          ({ ref, commit, author, path }) => [ref, commit, author, path],
        );
      assert.deepEqual(await locate('c0c0'), [['topic/x', there, 'Ada', versionFile('c0c0')]]);
      assert.deepEqual(await locate('b0b0'), [[null, gone, 'Ada', versionFile('b0b0')]]);
      assert.deepEqual(await locate('dddd'), []);
      assert.deepEqual(await client.request(locateRevision, { environment: 'none', id: 'c0c0' }), {
        found: [],
      });
    }));
});

function uriOf(repository: GitRepository, name: string): string {
  return uriFromPath(repository.at(name));
}

function actionsAt(client: TestClient, uri: string, line: number, character = 18): Promise<CodeAction[]> {
  const at = line === 16 ? { line, character: 6 } : { line, character };
  return client.codeActions(uri, { start: at, end: at });
}

async function apply(client: TestClient, actions: readonly CodeAction[], title: string): Promise<void> {
  const action = actions.find((one) => one.title === title);
  assert.ok(action, `${title} is not among\n${actions.map((one) => one.title).join('\n')}`);
  const { edit } = await client.resolve(action);
  assert.ok(edit);
  applyWorkspaceEdit(edit);
}

/** A repository with these revisions on `main`, the branch `feature` checked out, and a server on it. */
async function withFeature(
  revisions: Readonly<Record<string, string>>,
  run: (repository: GitRepository, client: TestClient) => Promise<void>,
): Promise<void> {
  const repository = GitRepository.create(projectFiles(revisions));
  try {
    repository.git('checkout', '--quiet', '-b', 'feature');
    const client = await TestClient.start({
      folders: [uriFromPath(repository.path)],
      initializationOptions: { comparesWithMerged: true },
    });
    try {
      await client.until('the first index is complete', () => client.changes.length > 0);
      await run(repository, client);
    } finally {
      await client.dispose();
    }
  } finally {
    repository.dispose();
  }
}
