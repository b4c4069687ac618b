import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import type { WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { checkPlan, composeChange, composeMerge } from '../../server/protocol/changes';
import type { ChangeDto } from '../../server/protocol/changes';
import { listEnvironments } from '../../server/protocol/environments';
import { fileNameOf, parentPath } from '../../server/core/files/paths';
import { textHash } from '../../server/disk/textHash';
import { projectFiles, revisionText, TemporaryProject, versionFile } from './temporaryProject';
import { TestClient } from './testClient';
import { withServer } from './withServer';

const heads = { '3f1a9c07d2be': 'None', '7c40e8b95a13': "'3f1a9c07d2be'", e05d27f1849a: "'3f1a9c07d2be'" };
const mako =
  'revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\nbranch_labels = ${repr(branch_labels)}\n';

function files(options: string): Record<string, string | Buffer> {
  return {
    ...projectFiles(heads),
    'alembic.ini': `[alembic]\nscript_location = %(here)s/migrations\n${options}\n`,
    'migrations/script.py.mako': mako,
  };
}

async function merge(client: TestClient): Promise<ChangeDto> {
  const { environments } = await client.request(listEnvironments, null);
  const revisions = ['7c40e8b95a13', 'e05d27f1849a'];
  return await client.request(composeMerge, {
    environment: environments[0]?.key ?? '',
    revisions,
    message: '',
  });
}

suite('server: nothing is written outside', () => {
  for (const isTrusted of [false, true]) {
    const mode = isTrusted ? 'a trusted workspace' : 'Restricted Mode';
    for (const template of [
      '../../../site-packages/usercustomize',
      '/tmp/x_%%(rev)s',
      'a/../../x',
      '.git/hooks/x',
    ])
      test(`file_template = ${template} is refused in ${mode}`, async () => {
        await withServer(
          files(`file_template = ${template}`),
          async (client) => {
            const change = await merge(client);
            assert.equal(change.kind, 'refused');
            assert.match(change.kind === 'refused' ? change.reason : '', /file_template ‘/);
          },
          { isTrusted },
        );
      });

    test(`a folder below versions that is a link out is refused in ${mode}`, async () => {
      await withServer(
        files('file_template = sub/usercustomize'),
        async (client, project) => {
          mkdirSync(project.at('elsewhere'));
          symlinkSync(project.at('elsewhere'), project.at('migrations/versions/sub'));
          const change = await merge(client);
          assert.match(change.kind === 'refused' ? change.reason : '', /symbolic link/);
        },
        { isTrusted },
      );
    });
  }

  for (const [what, locationOf] of Object.entries({
    'is absolute': (outside: TemporaryProject) => outside.at('versions'),
    'leads upwards': (outside: TemporaryProject) =>
      `%(here)s/../${outside.path.split('/').at(-1) ?? ''}/versions`,
    'is a link': () => '%(here)s/linked',
    'is in a package outside': ({ path }: TemporaryProject) =>
      `${fileNameOf(path)}:versions\nprepend_sys_path = ${parentPath(path)}`,
    'leads out of a package': ({ path }: TemporaryProject) => `migrations:../../${fileNameOf(path)}:versions`,
  }))
    test(`a version location that ${what} is written to in a trusted workspace, and not in Restricted Mode`, async () => {
      const outside = new TemporaryProject(
        Object.fromEntries(
          Object.entries(heads).map(([id, down]) => [`versions/${id}.py`, revisionText(id, down)]),
        ),
      );
      try {
        const { 'alembic.ini': ini, 'migrations/script.py.mako': template } = files(
          `version_locations = ${locationOf(outside)}`,
        );
        for (const isTrusted of [true, false]) {
          const project = new TemporaryProject({
            'alembic.ini': ini ?? '',
            'migrations/script.py.mako': template ?? '',
            'migrations/env.py': '',
          });
          try {
            symlinkSync(outside.at('versions'), project.at('linked'));
            const client = await TestClient.start({ folders: [project.uri('')], isTrusted });
            try {
              await client.until('the first index is complete', () => client.changes.length > 0);
              const change = await merge(client);
              assert.equal(change.kind, isTrusted ? 'change' : 'refused');
              if (change.kind === 'refused')
                assert.match(change.reason, /Restricted Mode; trust this workspace/);
              const uri = project.uri('linked/7c40e8b95a13.py');
              const edit = await client.connection
                .sendRequest<WorkspaceEdit | null>('textDocument/rename', {
                  textDocument: { uri: what === 'is a link' ? uri : outside.uri('versions/7c40e8b95a13.py') },
                  position: { line: 10, character: 14 },
                  newName: 'aaaabbbbcccc',
                })
                .catch((error: unknown) => String(error));
              if (isTrusted) assert.equal(typeof edit, 'object', JSON.stringify(edit));
              else assert.match(JSON.stringify(edit), /Restricted Mode/);
            } finally {
              await client.dispose();
            }
          } finally {
            project.dispose();
          }
        }
        assert.deepEqual(readdirSync(outside.at('versions')).length, 3);
      } finally {
        outside.dispose();
      }
    });

  test('a client that checks plans is told what an edit was planned for, by hash and folders', async () => {
    await withServer(
      files(''),
      async (client, project) => {
        const uri = project.uri(versionFile('7c40e8b95a13'));
        const text = project.read(versionFile('7c40e8b95a13'));
        const line = text.split('\n').findIndex((each) => each.startsWith('revision = '));
        const edit = await client.connection.sendRequest<WorkspaceEdit & { planned?: unknown }>(
          'textDocument/rename',
          {
            textDocument: { uri },
            position: { line, character: 14 },
            newName: 'aaaabbbbcccc',
          },
        );
        const planned = edit.planned as {
          readonly files: readonly { readonly uri: string; readonly hash: string }[];
          readonly newFiles: readonly string[];
          readonly bounds: { readonly folders: readonly string[]; readonly onlyWithin: string | null };
        };
        assert.equal(planned.files.find((each) => each.uri === uri)?.hash, textHash(text));
        assert.equal(planned.bounds.onlyWithin, project.uri(''));
        assert.ok(planned.bounds.folders.includes(project.uri('migrations/versions')));
      },
      { isTrusted: false, initializationOptions: { checksPlans: true } },
    );
  });

  test('the edit of an open document bears the version for which it was made', async () => {
    await withServer(files(''), async (client, project) => {
      const file = versionFile('e05d27f1849a');
      const uri = project.uri(file);
      const before = project.read(file);
      await client.open(uri, before);
      const line = before.split('\n').findIndex((each) => each.startsWith('revision = '));
      await client.edit(uri, `# one line more\n${before}`);
      const edit = await client.connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
        textDocument: { uri },
        position: { line: line + 1, character: 14 },
        newName: 'aaaabbbbcccc',
      });
      const [own] = (edit.documentChanges ?? []).filter(
        (each) => 'textDocument' in each && each.textDocument.uri === uri,
      );
      assert.ok(own && 'textDocument' in own);
      assert.equal(own.textDocument.version, 2);
      assert.ok(own.edits.some(({ range }) => range.start.line === line + 1));
    });
  });

  const stale: Readonly<Record<string, (project: TemporaryProject) => void>> = {
    'a file changed on disk': (project) => {
      project.write(versionFile('e05d27f1849a'), `# mine\n${project.read(versionFile('e05d27f1849a'))}`);
    },
    'a file is gone': (project) => {
      project.remove(versionFile('7c40e8b95a13'));
    },
    'a file is a link out': (project) => {
      const file = project.at(versionFile('e05d27f1849a'));
      project.move(versionFile('e05d27f1849a'), '../outside.py');
      symlinkSync(project.at('../outside.py'), file);
    },
    'the version location is a link out': (project) => {
      project.move('migrations/versions', '../outside');
      symlinkSync(project.at('../outside'), project.at('migrations/versions'));
    },
  };
  for (const [what, change] of Object.entries(stale))
    test(`a plan is good until ${what}`, async () => {
      const folder = new TemporaryProject();
      const inner = folder.below('project');
      try {
        for (const [name, text] of Object.entries(files(''))) inner.write(name, text);
        const client = await TestClient.start({ folders: [inner.uri('')], isTrusted: false });
        try {
          await client.until('the first index is complete', () => client.changes.length > 0);
          const { environments } = await client.request(listEnvironments, null);
          const composed = await client.request(composeChange, {
            environment: environments[0]?.key ?? '',
            change: { kind: 'newRevisionId', revision: '3f1a9c07d2be' },
          });
          assert.ok(composed.kind === 'change');
          assert.deepEqual(await client.request(checkPlan, composed.planned), { reason: null });
          change(inner);
          const { reason } = await client.request(checkPlan, composed.planned);
          assert.match(reason ?? '', /so nothing was written/);
        } finally {
          await client.dispose();
        }
      } finally {
        folder.dispose();
      }
    });

  test('a plan for files that lead out, or for other things than files, is none', async () => {
    await withServer(
      files(''),
      async (client, project) => {
        const bounds = { folders: [project.uri('')], realFolders: [], onlyWithin: project.uri('') };
        const check = async (
          newFile: string,
          onlyWithin: string | null = project.uri(''),
        ): Promise<string | null> =>
          (
            await client.request(checkPlan, {
              bounds: { ...bounds, onlyWithin },
              files: [],
              newFiles: [newFile],
            })
          ).reason;
        assert.equal(await check(project.uri('migrations/versions/x.py')), null);
        for (const uri of [
          project.uri('../x.py'),
          'untitled:x.py',
          'https://x/y.py',
          project.uri('.git/hooks/x'),
        ])
          assert.notEqual(await check(uri), null, uri);
        assert.match((await check(project.uri('migrations/versions/x.py'), null)) ?? '', /Restricted Mode/);
      },
      { isTrusted: false },
    );
  });
});
