import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { suite, suiteSetup, test } from 'mocha';
import { projectRoot } from '../fixtures/projectRoot';

const planted: readonly string[] = [
  "void vscode.window.showErrorMessage('a');",
  "void vscode.window.showWarningMessage('a');",
  "void vscode.window.showInformationMessage('a');",
  'void vscode.window.showQuickPick([]);',
  'void vscode.window.createQuickPick();',
  'void vscode.window.showInputBox();',
  'void vscode.window.createInputBox();',
  'void vscode.window.createStatusBarItem();',
  "vscode.window.setStatusBarMessage('a');",
  'const { showErrorMessage } = vscode.window;',
  "vscode.window['showErrorMessage']('a');",
  'void vscode.window.withProgress({ location: 1 }, async () => undefined);',
  "vscode.window.createOutputChannel('a');",
  "new vscode.MarkdownString('a');",
  'new vscode.Diagnostic(range, message);',
  'markdown.isTrusted = true;',
  'markdown.supportHtml = true;',
  "view.message = 'a';",
  "this.view.description = 'a';",
];

suite('the linter knows where text is shown', () => {
  let eslint: ESLint;
  suiteSetup(() => {
    eslint = new ESLint({ cwd: projectRoot });
  });

  for (const statement of planted) {
    test(`a feature has no ${statement}`, async () => {
      // The text stands in for a real file's: rules with types know only files of a project.
      const filePath = join(projectRoot, 'client/src/features/status/activateStatus.ts');
      const [result] = await eslint.lintText(`import * as vscode from 'vscode';\n${statement}\n`, {
        filePath,
      });
      assert.ok(
        result?.messages.some(({ ruleId }) => ruleId === 'no-restricted-syntax'),
        JSON.stringify(result?.messages, undefined, 2),
      );
    });
  }
});
