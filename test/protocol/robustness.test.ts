import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { listEnvironments, readHistory } from '../../server/protocol/environments';
import { nodeFileSystem } from '../../server/disk/nodeFileSystem';
import { projectFiles, revisionText, TemporaryProject, versionFile } from './temporaryProject';
import { TestClient } from './testClient';
import { withServer } from './withServer';

const chain = { aaa1: 'None', bbb2: "'aaa1'", ccc3: "'bbb2'" };
const unknownParent = 'ccc3_make.py 11:16 unknown-down-revision';

suite('robustness', () => {
  test('the last good header counts while a file is half typed', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const uri = project.uri(versionFile('bbb2'));
      const text = project.read(versionFile('bbb2'));
      await client.open(uri, text);
      await client.edit(uri, text.replace("down_revision = 'aaa1'", "down_revision = 'aaa"));
      await client.until('the file has a problem', () => client.summary().includes('bbb2_make.py'));
      assert.ok(!client.summary().includes('unknown-down-revision'), client.summary());
      assert.ok(!client.summary().includes('ccc3'), client.summary());
    });
  });

  test('a file in the editor that was never saved counts', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      await client.open(project.uri(versionFile('ddd4')), revisionText('ddd4', "'gone'"));
      await client.until('its problem is seen', () => client.summary().includes('ddd4_make.py 11:16'));
      await client.close(project.uri(versionFile('ddd4')));
      await client.untilDiagnostics();
    });
  });

  test('a workspace folder that is a symbolic link keeps its name', async function () {
    if (process.platform === 'win32') this.skip();
    const real = new TemporaryProject(projectFiles({ ...chain, ccc3: "'gone'" }));
    const links = new TemporaryProject();
    try {
      symlinkSync(real.path, links.at('link'));
      const client = await TestClient.start({ folders: [links.uri('link')] });
      await client.until('there is a problem', () => client.summary().includes(unknownParent));
      assert.deepEqual([...client.diagnostics.keys()], [links.uri(`link/${versionFile('ccc3')}`)]);
      await client.dispose();
    } finally {
      real.dispose();
      links.dispose();
    }
  });

  test('a revision file that is a symbolic link is edited under the name it was opened by', async function () {
    if (process.platform === 'win32') this.skip();
    const files = projectFiles({ aaa1: 'None', bbb2: "'aaa1'" });
    await withServer(
      { ...files, 'elsewhere/ccc3_make.py': revisionText('ccc3', "'bbb2'") },
      async (client, project) => {
        symlinkSync(project.at('elsewhere/ccc3_make.py'), project.at(versionFile('ccc3')));
        await client.tellFiles([{ uri: project.uri(versionFile('ccc3')), kind: 'created' }]);
        const before = client.changes.length;
        await client.until('the link is read', () => client.changes.length > before);
        await client.open(project.uri(versionFile('ccc3')), revisionText('ccc3', "'gone'"));
        await client.until('there is a problem', () => client.summary().includes(unknownParent));
        const shown = [...client.diagnostics].filter(([, diagnostics]) => diagnostics.length > 0);
        assert.deepEqual(
          shown.map(([uri]) => uri),
          [project.uri(versionFile('ccc3'))],
        );
      },
    );
  });

  test('config files named by a setting are read in place of all others', async () => {
    const files: Record<string, string> = {};
    for (const name of ['one', 'two'])
      for (const [path, text] of Object.entries(projectFiles(chain))) files[`${name}/${path}`] = text;
    await withServer(
      files,
      async (client) => {
        const { environments } = await client.request(listEnvironments, null);
        assert.deepEqual(
          environments.map(({ label }) => label),
          ['two/alembic.ini'],
        );
        client.settings = {};
        await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
        const before = client.changes.length;
        await client.until('the other is found', () => client.changes.length > before);
        assert.equal((await client.request(listEnvironments, null)).environments.length, 2);
      },
      { settings: { configFiles: ['two/alembic.ini'] } },
    );
  });

  test('settings that make no sense have their defaults', async () => {
    await withServer(
      projectFiles({ ...chain, ccc3: "'gone'" }),
      async (client) => {
        await client.until('there is a problem', () => client.summary().includes(unknownParent));
      },
      {
        settings: {
          configFiles: 'alembic.ini',
          rules: { 'unknown-down-revision': 'loud', 'multiple-heads': 3 },
        },
      },
    );
  });

  test('a disk that fails is no reason to wait for ever', async () => {
    const disk = {
      ...nodeFileSystem,
      readDirectory: () => {
        throw new Error('the disk is on fire');
      },
    };
    await withServer(
      projectFiles(chain),
      async (client) => {
        const answer = await client.request(listEnvironments, null);
        assert.deepEqual(answer, { state: 'ready', environments: [], configErrors: 0 });
        await client.until('the log says why', () => client.log.some((line) => line.includes('on fire')));
      },
      { runtime: { disk } },
    );
  });

  test('a request without parameters is answered too', async () => {
    await withServer(projectFiles(chain), async (client) => {
      const { environments } = await client.connection.sendRequest<{ environments: unknown[] }>(
        listEnvironments.method,
      );
      assert.equal(environments.length, 1);
    });
  });

  test('requests before the workspace is read are answered at once', async () => {
    const project = new TemporaryProject(projectFiles(chain));
    const client = await TestClient.start({ folders: [project.uri('')] });
    const first = await client.request(listEnvironments, null);
    assert.ok(first.state === 'reading' || first.environments.length === 1);
    await client.dispose();
    project.dispose();
  });

  test('the history of an environment that another server has named waits for the first reading', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const environment = (await client.request(listEnvironments, null)).environments[0]?.key ?? '';
      const next = await TestClient.start({ folders: [project.uri('')] });
      const history = await next.request(readHistory, { environment });
      await next.dispose();
      assert.equal(history?.revisions.length, Object.keys(chain).length);
    });
  });
});
