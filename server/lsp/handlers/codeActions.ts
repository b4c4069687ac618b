import type { CodeAction, CodeActionParams, Diagnostic } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { applyFix, describeFix, gitNeedOf, movedRevisions, takesLong } from '../../core/edits/fixes/fixes';
import type { FixSpecification } from '../../core/findings/fixSpecification';
import { withoutGit } from '../../core/findings/gitFiles';
import { readFilesForFix } from '../../disk/git/filesForFix';
import type { Finding, Severity } from '../../core/findings/finding';
import { rangesTouch } from '../../core/text/textRange';
import type { ClientUris } from '../convert/clientUris';
import { LineIndexes, toTextRange } from '../convert/ranges';
import { visibleText } from '../../core/text/visibleText';
import { messageText } from '../convert/shownText';
import { editContextFor, passOutcome } from './editing';
import { runSafe } from '../session/runSafe';
import type { Session } from '../session/session';
import type { CodeActionFacts } from '../../protocol/codeActions';
import { commandIds } from '../../protocol/identifiers';
import type { ConfigActionData } from './configActions';
import { configActions, makeConfigEdit } from './configActions';
import { fixAllOfConfig } from './fixAllConfig';
import { disableRuleCommand, disablingFixes } from './disablingFixes';
import type { FixAll } from './fixAllActions';
import { editOfFixAll, fixAllOfDocument, fixAllOfRule, isWanted } from './fixAllActions';
import { initialiseAction } from './initialiseAction';
import type { MadeEdit } from './madeEdit';
import { toMadeEdit } from './madeEdit';
import { mayHaveFindings } from './revisionFiles';
import type { IndexedEnvironment } from '../workspace/indexState';

/** What a code action carries from the list to its resolving. */
type ActionData =
  (CodeActionFacts & ({ readonly fix: FixSpecification } | { readonly fixAll: FixAll })) | ConfigActionData;

/** Offers the ways out of the findings at a place. Their edits are made when one is chosen, where the client can wait for that. */
export function registerCodeActions(session: Session): void {
  const { connection, files, log } = session;
  connection.onCodeAction(
    runSafe<CodeActionParams, CodeAction[]>('codeAction', [], log, async (params) => {
      // Editors ask at every move of the cursor, in every file.
      if (!mayHaveFindings(session, params.textDocument.uri)) return [];
      const state = await session.index.settled();
      const { environments, problems } = state;
      const uris = session.uris();
      const actions = fixAllOfConfig(session, state, params);
      // After every way out: silence is what is left.
      const silencing: CodeAction[] = [];
      const wantsQuickFixes = isWanted(params, CodeActionKind.QuickFix);
      for (const indexed of environments.values()) {
        actions.push(...fixAllOfDocument(session, indexed, params));
        if (!wantsQuickFixes) continue;
        const { snapshot, findings } = indexed;
        const textOf = (path: string) => snapshot.filesByPath.get(path)?.text ?? files.readText(path);
        for (const finding of findingsAt(findings, params, uris, textOf)) {
          actions.push(...(await waysOutOf(session, indexed, finding, params)));
          silencing.push(...(await disablingActions(session, indexed, finding, params)));
        }
      }
      if (wantsQuickFixes) {
        for (const problem of findingsAt(problems, params, uris, (path) => files.readText(path))) {
          actions.push(...configActions(session, problem, diagnosticsOf(problem, params)));
          silencing.push(...disablingInSettings(session, problem, params));
        }
      }
      return withoutRepetition([...actions, ...silencing]).map(shownAction);
    }),
  );
  connection.onCodeActionResolve(async (action, token) => {
    const resolve = runSafe<CodeAction, CodeAction>('codeAction/resolve', action, log, async (chosen) => {
      const data = chosen.data as ActionData | undefined;
      const { environments } = await session.index.settled();
      if (!data) return chosen;
      const outcome = 'configFix' in data ? makeConfigEdit(session, data.configFix) : await makeEditOf(data);
      if (!outcome) return chosen;
      if (outcome.edit !== undefined) {
        const { edit, planned } = outcome;
        const checked = session.client.checksPlans ? { data: { ...data, planned } } : {};
        return { ...chosen, edit, ...checked, ...opening(session, outcome) };
      }
      // Editors keep an error of this request to themselves.
      connection.window.showWarningMessage(messageText(outcome.reason));
      return chosen;

      async function makeEditOf(
        wanted: Exclude<ActionData, ConfigActionData>,
      ): Promise<MadeEdit | undefined> {
        const indexed = environments.get(wanted.environment);
        if (!indexed) return undefined;
        if (!('fixAll' in wanted)) return await makeEdit(session, indexed, wanted.fix);
        return editOfFixAll(session, indexed, wanted.fixAll);
      }
    });
    return resolve(action, token);
  });
}

const worstFirst: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** The findings at a place, the worst first: its ways out are what is wanted most. */
function findingsAt(
  findings: readonly Finding[],
  { textDocument, range }: CodeActionParams,
  uris: ClientUris,
  textOf: (path: string) => string | undefined,
): readonly Finding[] {
  const lines = new LineIndexes(textOf);
  return findings
    .filter(
      (finding) =>
        uris.of(finding.file) === textDocument.uri &&
        rangesTouch(finding.range, toTextRange(lines.of(finding.file), range)),
    )
    .sort((a, b) => worstFirst.indexOf(a.severity) - worstFirst.indexOf(b.severity));
}

