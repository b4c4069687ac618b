import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CodeAction, Diagnostic, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { BrokenRule } from '../fixtures/brokenRules';
import { brokenFile, brokenRules, environmentFiles, offByDefault } from '../fixtures/brokenRules';
import { revisionFile } from '../fixtures/alembicFiles';
import { GitRepository } from '../fixtures/gitRepository';
import { TemporaryProject } from './temporaryProject';
import { TestClient } from './testClient';

const marker = '# not saved: é\n';
/** These write a whole other text, on purpose. */
const replacesAll = /^Put back|^Move the change/;

const [first, second, third] = ['3f1a9c07d2be', '7c40e8b95a13', 'e05d27f1849a'];
const base = { 'a.py': revisionFile(first, null), 'b.py': revisionFile(second, first) };

/** What can be done about a rule in other cases than that of its sample. */
const otherCases: Readonly<Record<string, BrokenRule & { readonly rule: string }>> = {
  'one parent twice': {
    rule: 'redundant-parent',
    files: { ...base, 'c.py': `revision = '${third}'\ndown_revision = ('${second}', '${second}')\n` },
    file: 'c.py',
    text: `'${second}'`,
    severity: 'warning',
    menu: [`Name '${second}' only once`],
  },
  'a file that is no revision': {
    rule: 'missing-revision-header',
    files: { ...base, 'helpers.py': 'LIMIT = 3\n' },
    file: 'helpers.py',
    text: '# not saved',
    severity: 'error',
    menu: [
      'Move helpers.py out of the revisions, beside env.py',
      "Write a new revision id and down_revision = '7c40e8b95a13'",
    ],
  },
  'two revisions in one conflict': {
    rule: 'merge-conflict-markers',
    files: {
      ...base,
      'c.py': `<<<<<<< HEAD\n${revisionFile(third, second)}=======\n${revisionFile('91be6c3a07f5', second)}>>>>>>> theirs\n`,
    },
    file: 'c.py',
    text: '<<<<<<< HEAD',
    severity: 'error',
    menu: [
      'Keep both: theirs in a file of its own, after ours',
      `Keep ours (HEAD): revision '${third}'`,
      "Keep theirs (theirs): revision '91be6c3a07f5'",
      'Set c.py aside, so that Alembic does not load it',
    ],
  },
  'two names that may be meant': {
    rule: 'unknown-down-revision',
    files: {
      ...base,
      'd.py': revisionFile('7c40e8b95a23', second),
      'c.py': revisionFile(third, '7c40e8b95a33'),
    },
    file: 'c.py',
    text: '"7c40e8b95a33"',
    severity: 'error',
    menu: ["Change to '7c40e8b95a23'", "Change to '7c40e8b95a13'"],
  },
  'a part of an id': {
    rule: 'unknown-down-revision',
    files: { ...base, 'c.py': revisionFile(third, second.slice(0, 6)) },
    file: 'c.py',
    text: `"${second.slice(0, 6)}"`,
    severity: 'error',
    menu: ["Change to '7c40e8b95a13'"],
  },
  'a file name in place of an id': {
    rule: 'unknown-down-revision',
    files: {
      ...base,
      'add_shop.py': revisionFile('0d94e6a7c35b', second),
      'c.py': revisionFile(third, 'add_shop'),
    },
    file: 'c.py',
    text: '"add_shop"',
    severity: 'error',
    menu: ["Change to '0d94e6a7c35b'"],
  },
  'nothing to build on': {
    rule: 'unknown-down-revision',
    files: { 'c.py': revisionFile(third, '7c40e8b95a33') },
    file: 'c.py',
    text: '"7c40e8b95a33"',
    severity: 'error',
    menu: ['Make this revision a base'],
  },
  'no down_revision': {
    rule: 'missing-revision-header',
    files: { ...base, 'c.py': revisionFile(third, second).replace(/^down_revision = .*\n/m, '') },
    file: 'c.py',
    text: `"${third}"`,
    severity: 'error',
    menu: ["Write down_revision = '7c40e8b95a13'", 'Write down_revision = None'],
  },
};

suite('protocol: every fix of every rule, in a buffer that is not saved', () => {
  const samples = Object.entries(brokenRules).map(([rule, broken]) => ({ name: rule, rule, broken }));
  const others = Object.entries(otherCases).map(([name, { rule, ...broken }]) => ({ name, rule, broken }));
  for (const { name, rule, broken } of [...samples, ...others]) {
    test(name, async () => {
      const outcomes: string[] = [];
      for (let index = 0, count = 1; index < count; index++) {
        await withBuffer(rule, broken, async (editor, found) => {
          const ways = await editor.fixesOf(found);
          count = ways.length;
          const action = ways[index];
          if (!action) return;
          outcomes.push(await take(rule, editor, found, action));
        });
      }
      console.log(outcomes.map((outcome) => `        ${outcome}`).join('\n') || '        nothing to do');
      if (name !== rule)
        assert.deepEqual(
          outcomes.map((outcome) => outcome.replace(/^done: |: [0-9a-f]{12}$/g, '')),
          broken.menu,
        );
      if (broken.severity === 'error')
        assert.ok(
          outcomes.some((outcome) => outcome.startsWith('done')),
          'an error has a fix',
        );
    });
  }
});

