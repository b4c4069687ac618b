import type { CodeAction, CodeActionParams, Diagnostic } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { editContextOf } from '../../../core/features/editContextOf';
import { fixProject, isEmpty, editsOnly } from '../../../core/fixing/fixProject';
import { fixAllKind } from '../../session/clientFacts';
import { boundsFor, passOutcome } from '../editing';
import type { Session } from '../../session/session';
import type { ActionData, FixAll } from './actionData';
import type { MadeEdit } from './madeEdit';
import { toMadeEdit } from './madeEdit';
import type { IndexedEnvironment } from '../../workspace/indexState';

/** Title of the action that editors run on save. */
export const safeFixesTitle = 'Fix what Alembic Workbench can fix safely';

/**
 * Whether a client asks for actions of this kind. Source actions are offered only where they are asked for.
 */
export function asksForKind({ context }: CodeActionParams, kind: string): boolean {
  if (!context.only) return kind === CodeActionKind.QuickFix;
  return context.only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

/** The action that editors run on saving a revision file, where a person has set it so. */
export function fixAllOfDocument(session: Session, indexed: IndexedEnvironment, uri: string): CodeAction[] {
  const uris = session.uris();
  const { findings, snapshot } = indexed;
  const finding = findings.find(({ file }) => uris.of(file) === uri);
  if (!finding || !snapshot.filesByPath.has(finding.file)) return [];
  return [actionOf(session, indexed, { title: safeFixesTitle, kind: fixAllKind }, { file: finding.file })];
}

/** The action that fixes a rule's findings in the whole environment. */
export function fixAllOfRule(
  session: Session,
  indexed: IndexedEnvironment,
  rule: string,
  diagnostics: Diagnostic[],
): CodeAction {
  const base = { title: `Fix all ${rule} in the project`, kind: CodeActionKind.QuickFix, diagnostics };
  return actionOf(session, indexed, base, { rule });
}

/** The edit of such an action; undefined where nothing can be fixed. */
export function editOfFixAll(
  session: Session,
  indexed: IndexedEnvironment,
  wanted: FixAll,
): MadeEdit | undefined {
  const { files, runtime } = session;
  const {
    snapshot,
    folder,
    facts: { git },
  } = indexed;
  const { change } = fixProject({
    snapshot,
    fileSystem: files,
    settings: folder.settings,
    git,
    bounds: boundsFor(session, indexed),
    contextOf: (state, fileSystem) => editContextOf(runtime, fileSystem, state),
    concerns: ({ code, file }) => ('rule' in wanted ? code === wanted.rule : file === wanted.file),
    ...('file' in wanted ? { allows: (part) => editsOnly(part, wanted.file) } : {}),
  });
  if (isEmpty(change)) return undefined;
  const title = safeFixesTitle;
  return toMadeEdit(session, title, passOutcome(session, indexed, { ok: true, title, change }));
}

function actionOf(
  session: Session,
  indexed: IndexedEnvironment,
  base: CodeAction,
  fixAll: FixAll,
): CodeAction {
  if (!session.client.resolvesCodeActionEdits)
    return { ...base, edit: editOfFixAll(session, indexed, fixAll)?.edit };
  const data: ActionData = { environment: indexed.snapshot.environment.key, fixAll };
  return { ...base, data };
}
