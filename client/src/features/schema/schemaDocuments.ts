import * as vscode from 'vscode';
import type { SchemaFormat } from '../../../../server/protocol/schema';
import { schemaFormats } from '../../../../server/protocol/schema';
import { shortId } from '../../infrastructure/environments/revisionArgument';
import { shownText } from '../../infrastructure/vscode/shownText';
import { UserError } from '../../infrastructure/vscode/userError';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** The scheme of documents that show the schema after a revision. */
const schemaScheme = 'alembic-workbench-schema';

/** The schema that a document shows. */
export interface ShownSchema {
  readonly environment: string;
  /** An id, or null for all heads. */
  readonly revision: string | null;
  readonly format: SchemaFormat;
}

const endings: Readonly<Record<SchemaFormat, string>> = { sql: 'sql', text: 'txt', markdown: 'md' };

/** Read-only documents with schemas. They follow the revision files for as long as they are open. */
export class SchemaDocuments implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly services: Pick<WorkbenchServices, 'server' | 'store'>) {
    this.subscription = vscode.Disposable.from(
      this.changes,
      vscode.workspace.registerTextDocumentContentProvider(schemaScheme, {
        onDidChange: this.changes.event,
        provideTextDocumentContent: (uri, token) => this.contents(uri, token),
      }),
      services.store.onDidChange(() => {
        for (const { uri } of vscode.workspace.textDocuments)
          if (uri.scheme === schemaScheme) this.changes.fire(uri);
      }),
    );
  }

  /** The document of a schema. Throws a UserError where it can't be told. */
  async open(schema: ShownSchema): Promise<vscode.Uri> {
    const answer = await this.services.server.readSchemaText(schema);
    if (answer.kind === 'refused') throw new UserError(answer.reason);
    if (answer.kind === 'unknownEnvironment')
      throw new UserError('This environment is not there any more; refresh the history.');
    return uriOf(schema);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async contents(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const schema = shownSchema(uri);
    const answer = schema && (await this.services.server.readSchemaText(schema, token));
    if (answer?.kind === 'schema') return answer.text;
    return answer?.kind === 'refused' ? answer.reason : 'This environment is not there any more.';
  }
}

/** The schema that a document of this scheme shows; undefined for other documents. */
export function shownSchema({ scheme, query }: vscode.Uri): ShownSchema | undefined {
  if (scheme !== schemaScheme) return undefined;
  const values = new URLSearchParams(query);
  const environment = values.get('environment');
  const format = schemaFormats.find((each) => each === values.get('format'));
  if (environment === null || !format) return undefined;
  return { environment, revision: values.get('revision'), format };
}

/** The name of a schema in titles. */
export function schemaTitle(revision: string | null): string {
  return revision === null ? 'Schema at the heads' : `Schema after ${shortId(revision)}`;
}

function uriOf({ environment, revision, format }: ShownSchema): vscode.Uri {
  const name = `${shownText(schemaTitle(revision)).replaceAll(/[\\/:*?"<>|]/g, '-')}.${endings[format]}`;
  const query = new URLSearchParams({ environment, format, ...(revision === null ? {} : { revision }) });
  return vscode.Uri.from({ scheme: schemaScheme, path: `/${name}`, query: query.toString() });
}
