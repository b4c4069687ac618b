import assert from 'node:assert/strict';
import { WatchKind } from 'vscode-languageserver-protocol/node';
import type { FileSystemWatcher, RelativePattern } from 'vscode-languageserver-protocol/node';
import { listEnvironments, readHistory } from '../../server/protocol/environments';
import { eventually } from '../fixtures/eventually';
import { projectFiles, revisionText, TemporaryProject, versionFile } from './temporaryProject';
import type { TestClient } from './testClient';
import { fullCapabilities } from './testClient';
import { withServer } from './withServer';

const chain = { aaa1: 'None', bbb2: "'aaa1'", ccc3: "'bbb2'" };
const unknownParent = 'ccc3_make.py 11:16 unknown-down-revision';

async function ids(client: TestClient): Promise<readonly string[]> {
  const { environments } = await client.request(listEnvironments, null);
  const history = await client.request(readHistory, { environment: environments[0]?.key ?? '' });
  return history?.revisions.map(({ id }) => id) ?? [];
}

function folderOf({ baseUri }: RelativePattern): string {
  return typeof baseUri === 'string' ? baseUri : baseUri.uri;
}

suite('files', () => {
  test('open text wins over disk, and disk counts again when the document is closed', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const uri = project.uri(versionFile('ccc3'));
      const text = project.read(versionFile('ccc3'));
      await client.open(uri, text);
      const line = { line: 11, character: 17 };
      await client.edit(uri, 'x', { start: line, end: line });
      await client.untilDiagnostics(unknownParent);
      await client.edit(uri, '', { start: line, end: { line: 11, character: 18 } });
      await client.untilDiagnostics();
      await client.edit(uri, text.replace("'bbb2'", "'gone'"));
      await client.untilDiagnostics(unknownParent);
      await client.close(uri);
      await client.untilDiagnostics();
    });
  });

  test('opening a file as it is on disk changes nothing', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const before = client.changes.length;
      await client.open(project.uri(versionFile('ccc3')), project.read(versionFile('ccc3')));
      await client.codeActions(project.uri(versionFile('ccc3')), {
        start: { line: 11, character: 17 },
        end: { line: 11, character: 17 },
      });
      assert.equal(client.changes.length, before);
    });
  });

  for (const kinds of [['created'], ['changed'], ['created', 'changed'], []] as const)
    test(`a file that is opened before anything is told of it, and then ${kinds.join(' and ') || 'nothing'}`, async () => {
      await withServer(projectFiles(chain), async (client, project) => {
        const file = versionFile('ddd4');
        const uri = project.uri(file);
        project.write(file, revisionText('ddd4', "'nope'"));
        await client.open(uri, project.read(file));
        if (kinds.length > 0) await client.tellFiles(kinds.map((kind) => ({ uri, kind })));
        await client.until('the new file is seen', () => client.summary().includes('ddd4_make.py 11:16'));
      });
    });

  test('files that are created, changed, renamed and deleted without ever being opened', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const file = versionFile('ddd4');
      project.write(file, revisionText('ddd4', "'nope'"));
      await client.tellFiles([{ uri: project.uri(file), kind: 'created' }]);
      await client.until('the new file is seen', () => client.summary().includes('ddd4_make.py 11:16'));

      project.write(file, revisionText('ddd4', "'ccc3'"));
      await client.tellFiles([{ uri: project.uri(file), kind: 'changed' }]);
      await client.untilDiagnostics();
      assert.deepEqual(await ids(client), ['ddd4', 'ccc3', 'bbb2', 'aaa1']);

      project.move(versionFile('aaa1'), 'migrations/versions/first.py');
      await client.tellFiles([
        { uri: project.uri(versionFile('aaa1')), kind: 'deleted' },
        { uri: project.uri('migrations/versions/first.py'), kind: 'created' },
      ]);
      const generations = client.changes.length;
      await client.until('the new name is seen', () => client.changes.length > generations);
      assert.equal(client.summary(), '');

      project.remove('migrations/versions/first.py');
      await client.tellFiles([{ uri: project.uri('migrations/versions/first.py'), kind: 'deleted' }]);
      await client.until('the parent is missed', () => client.summary().includes('bbb2_make.py 11:16'));
    });
  });

  test('a deleted file keeps no diagnostics, even where it is still open', async () => {
    await withServer(projectFiles({ ...chain, ccc3: "'gone'", bbb2: "'aaa1'" }), async (client, project) => {
      const uri = project.uri(versionFile('ccc3'));
      await client.until('there is a problem', () => client.summary().includes(unknownParent));
      await client.open(uri, project.read(versionFile('ccc3')));
      project.remove(versionFile('ccc3'));
      await client.tellFiles([{ uri, kind: 'deleted' }]);
      await client.untilDiagnostics();
      assert.deepEqual(client.diagnostics.get(uri), []);
    });
  });

  test('a deleted directory is one event', async () => {
    await withServer(projectFiles({ ...chain, ccc3: "'gone'" }), async (client, project) => {
      await client.until('there is a problem', () => client.summary().includes(unknownParent));
      project.remove('migrations/versions');
      await client.tellFiles([{ uri: project.uri('migrations/versions'), kind: 'deleted' }]);
      await client.until('no revision has a problem', () => !client.summary().includes('_make.py'));
      assert.deepEqual(await ids(client), []);
    });
  });

  test('an environment that is created later is found', async () => {
    await withServer({ 'README.md': '' }, async (client, project) => {
      assert.deepEqual(await client.request(listEnvironments, null), {
        state: 'ready',
        environments: [],
        configErrors: 0,
      });
      const files = projectFiles({ ...chain, ccc3: "'gone'" });
      for (const [name, text] of Object.entries(files)) project.write(`service/${name}`, text);
      await client.tellFiles(
        Object.keys(files).map((name) => ({ uri: project.uri(`service/${name}`), kind: 'created' })),
      );
      await client.until('its problem is seen', () => client.summary().includes(unknownParent));
    });
  });

  test('folders that came without a word are read when the config file that names them changes', async () => {
    const ini = [
      '[alembic]',
      'script_location = %(here)s/migrations',
      'path_separator = os',
      'version_locations = %(here)s/migrations/versions:%(here)s/migrations/more:%(here)s/others',
      '',
    ].join('\n');
    await withServer({ ...projectFiles(chain), 'alembic.ini': ini }, async (client, project) => {
      const missing = (): number => client.summary().split('config-missing-version-location').length - 1;
      await client.until('both folders are missed', () => missing() === 2);
      project.write(versionFile('ddd4'), revisionText('ddd4', "'ccc3'"));
      project.write('migrations/more/eee5.py', revisionText('eee5', "'ddd4'"));
      project.write('others/fff6.py', revisionText('fff6', "'eee5'"));
      project.write('alembic.ini', `${ini}# changed\n`);
      await client.tellFiles([{ uri: project.uri('alembic.ini'), kind: 'changed' }]);
      await client.until('nothing is missed', () => missing() === 0);
      assert.deepEqual(await ids(client), ['fff6', 'eee5', 'ddd4', 'ccc3', 'bbb2', 'aaa1']);
      project.write(versionFile('fed7'), revisionText('fed7', "'fff6'"));
      await client.open(project.uri('alembic.ini'), `${ini}# changed\n`);
      await client.edit(project.uri('alembic.ini'), `${ini}# changed again\n`);
      await eventually('the new file is listed', async () => (await ids(client))[0] === 'fed7');
    });
  });

  test('a config file without an environment is counted, and told when it is fixed', async () => {
    await withServer({ 'alembic.ini': '[alembic]\nscript_location = nowhere\n' }, async (client, project) => {
      const { environments, configErrors } = await client.request(listEnvironments, null);
      assert.deepEqual([environments, configErrors], [[], 1]);
      await client.until('watching has begun', () => client.registrations.size > 0);
      const before = client.changes.length;
      project.write('alembic.ini', '# nothing of Alembic\n');
      await client.tellFiles([{ uri: project.uri('alembic.ini'), kind: 'changed' }]);
      await client.until('it is told', () => client.changes.length > before);
      assert.equal((await client.request(listEnvironments, null)).configErrors, 0);
    });
  });

  test('a checkout that touches 300 files is one rebuild without stale diagnostics', async () => {
    const names = Array.from({ length: 300 }, (_, at) => `r${String(at).padStart(3, '0')}`);
    const straight = Object.fromEntries(
      names.map((id, at) => [id, at === 0 ? 'None' : `'${names[at - 1]}'`]),
    );
    await withServer(projectFiles(straight), async (client, project) => {
      assert.equal(client.summary(), '');
      await client.until('watching has begun', () => client.registrations.size > 0);
      await ids(client);
      const before = client.changes.length;
      // The same ids in the opposite order, written and told in pieces, as a checkout does.
      for (let at = 0; at < names.length; at++) {
        const id = names[at] ?? '';
        const next = names[at + 1];
        project.write(versionFile(id), revisionText(id, next === undefined ? 'None' : `'${next}'`));
        await client.tellFiles([{ uri: project.uri(versionFile(id)), kind: 'changed' }]);
        if (at % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      await client.until('the checkout is read', () => client.changes.length > before);
      assert.equal((await ids(client))[0], 'r000');
      assert.equal(client.changes.length, before + 1, 'one rebuild');
      assert.deepEqual(client.published, [], 'no diagnostic came up in between');
    });
  });

  test('what changes while the workspace is read, however long that takes, is read after it', async () => {
    let gate: Promise<void> | undefined;
    let waiting = 0;
    let calls = 0;
    let clock = 0;
    const runtime = {
      timers: {
        after(_: number, callback: () => void): () => void {
          const timer = setTimeout(() => {
            callback();
            calls++;
          });
          return () => clearTimeout(timer);
        },
        async yieldToOthers(): Promise<void> {
          waiting++;
          await (gate ?? new Promise((done) => setImmediate(done)));
        },
      },
      // Every step takes long.
      monotonicMilliseconds: () => (clock += 1000),
    };
    const add = async (client: TestClient, project: TemporaryProject, id: string): Promise<void> => {
      project.write(versionFile(id), revisionText(id, "'gone'"));
      await client.tellFiles([{ uri: project.uri(versionFile(id)), kind: 'created' }]);
    };
    await withServer(
      projectFiles(chain),
      async (client, project) => {
        let open = (): void => undefined;
        gate = new Promise((resolve) => (open = resolve));
        waiting = 0;
        await add(client, project, 'ddd4');
        await eventually('the server is reading', () => waiting > 0);
        const before = calls;
        await add(client, project, 'eee5');
        await eventually('the pause after the second change is over', () => calls > before);
        gate = undefined;
        open();
        await client.until('both are seen', () =>
          ['ddd4', 'eee5'].every((id) => client.summary().includes(id)),
        );
      },
      { runtime },
    );
  });

  test('watches what matters and follows the environments', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const watched = (): string[] =>
        [...client.registrations.values()]
          .filter(({ method }) => method === 'workspace/didChangeWatchedFiles')
          .flatMap(({ options }) => (options as { watchers: FileSystemWatcher[] }).watchers)
          .map(({ globPattern, kind }) => {
            const glob =
              typeof globPattern === 'string'
                ? globPattern
                : `${folderOf(globPattern)} ${globPattern.pattern}`;
            return kind === undefined ? glob : `${glob} ${kind}`;
          });
      await client.until('the script directory is watched', () =>
        watched().includes(`${project.uri('migrations')} **/*.py`),
      );
      assert.ok(
        watched().includes(`${project.uri('')} {migrations,migrations/versions}`) ||
          watched().includes(`${project.uri('')} migrations`),
      );
      // Contents of other files are none of our business, but a folder that comes or goes may hold an
      // environment.
      assert.ok(watched().includes(`${project.uri('')} **/* ${WatchKind.Create | WatchKind.Delete}`));
      assert.ok(!watched().some((glob) => glob.endsWith('**/*')));
    });
  });

  test('a client without watchers is served on saving', async () => {
    const capabilities = { ...fullCapabilities, workspace: {} };
    await withServer(
      projectFiles(chain),
      async (client, project) => {
        const uri = project.uri(versionFile('ccc3'));
        await client.open(uri, project.read(versionFile('ccc3')));
        project.write(versionFile('ddd4'), revisionText('ddd4', "'gone'"));
        await client.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
        await client.until('the new file is seen', () => client.summary().includes('ddd4_make.py 11:16'));
      },
      { capabilities },
    );
  });

  test('workspace folders come and go', async () => {
    const other = new TemporaryProject(projectFiles({ xxx1: 'None', yyy2: "'gone'" }));
    try {
      await withServer(projectFiles(chain), async (client) => {
        const folder = { uri: other.uri(''), name: 'other' };
        await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
          event: { added: [folder], removed: [] },
        });
        await client.until('the added folder is read', () => client.summary().includes('yyy2_make.py 11:16'));
        assert.equal((await client.request(listEnvironments, null)).environments.length, 2);
        await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
          event: { added: [], removed: [folder] },
        });
        await client.untilDiagnostics();
        assert.equal((await client.request(listEnvironments, null)).environments.length, 1);
      });
    } finally {
      other.dispose();
    }
  });
});
