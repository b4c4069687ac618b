import type { CodeAction, CodeActionParams } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { downgradePlace } from '../../../core/features/downgradeVerdict';
import { LineIndex } from '../../../core/text/lineIndex';
import { rangesTouch } from '../../../core/text/textRange';
import { toTextRange } from '../../convert/ranges';
import type { Session } from '../../session/session';
import { filesOfUri } from '../revisionFiles';
import type { ActionData } from './actionData';
import { asksForKind } from './fixAllActions';
import { makeEdit } from './madeEdit';

/** The kind of the actions that rewrite a function without a finding. */
const refactorKind = CodeActionKind.RefactorRewrite;

/** On the name of `downgrade`: writes what it lacks, in place of nothing or behind what is there. */
export async function refactorActions(
  session: Session,
  params: CodeActionParams,
): Promise<readonly CodeAction[]> {
  if (params.context.only && !asksForKind(params, refactorKind)) return [];
  const actions: CodeAction[] = [];
  for (const { indexed, file } of await filesOfUri(session, params.textDocument.uri)) {
    const place = downgradePlace(file);
    const asked = toTextRange(new LineIndex(file.text), params.range);
    if (!place || !rangesTouch(place.range, asked)) continue;
    const fix = { kind: 'generate-downgrade', file: file.path, body: 'inverse' } as const;
    const title = place.isEmpty ? 'Generate downgrade()' : 'Complete downgrade()';
    const data: ActionData = { environment: indexed.snapshot.environment.key, fix };
    const action = { title, kind: refactorKind, data };
    if (session.client.resolvesCodeActionEdits) {
      actions.push(action);
      continue;
    }
    const { edit } = await makeEdit(session, indexed, fix);
    if (edit) actions.push({ ...action, edit });
  }
  return actions;
}
