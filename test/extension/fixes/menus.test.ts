import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { commands, extensions, languages, Range, Selection, Uri, window, workspace } from 'vscode';
import type { CodeAction, Command, Diagnostic } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { answering } from '../../fixtures/person';
import type { BrokenRule } from '../../fixtures/brokenRules';
import { brokenFile, brokenRules, environmentFiles } from '../../fixtures/brokenRules';

/** Some are enough here: the ui layer tries them all. */
const rules = ['unknown-down-revision', 'docstring-mismatch', 'placeholder-revision-id'];
const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

suiteSetup(async () => {
  await extensions.getExtension('alembic-workbench.alembic-workbench')?.activate();
  for (const rule of rules)
    for (const [name, text] of Object.entries(environmentFiles(brokenRule(rule))))
      write(`${rule}/${name}`, text);
});

suite('fixes: by VS Code’s own command', () => {
  for (const rule of ['unknown-down-revision', 'docstring-mismatch'])
    test(`${rule}: the preferred fix, and one undo gives the bytes back`, async () => {
      const uri = fileOf(rule);
      const before = readFileSync(uri.fsPath, 'utf8');
      const { range } = await diagnosticOf(rule);
      const editor = await window.showTextDocument(uri);
      editor.selection = new Selection(range.start, range.start);
      await eventually('the fix is applied', async () => {
        if (editor.document.getText() === before) await commands.executeCommand('editor.action.autoFix');
        return editor.document.getText() !== before;
      });
      await eventually('the finding is gone', () => findingsOf(rule).length === 0);
      await commands.executeCommand('undo');
      assert.equal(editor.document.getText(), before);
      await diagnosticOf(rule);
      // What was saved by itself meanwhile is the fix; reverting would bring that back.
      await editor.document.save();
      assert.equal(readFileSync(uri.fsPath, 'utf8'), before);
    });
});

suite('fixes: on save', () => {
  test('fixes safely where a person has set it so', async () => {
    const uri = fileOf('docstring-mismatch');
    const configuration = workspace.getConfiguration('editor', uri);
    await configuration.update('codeActionsOnSave', { 'source.fixAll.alembicWorkbench': 'explicit' });
    try {
      await diagnosticOf('docstring-mismatch');
      const editor = await window.showTextDocument(uri);
      // VS Code saves without a fix that does not come within its own short time: a person saves again.
      await eventually(
        'a save has fixed it',
        async () => {
          await editor.edit((edit) =>
            edit.insert(editor.document.lineAt(editor.document.lineCount - 1).range.end, '\n'),
          );
          await editor.document.save();
          return readFileSync(uri.fsPath, 'utf8');
        },
        (text) => /^Revises: 7c40e8b95a13$/m.test(text),
      );
    } finally {
      await configuration.update('codeActionsOnSave', undefined);
    }
  });
});

suite('fixes: in settings', () => {
  test('a rule is turned off, and its findings go', async () => {
    await diagnosticOf('placeholder-revision-id');
    const { document } = await window.showTextDocument(fileOf('placeholder-revision-id'));
    const action = await eventually('Disable is offered', async () => {
      const range = new Range(0, 0, document.lineCount, 0);
      const provider = 'vscode.executeCodeActionProvider';
      const found = await commands.executeCommand<CodeAction[]>(provider, document.uri, range);
      return found.find(({ title }) => title === 'Disable placeholder-revision-id…');
    });
    const { command } = action as CodeAction & { readonly command: Command };
    const choose = (place: string): Promise<unknown> =>
      answering({ pick: (items) => items.find(({ label }) => label === place) }, () =>
        commands.executeCommand(command.command, ...(command.arguments as unknown[])),
      );
    await choose('For This Line');
    assert.match(document.getText(), /# alembic: ignore\[placeholder-revision-id\]/);
    await eventually('the finding is gone', () => findingsOf('placeholder-revision-id').length === 0);
    await commands.executeCommand('undo');
    await document.save();
    await diagnosticOf('placeholder-revision-id');
    await choose('In Settings');
    await eventually('the finding is gone', () => findingsOf('placeholder-revision-id').length === 0);
    const rules = workspace.getConfiguration('alembicWorkbench').get('rules');
    assert.deepEqual(rules, { 'placeholder-revision-id': 'off' });
    await workspace.getConfiguration('alembicWorkbench').update('rules', undefined);
    await diagnosticOf('placeholder-revision-id');
  });
});

function fileOf(rule: string): Uri {
  return Uri.file(join(folder, rule, brokenFile(brokenRule(rule))));
}

function brokenRule(rule: string): BrokenRule {
  const broken = brokenRules[rule];
  assert.ok(broken, rule);
  return broken;
}

function findingsOf(rule: string): readonly Diagnostic[] {
  return languages
    .getDiagnostics(fileOf(rule))
    .filter(({ code }) => (typeof code === 'object' ? code.value : code) === rule);
}

async function diagnosticOf(rule: string): Promise<Diagnostic> {
  const [diagnostic] = await eventually(
    `a finding of ${rule}`,
    () => findingsOf(rule),
    (found) => found.length > 0,
    10_000,
  );
  assert.ok(diagnostic);
  return diagnostic;
}

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
