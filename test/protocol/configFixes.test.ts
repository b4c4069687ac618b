import assert from 'node:assert/strict';
import type { CodeAction, TextEdit } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { applyWorkspaceEdit } from './applyWorkspaceEdit';
import type { TemporaryProject } from './temporaryProject';
import { projectFiles } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

const project = projectFiles({ a: 'None' });
const all = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };

async function fix(
  client: TestClient,
  files: TemporaryProject,
  name: string,
  place: { readonly line: number; readonly character: number },
  title: string,
): Promise<void> {
  const actions = await client.codeActions(files.uri(name), { start: place, end: place });
  const action = actions.find((each) => each.title === title);
  assert.ok(action, `${title} is not among\n${actions.map((each) => each.title).join('\n')}`);
  const resolved = action.edit ? action : await client.resolve(action);
  assert.ok(resolved.edit);
  const touched = applyWorkspaceEdit(resolved.edit);
  await client.tellFiles(
    touched.flatMap((uri) => [
      { uri, kind: 'created' as const },
      { uri, kind: 'changed' as const },
    ]),
  );
}

suite('protocol: fixes of problems in config files', () => {
  test('a file that leads nowhere is made to lead to the scripts', () =>
    withServer(
      { ...project, 'alembic.ini': '[alembic]\nscript_location = %(here)s/migration\n' },
      async (client, files) => {
        await client.until('it is found', () => client.summary().includes('config-missing-script-directory'));
        await fix(client, files, 'alembic.ini', { line: 1, character: 20 }, 'Change to %(here)s/migrations');
        await client.untilDiagnostics();
        assert.equal(files.read('alembic.ini'), '[alembic]\nscript_location = %(here)s/migrations\n');
      },
    ));

  test('where there are no scripts at all, Alembic makes them: a command where the client has one, else a reason', async () => {
    const ini = { 'alembic.ini': '[alembic]\nscript_location = %(here)s/db/migrations\n' };
    const at = { start: { line: 1, character: 20 }, end: { line: 1, character: 20 } };
    const actionOf = async (client: TestClient, files: TemporaryProject): Promise<CodeAction | undefined> => {
      await client.until('it is found', () => client.summary().includes('config-missing-script-directory'));
      const actions = await client.codeActions(files.uri('alembic.ini'), at);
      return actions.find(({ title }) => title === 'Initialise Alembic in db/migrations…');
    };
    await withServer(
      ini,
      async (client, files) => {
        assert.deepEqual((await actionOf(client, files))?.command, {
          title: 'Initialise Alembic in db/migrations…',
          command: 'alembicWorkbench.initialise',
          arguments: [{ configUri: files.uri('alembic.ini'), directoryUri: files.uri('db/migrations') }],
        });
      },
      { initializationOptions: { initialises: true } },
    );
    await withServer(ini, async (client, files) => {
      const action = await actionOf(client, files);
      assert.match(
        action?.disabled?.reason ?? '',
        /^Only Alembic itself .* run "alembic init .*db\/migrations"\.$/,
      );
    });
  });

  test('of a file of an environment: an edit of the unsaved text, and a new folder', () =>
    withServer(
      {
        ...project,
        'alembic.ini':
          '[alembic]\nscript_location = %(here)s/migrations\nversion_locations = migrations/versions;migrations/more\npath_separator = ; # mine\n',
      },
      async (client, files) => {
        const uri = files.uri('alembic.ini');
        await client.untilDiagnostics('alembic.ini 3:17 config-unknown-separator');
        await client.open(uri, `# unsaved\n${files.read('alembic.ini')}`);
        await client.untilDiagnostics('alembic.ini 4:17 config-unknown-separator');
        const at = { line: 4, character: 18 };
        const [first] = await client.codeActions(uri, { start: at, end: at });
        assert.ok(first);
        const { edit } = first.edit ? first : await client.resolve(first);
        const [change] = edit?.documentChanges ?? [];
        assert.ok(change && 'edits' in change);
        assert.deepEqual(change.edits, [
          {
            range: { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } },
            newText: '# mine\n',
          },
          { range: { start: { line: 4, character: 18 }, end: { line: 4, character: 25 } }, newText: '' },
        ]);
        await client.close(uri);
        files.write('alembic.ini', files.read('alembic.ini').replace('; # mine', ';'));
        await client.tellFiles([{ uri, kind: 'changed' }]);
        await client.untilDiagnostics('alembic.ini 2:40 config-missing-version-location');
        const place = { line: 2, character: 50 };
        await fix(client, files, 'alembic.ini', place, 'Create the folder migrations/more');
        await client.untilDiagnostics();
        assert.equal(files.read('migrations/more/.gitkeep'), '');
      },
    ));

  test('source.fixAll fixes what is plainly meant, in the unsaved text and where it is asked for', () =>
    withServer(
      {
        ...project,
        'alembic.ini':
          '[alembic]\nscript_location = %(here)s/migrations\nversion_locations = migrations/versions\npath_separator = ; # mine\nfile_template = %(year)d_%%(rev)s\n',
      },
      async (client, files) => {
        const uri = files.uri('alembic.ini');
        await client.until('both are found', () =>
          ['config-unknown-separator', 'config-interpolation'].every((code) =>
            client.summary().includes(code),
          ),
        );
        await client.open(uri, `# unsaved\n${files.read('alembic.ini')}`);
        await client.until('the open text is read', () => client.summary().includes('alembic.ini 4:17'));
        assert.ok((await client.codeActions(uri, all)).every(({ kind }) => kind === 'quickfix'));
        const [action, ...others] = await client.codeActions(uri, all, ['source.fixAll']);
        assert.deepEqual(others, []);
        assert.equal(action?.kind, 'source.fixAll.alembicWorkbench');
        const [change, ...rest] = action.edit?.documentChanges ?? [];
        assert.deepEqual(rest, []);
        assert.ok(change && 'edits' in change && change.textDocument.uri === uri);
        assert.equal(
          TextDocument.applyEdits(
            TextDocument.create(uri, 'ini', 1, `# unsaved\n${files.read('alembic.ini')}`),
            change.edits as TextEdit[],
          ),
          '# unsaved\n[alembic]\nscript_location = %(here)s/migrations\nversion_locations = migrations/versions\n# mine\npath_separator = ;\nfile_template = %%(year)d_%%(rev)s\n',
        );
      },
    ));

  test('source.fixAll leaves a config file alone where only a person can decide', () =>
    withServer(
      {
        ...project,
        'alembic.ini':
          '[alembic]\nscript_location = %(here)s/migrations\nversion_locations = migrations/versions;migrations/more\npath_separator = ;\nrevision_enviroment = true\n',
      },
      async (client, files) => {
        await client.until('both are found', () =>
          ['config-missing-version-location', 'config-unknown-option'].every((code) =>
            client.summary().includes(code),
          ),
        );
        assert.deepEqual(await client.codeActions(files.uri('alembic.ini'), all, ['source.fixAll']), []);
      },
    ));
});
