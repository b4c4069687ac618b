import type { CodeAction, CodeActionParams, Diagnostic } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { describeFix, gitNeedOf, movedRevisions, isExpensive } from '../../../core/edits/fixes/fixes';
import type { FixOffer } from '../../../core/features/fixOffers';
import type { Finding } from '../../../core/findings/finding';
import type { FixSpecification } from '../../../core/findings/fixSpecification';
import { visibleText } from '../../../core/text/visibleText';
import type { CodeActionFacts } from '../../../protocol/codeActions';
import type { DisableRuleArgument } from '../../../protocol/codeActions';
import { commandIds } from '../../../protocol/identifiers';
import type { Session } from '../../session/session';
import type { IndexedEnvironment } from '../../workspace/indexState';
import type { ActionData } from './actionData';
import { configAction } from './configActions';
import { fixAllOfRule } from './fixAllActions';
import { initialiseAction } from './initialiseAction';
import { makeEdit, openCreated } from './madeEdit';

/** An offer and the environment whose finding it is about; undefined for a problem in a config file. */
export interface PlacedOffer {
  readonly indexed: IndexedEnvironment | undefined;
  readonly offer: FixOffer;
}

/** An offer as code actions, in clients that can do it. */
export async function toCodeActions(
  session: Session,
  placed: PlacedOffer,
  params: CodeActionParams,
): Promise<readonly CodeAction[]> {
  const { indexed, offer } = placed;
  if (offer.kind === 'silence') return await silenceActions(session, indexed, offer, params);
  const action = await toCodeAction(session, { indexed, offer }, params);
  return action ? [action] : [];
}

/** One command that asks where, in clients that have it; else an edit for each place. */
async function silenceActions(
  session: Session,
  indexed: IndexedEnvironment | undefined,
  { finding, comments }: Extract<FixOffer, { kind: 'silence' }>,
  params: CodeActionParams,
): Promise<readonly CodeAction[]> {
  const diagnostics = diagnosticsOf(finding, params);
  if (!session.client.disablesRules) {
    if (!indexed) return [];
    const actions = comments.map((fix) => ignoreAction(session, indexed, fix, diagnostics));
    return (await Promise.all(actions)).flatMap((action) => action ?? []);
  }
  const [comment] = comments;
  const title = `Disable ${finding.code}…`;
  const argument: DisableRuleArgument = {
    rule: finding.code,
    uri: session.uris().of(finding.file),
    comment:
      indexed && comment ? { environment: indexed.snapshot.environment.key, offset: comment.offset } : null,
  };
  const command = { title, command: commandIds.disableRule, arguments: [argument] };
  return [{ kind: CodeActionKind.QuickFix, title, diagnostics, command }];
}

async function toCodeAction(
  session: Session,
  { indexed, offer }: PlacedOffer & { readonly offer: Exclude<FixOffer, { kind: 'silence' }> },
  params: CodeActionParams,
): Promise<CodeAction | undefined> {
  const { client } = session;
  const { finding } = offer;
  const diagnostics = diagnosticsOf(finding, params);
  switch (offer.kind) {
    case 'fix':
      if (!indexed) return configAction(session, offer, diagnostics);
      return await fixAction(session, indexed, offer, diagnostics);
    case 'fix-all':
      return indexed && fixAllOfRule(session, indexed, finding.code, diagnostics);
    case 'compare-with-merged': {
      if (!client.comparesWithMerged) return undefined;
      const command = { title: 'Compare with the merged version', command: commandIds.compareWithMerged };
      return commandAction(command, [session.uris().of(finding.file)], diagnostics);
    }
  }
}

async function fixAction(
  session: Session,
  indexed: IndexedEnvironment,
  { fix, isPreferred }: Extract<FixOffer, { kind: 'fix' }>,
  diagnostics: Diagnostic[],
): Promise<CodeAction | undefined> {
  const { resolvesCodeActionEdits, showsDisabledCodeActions } = session.client;
  const facts = factsOf(indexed, fix);
  const data: ActionData = { ...facts, fix };
  const base = { kind: CodeActionKind.QuickFix, diagnostics, data };
  if (resolvesCodeActionEdits && isExpensive(fix)) return { ...base, title: describeFix(fix), isPreferred };
  if (gitNeedOf(fix)?.kind === 'search') return undefined;
  const initialise = initialiseAction(session, fix, diagnostics);
  if (initialise) return initialise;
  const made = await makeEdit(session, indexed, fix);
  const { title } = made;
  if (made.edit === undefined)
    return showsDisabledCodeActions ? { ...base, title, disabled: { reason: made.reason } } : undefined;
  const action = { ...base, title, isPreferred };
  return resolvesCodeActionEdits ? action : { ...action, edit: made.edit, ...openCreated(session, made) };
}

function factsOf({ snapshot }: IndexedEnvironment, fix: FixSpecification): CodeActionFacts {
  return { environment: snapshot.environment.key, ...movedRevisions(fix, snapshot) };
}

async function ignoreAction(
  session: Session,
  indexed: IndexedEnvironment,
  fix: FixSpecification,
  diagnostics: Diagnostic[],
): Promise<CodeAction | undefined> {
  const base = { kind: CodeActionKind.QuickFix, title: describeFix(fix), diagnostics };
  const data: ActionData = { environment: indexed.snapshot.environment.key, fix };
  if (session.client.resolvesCodeActionEdits) return { ...base, data };
  const { edit } = await makeEdit(session, indexed, fix);
  return edit && { ...base, edit };
}

function commandAction(
  command: { readonly title: string; readonly command: string },
  words: string[],
  diagnostics: Diagnostic[],
): CodeAction {
  const { title } = command;
  return { kind: CodeActionKind.QuickFix, title, diagnostics, command: { ...command, arguments: words } };
}

/** The diagnostics in the client's question that show a finding. */
function diagnosticsOf({ code, message }: Finding, { context }: CodeActionParams): Diagnostic[] {
  return context.diagnostics.filter(
    (diagnostic) => diagnostic.code === code && diagnostic.message === visibleText(message),
  );
}
