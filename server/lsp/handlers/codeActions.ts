import type { CodeAction, CodeActionParams } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { configurationOffers, fixesFirst, fixOffers, worstFirst } from '../../core/features/fixOffers';
import type { Finding } from '../../core/findings/finding';
import { rangesTouch } from '../../core/text/textRange';
import { visibleText } from '../../core/text/visibleText';
import { LineIndexes, toTextRange } from '../convert/ranges';
import { messageText } from '../convert/shownText';
import type { Capabilities } from '../session/describeServer';
import { fixAllKind } from '../session/clientFacts';
import { runSafe } from '../session/runSafe';
import type { Session } from '../session/session';
import type { IndexState } from '../workspace/indexState';
import { runSteps } from '../workspace/slices';
import type { ActionData } from './codeActions/actionData';
import { makeConfigEdit } from './codeActions/configActions';
import { editOfFixAll, fixAllOfDocument, asksForKind } from './codeActions/fixAllActions';
import { fixAllOfConfig } from './codeActions/fixAllConfig';
import type { MadeEdit } from './codeActions/madeEdit';
import { makeEdit, openCreated } from './codeActions/madeEdit';
import type { PlacedOffer } from './codeActions/offerActions';
import { toCodeActions } from './codeActions/offerActions';
import { refactorActions } from './codeActions/refactorActions';
import { mayHaveFindings } from './revisionFiles';

/**
 * Offers the fixes of the findings at a place. Their edits are made when one is chosen, where the client can
 * wait for that.
 */
export function registerCodeActions(session: Session): Capabilities {
  const { connection, log, client } = session;
  connection.onCodeAction(
    runSafe<CodeActionParams, CodeAction[]>('codeAction', [], log, async (params, token) => {
      // Editors ask at every move of the cursor, in every file.
      if (!mayHaveFindings(session, params.textDocument.uri)) return [];
      const state = await session.index.settled();
      const actions = fixAllActions(session, state, params);
      const offers = asksForKind(params, CodeActionKind.QuickFix) ? offersAt(session, state, params) : [];
      const made = await runSteps(fixesFirst(offers), session.runtime, token, (placed) =>
        toCodeActions(session, placed, params),
      );
      // A finding there offers the same.
      const isOffered = offers.some(
        ({ offer }) => offer.kind === 'fix' && offer.fix.kind === 'generate-downgrade',
      );
      const refactorings = isOffered ? [] : await refactorActions(session, params);
      const all = [...actions, ...made.flat(), ...refactorings];
      return withoutRepetition(all).map(toShownAction);
    }),
  );
  connection.onCodeActionResolve((action, token) =>
    runSafe<CodeAction, CodeAction>('codeAction/resolve', action, log, (chosen) => resolved(session, chosen))(
      action,
      token,
    ),
  );
  const codeActionKinds = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind];
  return { codeActionProvider: { codeActionKinds, resolveProvider: client.resolvesCodeActionEdits } };
}

/** The actions that editors run on save. */
function fixAllActions(session: Session, state: IndexState, params: CodeActionParams): readonly CodeAction[] {
  if (!asksForKind(params, fixAllKind)) return [];
  const { uri } = params.textDocument;
  return [
    ...fixAllOfConfig(session, state, uri),
    ...[...state.environments.values()].flatMap((indexed) => fixAllOfDocument(session, indexed, uri)),
  ];
}

function offersAt(
  session: Session,
  { environments, problems }: IndexState,
  params: CodeActionParams,
): readonly PlacedOffer[] {
  const { files } = session;
  const ofEnvironments = [...environments.values()].flatMap((indexed) => {
    const { snapshot, findings } = indexed;
    const textOf = (path: string) => snapshot.filesByPath.get(path)?.readText() ?? files.readText(path);
    return findingsAt(session, findings, params, textOf)
      .flatMap((finding) => fixOffers(snapshot, finding, findings))
      .map((offer) => ({ indexed, offer }));
  });
  const ofConfiguration = findingsAt(session, problems, params, (path) => files.readText(path))
    .flatMap(configurationOffers)
    .map((offer) => ({ indexed: undefined, offer }));
  return [...ofEnvironments, ...ofConfiguration];
}

/** The findings at a place, the worst first: its fixes are wanted most. */
function findingsAt(
  session: Session,
  findings: readonly Finding[],
  { textDocument, range }: CodeActionParams,
  textOf: (path: string) => string | undefined,
): readonly Finding[] {
  const uris = session.uris();
  const lines = new LineIndexes(textOf);
  const isHere = (finding: Finding): boolean => {
    const own = uris.of(finding.file) === textDocument.uri ? lines.find(finding.file) : undefined;
    return own !== undefined && rangesTouch(finding.range, toTextRange(own, range));
  };
  return worstFirst(findings.filter(isHere));
}

/**
 * An action with its edit, as the files are at this moment. Editors keep an error of this request to
 * themselves, so a reason is shown here.
 */
async function resolved(session: Session, chosen: CodeAction): Promise<CodeAction> {
  const data = chosen.data as ActionData | undefined;
  const made = data && (await madeOf(session, data));
  if (!made) return chosen;
  if (made.edit === undefined) {
    session.connection.window.showWarningMessage(messageText(made.reason));
    return chosen;
  }
  const { edit, planned } = made;
  const checked = session.client.checksPlans ? { data: { ...data, planned } } : {};
  return { ...chosen, edit, ...checked, ...openCreated(session, made) };
}

async function madeOf(session: Session, data: ActionData): Promise<MadeEdit | undefined> {
  const { environments } = await session.index.settled();
  if ('configFix' in data) return makeConfigEdit(session, data.configFix);
  const indexed = environments.get(data.environment);
  if (!indexed) return undefined;
  return 'fixAll' in data
    ? editOfFixAll(session, indexed, data.fixAll)
    : await makeEdit(session, indexed, data.fix);
}

/** An action as it is listed: its words hold ids and names of files. */
function toShownAction(action: CodeAction): CodeAction {
  const { title, disabled } = action;
  const reason = disabled && { disabled: { reason: visibleText(disabled.reason) } };
  return { ...action, title: visibleText(title), ...reason };
}

/** One file may belong to several environments, which then offer the same. */
function withoutRepetition(actions: readonly CodeAction[]): CodeAction[] {
  return [...new Map(actions.toReversed().map((action) => [action.title, action])).values()].toReversed();
}
