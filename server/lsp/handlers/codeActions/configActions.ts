import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { editConfig } from '../../../core/edits/config/editConfig';
import type { FixOffer } from '../../../core/features/fixOffers';
import type { Session } from '../../session/session';
import { boundsForConfig, passChange } from '../editing';
import type { ActionData, ConfigFix } from './actionData';
import { initialiseAction } from './initialiseAction';
import type { MadeEdit } from './madeEdit';
import { toMadeEdit } from './madeEdit';

/** The fix of a problem in a config file that leads to no environment. */
export function configAction(
  session: Session,
  { fix, isPreferred }: Extract<FixOffer, { kind: 'fix' }>,
  diagnostics: Diagnostic[],
): CodeAction | undefined {
  const { showsDisabledCodeActions, resolvesCodeActionEdits } = session.client;
  if (fix.kind !== 'edit-config') return undefined;
  const initialise = initialiseAction(session, fix, diagnostics);
  if (initialise) return initialise;
  const made = makeConfigEdit(session, fix);
  const base = { kind: CodeActionKind.QuickFix, title: made.title, diagnostics };
  if (made.edit === undefined)
    return showsDisabledCodeActions ? { ...base, disabled: { reason: made.reason } } : undefined;
  const data: ActionData = { configFix: fix };
  return { ...base, isPreferred, ...(resolvesCodeActionEdits ? { data } : { edit: made.edit }) };
}

/** The edit of such a fix, as the files are at this moment. */
export function makeConfigEdit(session: Session, fix: ConfigFix): MadeEdit {
  const { files } = session;
  const outcome = editConfig(fix, {
    readText: (path) => files.readText(path),
    fileExists: (path) => files.version(path) !== undefined,
  });
  if (!outcome.ok) return { title: fix.title, edit: undefined, reason: outcome.reason };
  const passed = passChange(session, outcome.change, boundsForConfig(session, fix.file));
  return toMadeEdit(session, fix.title, passed.ok ? { ...passed, title: outcome.title } : passed);
}