async function waysOutOf(
  session: Session,
  indexed: IndexedEnvironment,
  finding: Finding,
  params: CodeActionParams,
): Promise<CodeAction[]> {
  const diagnostics = diagnosticsOf(finding, params);
  const { resolvesCodeActionEdits, showsDisabledCodeActions } = session.client;
  const actionFor = async (fix: FixSpecification, index: number): Promise<CodeAction[]> => {
    const { snapshot } = indexed;
    const facts: CodeActionFacts = {
      environment: snapshot.environment.key,
      ...movedRevisions(fix, snapshot),
    };
    const base = { kind: CodeActionKind.QuickFix, diagnostics, data: { ...facts, fix } satisfies ActionData };
    if (resolvesCodeActionEdits && takesLong(fix)) {
      return [{ ...base, title: describeFix(fix), isPreferred: index === 0 }];
    }
    if (gitNeedOf(fix)?.kind === 'search') return [];
    const initialise = initialiseAction(session, fix, diagnostics);
    if (initialise) return [initialise];
    const outcome = await makeEdit(session, indexed, fix);
    const { title } = outcome;
    if (outcome.edit === undefined) {
      return showsDisabledCodeActions ? [{ ...base, title, disabled: { reason: outcome.reason } }] : [];
    }
    const action = { ...base, title, isPreferred: index === 0 };
    if (resolvesCodeActionEdits) return [action];
    return [{ ...action, edit: outcome.edit, ...opening(session, outcome) }];
  };
  return [
    ...(await Promise.all(finding.fixes.map(actionFor))).flat(),
    ...comparison(),
    ...fixAllOfRule(session, indexed, finding, diagnostics),
  ];

  function comparison(): CodeAction[] {
    if (!session.client.comparesWithMerged || finding.code !== 'edited-after-merge') return [];
    const title = 'Compare with the merged version';
    const command = {
      title,
      command: commandIds.compareWithMerged,
      arguments: [session.uris().of(finding.file)],
    };
    return [{ kind: CodeActionKind.QuickFix, title, diagnostics, command }];
  }
}

/** What silences a finding: a comment on its line, one for its file, and the settings. */
async function disablingActions(
  session: Session,
  indexed: IndexedEnvironment,
  finding: Finding,
  params: CodeActionParams,
): Promise<CodeAction[]> {
  const actions: CodeAction[] = [];
  for (const fix of disablingFixes(indexed, finding)) {
    const data: ActionData = { environment: indexed.snapshot.environment.key, fix };
    const diagnostics = diagnosticsOf(finding, params);
    const base = { kind: CodeActionKind.QuickFix, title: describeFix(fix), diagnostics };
    if (session.client.resolvesCodeActionEdits) actions.push({ ...base, data });
    else {
      const { edit } = await makeEdit(session, indexed, fix);
      if (edit) actions.push({ ...base, edit });
    }
  }
  return [...actions, ...disablingInSettings(session, finding, params)];
}

/** Turns a rule off in the settings, where the client can do that. */
function disablingInSettings(session: Session, finding: Finding, params: CodeActionParams): CodeAction[] {
  if (!session.client.disablesRules) return [];
  const { code, file } = finding;
  const title = `Disable ${code} in settings`;
  const command = { title, command: disableRuleCommand, arguments: [code, session.uris().of(file)] };
  return [{ kind: CodeActionKind.QuickFix, title, diagnostics: diagnosticsOf(finding, params), command }];
}

/** Shows the file that an edit has made, in clients that can: it is why the action was chosen, and where it can be undone. */
function opening(
  { client }: Session,
  { created }: Extract<MadeEdit, { planned: unknown }>,
): Pick<CodeAction, 'command'> {
  if (!client.opensRevisions || created === undefined) return {};
  const title = 'Open Revision';
  return { command: { title, command: commandIds.openRevision, arguments: [{ uri: created }] } };
}

async function makeEdit(
  session: Session,
  indexed: IndexedEnvironment,
  fix: FixSpecification,
): Promise<MadeEdit> {
  const { git } = session;
  const { snapshot } = indexed;
  const need = gitNeedOf(fix);
  const gitFiles = git && need ? await readFilesForFix(git.reader, snapshot, need) : withoutGit;
  const outcome = applyFix(snapshot, fix, { ...editContextFor(session, snapshot), gitFiles });
  return toMadeEdit(session, describeFix(fix), passOutcome(session, indexed, outcome));
}

function diagnosticsOf({ code, message }: Finding, { context }: CodeActionParams): Diagnostic[] {
  return context.diagnostics.filter(
    (diagnostic) => diagnostic.code === code && diagnostic.message === visibleText(message),
  );
}

/** An action as it is listed: its words hold ids and names of files. */
function shownAction(action: CodeAction): CodeAction {
  const { title, disabled } = action;
  return {
    ...action,
    title: visibleText(title),
    ...(disabled ? { disabled: { reason: visibleText(disabled.reason) } } : {}),
  };
}

/** One file may belong to several environments, which then offer the same. */
function withoutRepetition(actions: readonly CodeAction[]): CodeAction[] {
  return [...new Map(actions.toReversed().map((action) => [action.title, action])).values()].toReversed();
}
