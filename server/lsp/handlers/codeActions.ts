import type { CodeAction, CodeActionParams, Diagnostic, WorkspaceEdit } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { carryOutFix } from '../../core/edits/carryOutFix';
import { describeFix } from '../../core/edits/describeFix';
import type { FixSpecification } from '../../core/edits/fixSpecification';
import { withoutGit } from '../../core/edits/gitFiles';
import { isGitFix, readFilesForFix } from '../../disk/git/filesForFix';
import type { Finding } from '../../core/rules/finding';
import { rangesTouch } from '../../core/text/textRange';
import { toWorkspaceEdit } from '../convert/changes';
import type { ClientUris } from '../convert/clientUris';
import { LineIndexes, toTextRange } from '../convert/ranges';
import { changeTargetFor, editContextFor } from '../editing';
import { runSafe } from '../runSafe';
import type { Session } from '../session';
import { commandIds } from '../../protocol/identifiers';
import { disableRuleCommand, disablingFixes } from './disablingFixes';
import type { FixAll } from './fixAllActions';
import { editOfFixAll, fixAllOfDocument, fixAllOfRule, isWanted } from './fixAllActions';
import { mayHaveFindings } from './revisionFiles';
import type { IndexedEnvironment } from '../workspace/indexState';

/** What a code action carries from the list to its resolving. */
type ActionData = {
  readonly environment: string;
} & ({ readonly fix: FixSpecification } | { readonly fixAll: FixAll });

/** Offers the ways out of the findings at a place. Their edits are made when one is chosen, where the client can wait for that. */
export function registerCodeActions(session: Session): void {
  const { connection, log } = session;
  connection.onCodeAction(
    runSafe<CodeActionParams, CodeAction[]>('codeAction', [], log, async (params) => {
      // Editors ask at every move of the cursor, in every file.
      if (!mayHaveFindings(session, params.textDocument.uri)) return [];
      const { environments } = await session.index.settled();
      const uris = session.uris();
      const actions: CodeAction[] = [];
      for (const indexed of environments.values()) {
        actions.push(...fixAllOfDocument(session, indexed, params));
        if (!isWanted(params, CodeActionKind.QuickFix)) continue;
        for (const finding of findingsAt(indexed, params, uris)) {
          actions.push(...(await actionsFor(session, indexed, finding, params)));
        }
      }
      return withoutRepetition(actions);
    }),
  );
  connection.onCodeActionResolve(async (action, token) => {
    const resolve = runSafe<CodeAction, CodeAction>('codeAction/resolve', action, log, async (chosen) => {
      const data = chosen.data as ActionData | undefined;
      const { environments } = await session.index.settled();
      const indexed = data && environments.get(data.environment);
      if (!indexed) return chosen;
      if ('fixAll' in data) {
        const edit = editOfFixAll(session, indexed, data.fixAll);
        return edit ? { ...chosen, edit } : chosen;
      }
      const outcome = await makeEdit(session, indexed, data.fix);
      if (outcome.edit !== undefined) return { ...chosen, edit: outcome.edit };
      // Editors keep an error of this request to themselves.
      connection.window.showWarningMessage(outcome.reason);
      return chosen;
    });
    return resolve(action, token);
  });
}

function findingsAt(
  { snapshot, findings }: IndexedEnvironment,
  { textDocument, range }: CodeActionParams,
  uris: ClientUris,
): readonly Finding[] {
  const lines = new LineIndexes((path) => snapshot.filesByPath.get(path)?.text);
  return findings.filter(
    (finding) =>
      uris.of(finding.file) === textDocument.uri &&
      rangesTouch(finding.range, toTextRange(lines.of(finding.file), range)),
  );
}

async function actionsFor(
  session: Session,
  indexed: IndexedEnvironment,
  finding: Finding,
  { context }: CodeActionParams,
): Promise<CodeAction[]> {
  const diagnostics = context.diagnostics.filter((diagnostic) => isOf(diagnostic, finding));
  const { resolvesCodeActionEdits, showsDisabledCodeActions } = session.client;
  const actionFor = async (fix: FixSpecification, index: number): Promise<CodeAction[]> => {
    const data: ActionData = { environment: indexed.snapshot.environment.key, fix };
    const base = { kind: CodeActionKind.QuickFix, diagnostics, data };
    if (resolvesCodeActionEdits && takesLong(fix)) {
      return [{ ...base, title: describeFix(fix), isPreferred: index === 0 }];
    }
    if (fix.kind === 'find-revision') return [];
    const outcome = await makeEdit(session, indexed, fix);
    const { title } = outcome;
    if (outcome.edit === undefined) {
      return showsDisabledCodeActions ? [{ ...base, title, disabled: { reason: outcome.reason } }] : [];
    }
    const action = { ...base, title, isPreferred: index === 0 };
    return [resolvesCodeActionEdits ? action : { ...action, edit: outcome.edit }];
  };
  return [
    ...(await Promise.all(finding.fixes.map(actionFor))).flat(),
    ...comparison(),
    ...fixAllOfRule(session, indexed, finding, diagnostics),
    ...(await disablingActions(finding)),
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

  async function disablingActions({ code, file }: Finding): Promise<CodeAction[]> {
    const actions: CodeAction[] = [];
    for (const fix of disablingFixes(indexed, finding)) {
      const data: ActionData = { environment: indexed.snapshot.environment.key, fix };
      const base = { kind: CodeActionKind.QuickFix, title: describeFix(fix), diagnostics };
      if (resolvesCodeActionEdits) actions.push({ ...base, data });
      else {
        const { edit } = await makeEdit(session, indexed, fix);
        if (edit) actions.push({ ...base, edit });
      }
    }
    if (session.client.disablesRules) {
      const title = `Disable ${code} in settings`;
      const command = { title, command: disableRuleCommand, arguments: [code, session.uris().of(file)] };
      actions.push({ kind: CodeActionKind.QuickFix, title, diagnostics, command });
    }
    return actions;
  }
}

/** Too much work for a menu that may not even be looked at. Whether it can be done is told when it is chosen. */
function takesLong(fix: FixSpecification): boolean {
  return fix.kind === 'change-revision-id' || fix.kind === 'rebase' || isGitFix(fix);
}

type MadeEdit =
  | { readonly title: string; readonly edit: WorkspaceEdit }
  | { readonly title: string; readonly edit: undefined; readonly reason: string };

async function makeEdit(
  session: Session,
  { snapshot }: IndexedEnvironment,
  fix: FixSpecification,
): Promise<MadeEdit> {
  const { git } = session;
  const gitFiles = git && isGitFix(fix) ? await readFilesForFix(git.reader, snapshot, fix) : withoutGit;
  const outcome = carryOutFix(snapshot, fix, { ...editContextFor(session, snapshot), gitFiles });
  if (!outcome.ok) return { title: describeFix(fix), edit: undefined, reason: outcome.reason };
  const { title, change } = outcome;
  const edit = toWorkspaceEdit(change, changeTargetFor(session, snapshot), session.client.workspaceEdits);
  return edit
    ? { title, edit }
    : { title, edit, reason: 'This editor can not create or rename files for it.' };
}

function isOf(diagnostic: Diagnostic, finding: Finding): boolean {
  return diagnostic.code === finding.code && diagnostic.message === finding.message;
}

/** One file may belong to several environments, which then offer the same. */
function withoutRepetition(actions: readonly CodeAction[]): CodeAction[] {
  return [...new Map(actions.toReversed().map((action) => [action.title, action])).values()].toReversed();
}
