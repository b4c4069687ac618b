import type { CodeAction, CodeActionParams } from 'vscode-languageserver';
import { CodeActionKind, CodeActionTriggerKind } from 'vscode-languageserver';
import { describeFix } from '../../../core/edits/fixes/fixes';
import type { FixSpecification } from '../../../core/findings/fixSpecification';
import { headerRefactorings } from '../../../core/features/headerRefactorings';
import { downgradePlace } from '../../../core/features/downgradeVerdict';
import { LineIndex } from '../../../core/text/lineIndex';
import { rangesTouch } from '../../../core/text/textRange';
import { toTextRange } from '../../convert/ranges';
import type { IndexedEnvironment } from '../../workspace/indexState';
import type { Session } from '../../session/session';
import { filesOfUri } from '../revisionFiles';
import type { ActionData } from './actionData';
import { asksForKind } from './fixAllActions';
import { makeEdit } from './madeEdit';

/** The kind of the actions that rewrite a function without a finding. */
const refactorKind = CodeActionKind.RefactorRewrite;

/**
 * On the name of `downgrade`: writes what it lacks, in place of nothing or behind what is there. On the
 * header: what is a command in clients that have ours, where a person asks for actions.
 */
export async function refactorActions(
  session: Session,
  params: CodeActionParams,
): Promise<readonly CodeAction[]> {
  if (params.context.only && !asksForKind(params, refactorKind)) return [];
  const actions: CodeAction[] = [];
  for (const { indexed, file } of await filesOfUri(session, params.textDocument.uri)) {
    const place = downgradePlace(file);
    const asked = toTextRange(new LineIndex(file.text), params.range);
    if (isAskedByPerson(params) && !session.client.opensRevisions)
      for (const fix of headerRefactorings(indexed.snapshot, file, asked, indexed.facts.git))
        actions.push(...(await refactoring(session, indexed, fix, describeFix(fix))));
    if (!place || !rangesTouch(place.range, asked)) continue;
    const fix = { kind: 'generate-downgrade', file: file.path, body: 'inverse' } as const;
    const title = place.isEmpty ? 'Generate downgrade()' : 'Complete downgrade()';
    actions.push(...(await refactoring(session, indexed, fix, title)));
  }
  return actions;
}

async function refactoring(
  session: Session,
  indexed: IndexedEnvironment,
  fix: FixSpecification,
  title: string,
): Promise<readonly CodeAction[]> {
  const data: ActionData = { environment: indexed.snapshot.environment.key, fix };
  const action = { title, kind: refactorKind, data };
  if (session.client.resolvesCodeActionEdits) return [action];
  const { edit } = await makeEdit(session, indexed, fix);
  return edit ? [{ ...action, edit }] : [];
}

/** Editors also ask at every move of the cursor. */
function isAskedByPerson({ context: { only, triggerKind } }: CodeActionParams): boolean {
  return only !== undefined || triggerKind === CodeActionTriggerKind.Invoked;
}
