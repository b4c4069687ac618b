import * as vscode from 'vscode';
import type { UnseenModelDto } from '../../../../server/protocol/unseenModels';
import type { HistoryServer } from '../server/historyServer';
import { planOfFiles, requirePlan } from '../vscode/planGate';

/** The button that adds what env.py lacks. */
export const importTitle = 'Import in env.py';

/** How many models are named. */
const mostNamed = 3;

/** `'Order' (table orders) and 'User' (table users)`. */
export function namesOfModels(models: readonly UnseenModelDto[]): string {
  const named = models.slice(0, mostNamed).map(({ className, table }) => `'${className}' (table ${table})`);
  const rest = models.length - named.length;
  return [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(', ').replace(/, ([^,]*)$/, ' and $1');
}

/** What to do about models that env.py does not see, before something is done again. */
export function adviceFor(models: readonly UnseenModelDto[]): string {
  return canImport(models) ? 'import the models' : 'build them on the base whose metadata it compares';
}

/** Whether a line of env.py imports one of the models. */
export function canImport(models: readonly UnseenModelDto[]): boolean {
  return models.some(({ importing }) => importing !== null);
}

/** Adds the imports to env.py, saves it and shows it. */
export async function importModels(server: HistoryServer, models: readonly UnseenModelDto[]): Promise<void> {
  const known = new Set<string>();
  const edit = new vscode.WorkspaceEdit();
  let program: vscode.Uri | undefined;
  for (const { importing } of models) {
    if (!importing || known.has(importing.module)) continue;
    known.add(importing.module);
    const { line, character } = importing.position;
    program = vscode.Uri.parse(importing.uri);
    edit.insert(program, new vscode.Position(line, character), importing.text);
  }
  if (!program) return;
  await requirePlan(
    server.flawOfPlan,
    planOfFiles([program], [vscode.Uri.joinPath(program, '..').toString()]),
  );
  await vscode.workspace.applyEdit(edit);
  const document = await vscode.workspace.openTextDocument(program);
  await document.save();
  await vscode.window.showTextDocument(document, { preview: false });
}
