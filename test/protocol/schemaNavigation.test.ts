import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import type { Hover, Location, SymbolInformation } from 'vscode-languageserver-protocol';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import type { TemporaryProject } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

function migration(id: string, parent: string, up: string, down = 'pass'): string {
  return `${revisionText(id, parent, `*make* ${id}`)}\nfrom alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n    ${up}\ndef downgrade():\n    ${down}\n`;
}

const models = `class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column()
`;

const files = {
  ...projectFiles({}),
  'app/models.py': models,
  [versionFile('aaa1')]: migration(
    'aaa1',
    'None',
    "op.create_table('users', sa.Column('id', sa.Integer), sa.Column('mail', sa.Text))",
    "op.drop_table('users')",
  ),
  [versionFile('bbb2')]: migration(
    'bbb2',
    "'aaa1'",
    "op.alter_column('users', 'mail', new_column_name='email')",
  ),
};

/** A position in a file, by a piece of its text in which `$0` marks the cursor. */
function positionIn(
  project: TemporaryProject,
  file: string,
  piece: string,
  text = project.read(file),
): { textDocument: { uri: string }; position: { line: number; character: number } } {
  const offset = text.indexOf(piece.replace('$0', '')) + piece.indexOf('$0');
  const before = text.slice(0, offset).split('\n');
  return {
    textDocument: { uri: project.uri(file) },
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}

async function hoverAt(client: TestClient, position: unknown): Promise<string> {
  const hover = await client.connection.sendRequest<Hover | null>('textDocument/hover', position);
  return hover && typeof hover.contents === 'object' && 'value' in hover.contents ? hover.contents.value : '';
}

async function placesAt(
  client: TestClient,
  project: TemporaryProject,
  method: 'definition' | 'references',
  position: object,
): Promise<readonly string[]> {
  const params = { ...position, context: { includeDeclaration: true } };
  const found = await client.connection.sendRequest<Location[]>(`textDocument/${method}`, params);
  return found.map(({ uri, range }) => `${uri.slice(project.uri('').length + 1)}:${range.start.line + 1}`);
}

const lineOf = (text: string, piece: string): number => text.slice(0, text.indexOf(piece)).split('\n').length;

suite('tables and columns in the editor', () => {
  test('a hover tells of a column before and after, and links who touched it', async () => {
    await withServer(files, async (client, project) => {
      const hover = await hoverAt(client, positionIn(project, versionFile('aaa1'), "'ma$0il'"));
      assert.match(
        hover,
        /^\*\*users\\\.mail\*\*\n\nBefore this operation: there is no such table\.\n\nAfter it:/,
      );
      assert.match(hover, /```text\nmail {2}Text\n```/);
      const line = lineOf(project.read(versionFile('bbb2')), 'op.alter');
      assert.ok(hover.includes(`[\`bbb2\`](${project.uri(versionFile('bbb2'))}#L${line})`), hover);
      // Text of the files works as no Markdown.
      assert.ok(hover.includes('\\*make\\* bbb2'), hover);
      const dropped = await hoverAt(
        client,
        positionIn(project, versionFile('aaa1'), "drop_table('us$0ers')"),
      );
      assert.match(dropped, /Before this operation:[^]*mail[^]*After it: there is no such table\./);
      assert.equal(await hoverAt(client, positionIn(project, versionFile('aaa1'), 'sa.Te$0xt')), '');
    });
  });

  test('text that is not saved is what a hover is about', async () => {
    await withServer(files, async (client, project) => {
      const text = migration('bbb2', "'aaa1'", "op.add_column('users', sa.Column('phone', sa.Text))");
      await client.open(project.uri(versionFile('bbb2')), text);
      const hover = await hoverAt(client, positionIn(project, versionFile('bbb2'), "'ph$0one'", text));
      assert.match(hover, /not there\.[^]*phone {2}Text/);
    });
  });

  test('a definition is the attribute of the model, also under the name that a column had before', async () => {
    await withServer(files, async (client, project) => {
      const at = (file: string, piece: string) =>
        placesAt(client, project, 'definition', positionIn(project, versionFile(file), piece));
      assert.deepEqual(await at('bbb2', "name='em$0ail'"), ['app/models.py:4']);
      assert.deepEqual(await at('aaa1', "'ma$0il'"), ['app/models.py:4']);
      assert.deepEqual(await at('aaa1', "create_table('us$0ers'"), ['app/models.py:1']);
      assert.deepEqual(await at('aaa1', 'sa.Te$0xt'), []);
    });
  });

  test('references of a model are the operations on it, and those of an operation are the same', async () => {
    await withServer(files, async (client, project) => {
      const create = `${versionFile('aaa1')}:${lineOf(project.read(versionFile('aaa1')), 'op.create')}`;
      const rename = `${versionFile('bbb2')}:${lineOf(project.read(versionFile('bbb2')), 'op.alter')}`;
      const references = async (piece: string, file = 'app/models.py'): Promise<readonly string[]> =>
        [...(await placesAt(client, project, 'references', positionIn(project, file, piece)))].sort();
      assert.deepEqual(await references('em$0ail:'), [create, rename]);
      assert.deepEqual(await references('class Us$0er'), [create, rename]);
      assert.deepEqual(await references('"us$0ers"'), [create, rename]);
      assert.deepEqual(await references(' i$0d:'), [create]);
      assert.deepEqual(await references('Map$0ped'), []);
      assert.deepEqual(await references("'ma$0il'", versionFile('aaa1')), [create, rename]);
    });
  });

  test('symbols of the workspace are the operations on a column, replayed when the first query asks', async () => {
    await withServer(files, async (client, project) => {
      const symbols = async (query: string): Promise<readonly string[]> => {
        const found = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query });
        return found.map(({ name, location, containerName }) => {
          const file = location.uri.slice(project.uri('').length + 1);
          return `${name}: ${containerName?.split(' · ')[0] ?? ''} at ${file}`;
        });
      };
      assert.deepEqual(await symbols('mail'), []);
      assert.deepEqual(await symbols('users.email'), [
        `users.email: alter_column in bbb2 at ${versionFile('bbb2')}`,
      ]);
      assert.deepEqual(await symbols('users.mail'), [
        `users.mail: alter_column in bbb2 at ${versionFile('bbb2')}`,
        `users.mail: create_table in aaa1 at ${versionFile('aaa1')}`,
      ]);
      assert.equal((await symbols('mail')).length, 3);
    });
  });
});