/** Takes one fix; the finding is gone afterwards, and nothing that was typed is lost. */
async function take(rule: string, editor: Editor, found: Diagnostic, action: CodeAction): Promise<string> {
  if (action.disabled) {
    assert.match(action.disabled.reason, /^\S.*\.$/s, 'it is a sentence');
    return `refused: ${action.title}: ${action.disabled.reason}`;
  }
  const { edit } = action.edit ? action : await editor.client.resolve(action);
  assert.ok(edit, `${action.title} has no edit`);
  const errors = editor.errors();
  await editor.apply(edit);
  const isGone = (): boolean =>
    !editor.diagnostics().some(({ code, message }) => code === rule && message === found.message);
  await editor.client.until(`"${action.title}" ends [${rule}]`, isGone);
  await editor.client.until(
    'it has brought no error',
    // Where Python could read nothing, more may come to light.
    () => editor.errors() <= errors || rule === 'invalid-syntax' || rule === 'config-unreadable',
  );
  if (!replacesAll.test(action.title))
    assert.ok(editor.holdsMarker(), `${action.title} has lost what was typed`);
  return `done: ${action.title}`;
}

async function withBuffer(
  rule: string,
  broken: BrokenRule,
  use: (editor: Editor, found: Diagnostic) => Promise<void>,
): Promise<void> {
  const project = new TemporaryProject(environmentFiles(broken));
  broken.git?.(GitRepository.around(project.path));
  const settings = { rules: offByDefault };
  const client = await TestClient.start({ folders: [project.uri('')], settings });
  try {
    const name = brokenFile(broken);
    const uri = project.uri(name);
    const text = marker + project.read(name);
    const editor = new Editor(client, uri, text);
    await editor.open();
    const lines = text.slice(0, text.lastIndexOf(broken.text)).split('\n');
    const [line, character] = [lines.length - 1, lines.at(-1)?.length];
    const find = (): Diagnostic | undefined =>
      client.diagnostics
        .get(uri)
        ?.find(
          ({ code, range: { start } }) =>
            code === rule && start.line === line && start.character === character,
        );
    await client.until(`there is ${rule} where it is after typing`, () => find() !== undefined);
    const found = find();
    assert.ok(found);
    await use(editor, found);
  } finally {
    await client.dispose();
    project.dispose();
  }
}

/** One open document that is never saved; every other file is on disk. */
class Editor {
  #version = 1;

  constructor(
    readonly client: TestClient,
    private uri: string,
    private text: string,
  ) {}

  open(): Promise<void> {
    return this.client.open(this.uri, this.text);
  }

  diagnostics(): readonly Diagnostic[] {
    return [...this.client.diagnostics.values()].flat();
  }

  errors(): number {
    return this.diagnostics().filter(({ severity }) => severity === 1).length;
  }

  holdsMarker(): boolean {
    return this.text.includes(marker);
  }

  /** What the menu has for a finding, without what silences it or acts on others. */
  async fixesOf(found: Diagnostic): Promise<readonly CodeAction[]> {
    const actions: readonly CodeAction[] = await this.client.connection.sendRequest(
      'textDocument/codeAction',
      {
        textDocument: { uri: this.uri },
        range: found.range,
        context: { diagnostics: [found] },
      },
    );
    return actions.filter(
      ({ title, diagnostics, command }) =>
        diagnostics?.length === 1 && !command && !/^Disable |^Fix all /.test(title),
    );
  }

  async apply(edit: WorkspaceEdit): Promise<void> {
    for (const change of edit.documentChanges ?? []) {
      if ('kind' in change) {
        if (change.kind === 'create') await this.#write(change.uri, '', 'created');
        else if (change.kind === 'rename') await this.#rename(change.oldUri, change.newUri);
        continue;
      }
      const { uri, version } = change.textDocument;
      const isOpen = uri === this.uri;
      if (isOpen) assert.equal(version, this.#version, 'the edit is for the text that is shown');
      const before = isOpen ? this.text : readFileSync(fileURLToPath(uri), 'utf8');
      const edits = change.edits.map((each) => {
        assert.ok('newText' in each);
        return each;
      });
      const after = TextDocument.applyEdits(TextDocument.create(uri, 'python', 0, before), edits);
      if (!isOpen) {
        await this.#write(uri, after, 'changed');
        continue;
      }
      this.text = after;
      this.#version++;
      await this.client.edit(uri, after);
    }
  }

  async #write(uri: string, text: string, kind: 'created' | 'changed'): Promise<void> {
    const path = fileURLToPath(uri);
    assert.equal(existsSync(path), kind === 'changed', path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    await this.client.tellFiles([{ uri, kind }]);
  }

  async #rename(from: string, to: string): Promise<void> {
    assert.ok(!existsSync(fileURLToPath(to)), `${to} exists already`);
    mkdirSync(dirname(fileURLToPath(to)), { recursive: true });
    renameSync(fileURLToPath(from), fileURLToPath(to));
    if (from === this.uri) {
      await this.client.close(from);
      this.uri = to;
      this.#version = 1;
      await this.client.open(to, this.text);
    }
    await this.client.tellFiles([
      { uri: from, kind: 'deleted' },
      { uri: to, kind: 'created' },
    ]);
  }
}
