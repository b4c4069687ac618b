import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { TableNamesDto, TouchDto } from '../../../../server/protocol/schema';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import { showWaiting } from '../../infrastructure/vscode/progress';
import { UserError } from '../../infrastructure/vscode/userError';
import type { SchemaServices } from './chooseSchema';

const title = 'Who Touched';

/** Who Touched…: the operations on a table or column, newest first; the one that is picked is opened. */
export async function whoTouched(services: SchemaServices, given: string | undefined): Promise<void> {
  const { store, active, server } = services;
  const environment = await chooseEnvironment(store, active, title);
  const target = given ?? (await pickTarget(services, environment));
  const touches = await showWaiting('Reading the revisions', () =>
    server.readTouches({ environment: environment.key, target }),
  );
  if (!touches) throw new UserError(`${environment.label} is not there any more; refresh the history.`);
  if (touches.length === 0) throw new UserError(`No revision touches ${target}.`, [], 'information');
  const picked = await pickRow(touches.map(rowOf), {
    title: `Who touched ${target}`,
    placeHolder: 'Newest first; the one that you pick is opened',
    matchOnDescription: true,
  });
  if (!picked) throw new vscode.CancellationError();
  const { start, end } = picked.touch.range;
  await vscode.window.showTextDocument(vscode.Uri.parse(picked.touch.uri), {
    selection: new vscode.Range(start.line, start.character, end.line, end.character),
  });
}

async function pickTarget({ server }: SchemaServices, environment: EnvironmentDto): Promise<string> {
  const names = await showWaiting('Reading the revisions', () =>
    server.listSchemaNames({ environment: environment.key }),
  );
  if (!names) throw new UserError(`${environment.label} is not there any more; refresh the history.`);
  if (names.length === 0) throw new UserError('No revision touches a table.', [], 'information');
  const present = names.filter(({ isThere }) => isThere);
  const gone = names.filter(({ isThere }) => !isThere);
  const rows = [
    ...present.flatMap(rowsOfTable),
    ...(gone.length > 0 ? [{ label: 'not there any more', isHeading: true, target: undefined }] : []),
    ...gone.flatMap(rowsOfTable),
  ];
  const picked = await pickRow(rows, { title, placeHolder: 'Which table or column?' });
  if (picked?.target === undefined) throw new vscode.CancellationError();
  return picked.target;
}

function rowsOfTable({ name, columns }: TableNamesDto) {
  return [
    { label: name, icon: 'table', target: name },
    ...columns.map((column) => {
      const target = `${name}.${column}`;
      return { label: target, icon: 'symbol-field', target };
    }),
  ];
}

function rowOf(touch: TouchDto) {
  const { id, message, operation } = touch;
  return { label: message || id, icon: 'git-commit', description: `${id} · ${operation}`, touch };
}
