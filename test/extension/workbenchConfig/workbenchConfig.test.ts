import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { commands, DiagnosticSeverity, languages, Position, Uri, workspace } from 'vscode';
import type { CompletionList } from 'vscode';
import { runCli } from '../../cli/runCli';
import { eventually } from '../../fixtures/eventually';

const folder = (): string => workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const pyproject = (): Uri => Uri.file(join(folder(), 'pyproject.toml'));

/** The diagnostics of ours in revision files, as `code severity`. */
function shown(): string {
  return languages
    .getDiagnostics()
    .filter(([uri]) => uri.path.endsWith('.py'))
    .flatMap(([, diagnostics]) => diagnostics)
    .flatMap(({ code, severity }) =>
      typeof code === 'object' ? [`${String(code.value)} ${DiagnosticSeverity[severity]}`] : [],
    )
    .join();
}

suite('the workbench configuration', () => {
  test('the severities of pyproject.toml are those of VS Code and of check, also after a change', async () => {
    await eventually('its levels count', shown, (all) => all === 'missing-downgrade Error');
    const { stdout } = runCli(folder(), ['check', '--no-git', '--json']);
    assert.deepEqual(codesIn(stdout), ['missing-downgrade error']);
    const text = '[tool.alembic-workbench.rules]\nmultiple-heads = "off"\nmissing-downgrade = "off"\n';
    await workspace.fs.writeFile(pyproject(), Buffer.from(text));
    await eventually('the change counts', shown, (all) => all === '');
  });

  test('keys are completed in the table', async () => {
    const document = await workspace.openTextDocument(pyproject());
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new Position(1, 4),
    );
    assert.ok(list.items.some(({ label }) => label === 'multiple-bases'));
  });
});

function codesIn(json: string): readonly string[] {
  const { environments } = JSON.parse(json) as {
    readonly environments: readonly {
      readonly findings: readonly { readonly code: string; readonly severity: string }[];
    }[];
  };
  return environments.flatMap(({ findings }) => findings.map(({ code, severity }) => `${code} ${severity}`));
}
