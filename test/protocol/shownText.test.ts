import assert from 'node:assert/strict';
import { marked } from 'marked';
import type {
  CodeAction,
  CompletionItem,
  Hover,
  MarkupContent,
  SymbolInformation,
} from 'vscode-languageserver-protocol/node';
import { composeMerge } from '../../server/protocol/changes';
import type { TemporaryProject } from './temporaryProject';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

const hostileMessages = [
  '[press here](command:workbench.action.quit)',
  '![picture](https://example.org/a.png)',
  '<img src="https://example.org/a.png"> <a href="command:a">b</a>',
  '<command:workbench.action.quit> <https://example.org>',
  'see https://example.org/a and www.example.org or mail me@example.org',
  '`code` *strong* _weak_ ~~gone~~ | a | b |',
  '$(trash) $(sync~spin)',
  '&lt;b&gt; &#36;',
  '\\[a](command:b)',
];

const hostileIds = ['__proto__', 'constructor', 'a`b', '[a](command:b)', '`](command:b)', '**a**', '<b>'];

function inPython(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

function revision(id: string, down: string, message: string): string {
  return revisionText('PLACE', down)
    .replace('make PLACE', message.replaceAll('\\', '\\\\'))
    .replace("revision = 'PLACE'", `revision = ${inPython(id)}`);
}

function at(project: TemporaryProject, file: string, text: string): unknown {
  const lines = project.read(file).split('\n');
  const line = lines.findIndex((one) => one.includes(text));
  const position = { line, character: (lines[line] ?? '').indexOf(text) + text.length - 1 };
  return { textDocument: { uri: project.uri(file) }, position };
}

async function hoverOn(client: TestClient, place: unknown): Promise<string> {
  const shown = await client.connection.sendRequest<Hover | null>('textDocument/hover', place);
  return (shown?.contents as MarkupContent | undefined)?.value ?? '';
}

/** What is seen of Markdown as VS Code's library reads it, and where its links lead. */
function rendered(text: string): {
  readonly seen: string;
  readonly links: readonly string[];
  readonly tags: string;
} {
  const html = marked.parse(text, { async: false });
  const links = [...html.matchAll(/<a href="([^"]*)"/g)].map(([, href = '']) => href);
  const tags = [...new Set([...html.matchAll(/<([a-z]+)/g)].map(([, name]) => name))].sort().join(' ');
  const seen = html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  return { seen, links, tags };
}

suite('text of files that is shown', () => {
  test('a hover reads as the messages and ids are written, and only revisions are links', async () => {
    for (const [index, message] of hostileMessages.entries()) {
      const id = hostileIds[index % hostileIds.length] ?? 'a';
      const files = {
        ...projectFiles({}),
        [versionFile('a')]: revision(id, 'None', message),
        [versionFile('b')]: revision('b', inPython(id), 'child'),
      };
      await withServer(files, async (client, project) => {
        const text = await hoverOn(client, at(project, versionFile('b'), `down_revision = ${inPython(id)}`));
        const { seen, links, tags } = rendered(text);
        assert.ok(seen.includes(message), `${seen}\n${message}`);
        assert.ok(seen.includes(id), `${seen}\n${id}`);
        assert.deepEqual(links, [project.uri(versionFile('a')), project.uri(versionFile('b'))]);
        assert.ok(['a code p strong', 'a p strong'].includes(tags), tags);
      });
    }
  });

  test('what is not seen is written out in diagnostics, completions, symbols and hovers', async () => {
    const files = {
      ...projectFiles({}),
      [versionFile('a')]: revisionText('a', 'None').replace(
        "revision = 'a'",
        "revision = 'a\\x1b[31m\\u202eb\\nc'",
      ),
      [versionFile('b')]: revisionText('b', "'go\\nne\\u202e'", 'ch\u202eild $(trash)'),
    };
    await withServer(files, async (client, project) => {
      await client.until('there is a problem', () => client.summary().includes('unknown-down-revision'));
      const messages = [...client.diagnostics.values()]
        .flat()
        .map(({ message }) => (typeof message === 'string' ? message : message.value));
      assert.ok(
        messages.some((message) => message.includes('go\\nne\\u202e')),
        messages.join('\n'),
      );
      assertSeen(messages);
      const symbols = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', {
        query: '',
      });
      const names = symbols.map(({ name }) => name);
      assert.ok(names.includes('a\\x1b[31m\\u202eb\\nc make a'), names.join('\n'));
      assert.ok(names.includes('b ch\\u202eild $\u200b(trash)'), names.join('\n'));
      const place = at(project, versionFile('b'), "down_revision = 'g");
      const offered = await client.connection.sendRequest<CompletionItem[]>('textDocument/completion', place);
      const found = offered.find(({ label }) => label === 'a\\x1b[31m\\u202eb\\nc');
      assert.equal((found?.textEdit as { readonly newText: string }).newText, 'a\u001b[31m\u202eb\nc');
      for (const diagnostic of client.diagnostics.get(project.uri(versionFile('b'))) ?? []) {
        const { range } = diagnostic;
        const params = { textDocument: { uri: project.uri(versionFile('b')) }, range };
        const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
          ...params,
          context: { diagnostics: [diagnostic] },
        });
        assertSeen(actions.map(({ title }) => title));
        // An action knows the diagnostic that it is for, although that is shown with other characters.
        assert.ok(actions.some(({ diagnostics }) => diagnostics?.length === 1));
      }
    });
  });

  test("a name of the template's that is a link is refused with the words as they are written", async () => {
    const ini = [
      '[alembic]',
      'script_location = %(here)s/migrations',
      'file_template = %%(nope)s: [press here](command:workbench.action.quit)',
    ];
    const files = { ...projectFiles({ a: 'None', b: 'None' }), 'alembic.ini': ini.join('\n') };
    await withServer(
      files,
      async (client) => {
        const environment = client.changes.at(-1)?.environments[0]?.environment ?? '';
        const change = await client.request(composeMerge, {
          environment,
          revisions: ['a', 'b'],
          message: 'm',
        });
        assert.equal(change.kind, 'refused');
      },
      { isTrusted: false },
    );
  });
});

function assertSeen(texts: readonly string[]): void {
  for (const text of texts) assert.doesNotMatch(text, /[\p{Cc}\u202e]/u, JSON.stringify(text));
}
