import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { editConfig } from '../../core/edits/editConfig';
import type { Finding } from '../../core/findings/finding';
import { toWorkspaceEdit } from '../convert/changes';
import { changeTargetFor } from '../editing';
import type { Session } from '../session';
import { initialiseAction } from './initialiseAction';

/** The ways out of a problem in a config file that leads to no environment. */
export function configActions(
  session: Session,
  { fixes }: Finding,
  diagnostics: Diagnostic[],
): readonly CodeAction[] {
  const { files, client } = session;
  return fixes.flatMap((fix, index): readonly CodeAction[] => {
    if (fix.kind !== 'edit-config') return [];
    const initialise = initialiseAction(session, fix, diagnostics);
    if (initialise) return [initialise];
    const outcome = editConfig(fix, {
      readText: (path) => files.readText(path),
      fileExists: (path) => files.version(path) !== undefined,
    });
    if (!outcome.ok) {
      const disabled = { reason: outcome.reason };
      const refused = { kind: CodeActionKind.QuickFix, title: fix.title, diagnostics, disabled };
      return client.showsDisabledCodeActions ? [refused] : [];
    }
    const target = changeTargetFor(session, undefined);
    const edit = toWorkspaceEdit(outcome.change, target, client.workspaceEdits);
    const isPreferred = index === 0;
    return edit
      ? [{ kind: CodeActionKind.QuickFix, title: outcome.title, diagnostics, isPreferred, edit }]
      : [];
  });
}
