import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { editConfig } from '../../core/edits/config/editConfig';
import type { FixSpecification } from '../../core/findings/fixSpecification';
import type { Finding } from '../../core/findings/finding';
import { boundsForConfig, passChange } from './editing';
import type { Session } from '../session/session';
import { initialiseAction } from './initialiseAction';
import type { MadeEdit } from './madeEdit';
import { toMadeEdit } from './madeEdit';

type ConfigFix = Extract<FixSpecification, { kind: 'edit-config' }>;

/** What an action for a config file that leads to no environment carries from the list to its resolving. */
export interface ConfigActionData {
  readonly configFix: ConfigFix;
}

/** The ways out of a problem in a config file that leads to no environment. */
export function configActions(
  session: Session,
  { fixes }: Finding,
  diagnostics: Diagnostic[],
): readonly CodeAction[] {
  const { client } = session;
  return fixes.flatMap((fix, index): readonly CodeAction[] => {
    if (fix.kind !== 'edit-config') return [];
    const initialise = initialiseAction(session, fix, diagnostics);
    if (initialise) return [initialise];
    const made = makeConfigEdit(session, fix);
    const base = { kind: CodeActionKind.QuickFix, title: made.title, diagnostics };
    if (made.edit === undefined)
      return client.showsDisabledCodeActions ? [{ ...base, disabled: { reason: made.reason } }] : [];
    const action = { ...base, isPreferred: index === 0 };
    if (!client.resolvesCodeActionEdits) return [{ ...action, edit: made.edit }];
    return [{ ...action, data: { configFix: fix } satisfies ConfigActionData }];
  });
}

/** The edit of such a way out, as the files are at this moment. */
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
