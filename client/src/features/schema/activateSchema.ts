import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import { readOtherRevision } from '../../infrastructure/environments/revisionArgument';
import type { SchemaFormat } from '../../../../server/protocol/schema';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import { showWaiting } from '../../infrastructure/vscode/progress';
import { UserError } from '../../infrastructure/vscode/userError';
import { chooseOther, chooseSchema } from './chooseSchema';
import type { SchemaServices } from './chooseSchema';
import { SchemaDocuments, schemaTitle, shownSchema } from './schemaDocuments';
import type { ShownSchema } from './schemaDocuments';
import { whoTouched } from './whoTouched';

const formats: readonly {
  readonly label: string;
  readonly description: string;
  readonly format: SchemaFormat;
}[] = [
  { label: 'SQL', description: 'statements that would make the tables', format: 'sql' },
  { label: 'Text', description: 'one line a column, constraint and index', format: 'text' },
  { label: 'Diagram', description: 'tables and foreign keys, Mermaid in Markdown', format: 'markdown' },
];

/**
 * The tables that a revision and its ancestors leave, read from the files: as a document, beside those of
 * another revision, and by who touched them. Nothing is run, and no database is asked.
 */
export function activateSchema(
  services: SchemaServices & Pick<WorkbenchServices, 'commands'>,
): vscode.Disposable {
  const { commands } = services;
  const documents = new SchemaDocuments(services);
  commands.register(commandIds.showSchema, async (argument) => {
    const { environment, revision } = await chooseSchema(
      services,
      argument,
      'Show Schema after This Revision',
    );
    await show(documents, { environment: environment.key, revision, format: 'sql' });
  });
  commands.register(commandIds.showSchemaAs, async (argument) => {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    const schema = uri && shownSchema(uri);
    if (!schema)
      throw new UserError('No schema is open; show the schema after a revision first.', [], 'information');
    const others = formats.filter(({ format }) => format !== schema.format);
    const picked = await pickRow(others, { title: 'Show Schema As', placeHolder: 'As what?' });
    if (!picked) throw new vscode.CancellationError();
    await show(documents, { ...schema, format: picked.format });
  });
  commands.register(commandIds.compareSchema, async (argument) => {
    const own = await chooseSchema(services, argument, 'Compare Schema with');
    const [before, after] = await chooseOther(own, 'Compare Schema with', readOtherRevision(argument));
    const uriOf = (revision: string | null): Promise<vscode.Uri> =>
      documents.open({ environment: own.environment.key, revision, format: 'sql' });
    const [left, right] = await showWaiting('Reading the schemas', () =>
      Promise.all([uriOf(before), uriOf(after)]),
    );
    const title = `${schemaTitle(before)} ↔ ${schemaTitle(after)}`;
    await vscode.commands.executeCommand('vscode.diff', left, right, title);
  });
  commands.register(commandIds.whoTouched, (target) =>
    whoTouched(services, typeof target === 'string' ? target : undefined),
  );
  return documents;
}

async function show(documents: SchemaDocuments, schema: ShownSchema): Promise<void> {
  const uri = await showWaiting('Reading the schema', () => documents.open(schema));
  await vscode.window.showTextDocument(uri, { preview: false });
}
