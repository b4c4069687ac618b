import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import type { FixSpecification } from '../../../core/findings/fixSpecification';
import { commandIds } from '../../../protocol/identifiers';
import type { InitialiseArgument } from '../../../protocol/initialise';
import type { Session } from '../../session/session';

/**
 * The action that lets Alembic make the script directory that a config file names, in clients with a command
 * for it; undefined for other fixes.
 */
export function initialiseAction(
  session: Session,
  fix: FixSpecification,
  diagnostics: Diagnostic[],
): CodeAction | undefined {
  if (fix.kind !== 'edit-config' || fix.initialises === undefined || !session.client.initialises)
    return undefined;
  const uris = session.uris();
  const argument: InitialiseArgument = {
    configUri: uris.of(fix.file),
    directoryUri: uris.of(fix.initialises),
  };
  const command = { title: fix.title, command: commandIds.initialise, arguments: [argument] };
  return { kind: CodeActionKind.QuickFix, title: fix.title, diagnostics, command };
}
