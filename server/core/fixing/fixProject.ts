import { applyFix, gitNeedOf, keepsGraph } from '../edits/fixes/fixes';
import type { Change } from '../edits/change';
import type { EditContext } from '../edits/editContext';
import type { ChangeBounds } from '../edits/gateChange';
import { flawOfPaths, realPlaceOf } from '../edits/gateChange';
import type { GitFiles } from '../findings/gitFiles';
import type { FixSpecification } from '../findings/fixSpecification';
import { buildSnapshotAtOnce } from '../project/buildSnapshot';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { FileSystem } from '../files/fileSystem';
import type { Finding } from '../findings/finding';
import type { GitFacts } from '../rules/engine/gitFacts';
import type { RuleSettings } from '../rules/engine/ruleSettings';
import { runRules } from '../rules/engine/runRules';
import { ChangedFiles } from './changedFiles';
import { filesOfTree, textsOfFiles } from './filesOfTree';
import { chosenFixOf, safeFixOf } from './safeFix';

/** What is to be fixed, and with what. */
export interface FixProjectRequest {
  readonly snapshot: EnvironmentSnapshot;
  readonly fileSystem: FileSystem;
  readonly settings: RuleSettings;
  readonly git: GitFacts | undefined;
  /** What edits need, for the files as they are after the fixes so far. */
  contextOf(snapshot: EnvironmentSnapshot, fileSystem: FileSystem): EditContext;
  /** Whether a finding is to be looked at; its file is the one before all fixes. */
  concerns(finding: Finding): boolean;
  /** Kind or title of the fix that a person has chosen; the safe fixes are applied without it. */
  readonly chosen?: string | undefined;
  /** Git's files for a fix; undefined where Git was not asked. */
  gitFilesOf?(fix: FixSpecification): GitFiles | undefined;
  /** Whether a change may be made as a part of the whole. */
  allows?(change: Change): boolean;
  /** Where the changes may write. */
  readonly bounds: ChangeBounds;
}

/** What was fixed, and what was not and why. Nothing has been written. */
export interface FixedProject {
  readonly change: Change;
  readonly fixed: readonly { readonly finding: Finding; readonly title: string }[];
  /** The findings that are there afterwards. */
  readonly left: readonly { readonly finding: Finding; readonly reason: string }[];
  /** The state afterwards. */
  readonly snapshot: EnvironmentSnapshot;
}

interface State {
  readonly files: ChangedFiles;
  readonly snapshot: EnvironmentSnapshot;
  readonly findings: readonly Finding[];
}

/**
 * Applies the safe fix of every finding in revision files, reads the files again, and goes on until no safe
 * fix is left. A fix that brings an error is undone. The result is one change.
 */
export function fixProject(request: FixProjectRequest): FixedProject {
  let state = read(request, new ChangedFiles(request.fileSystem), request.snapshot);
  const tried = new Map<string, string>();
  const fixed: { readonly finding: Finding; readonly title: string }[] = [];
  const result = (left: FixedProject['left']): FixedProject => ({
    change: state.files.toChange(),
    fixed,
    left,
    snapshot: state.snapshot,
  });
  for (let work = 0; ; work += sizeOf(state.snapshot)) {
    if (work > mostWork) return result(notReached(request, state));
    const round = fixOnce(request, state, tried);
    if (round.fixed.length === 0) return result(round.left);
    const after = read(request, round.files, state.snapshot);
    if (errorsIn(after) > errorsIn(state)) {
      for (const { key } of round.fixed) tried.set(key, 'Fixing it would bring another error.');
      continue;
    }
    fixed.push(...round.fixed);
    state = after;
  }
}

/** Revisions and their parents that are read again, over all rounds. */
const mostWork = 600_000;

function sizeOf({ map }: EnvironmentSnapshot): number {
  let size = 0;
  for (const { downRevisions } of map.revisions.values()) size += 1 + downRevisions.length;
  return size;
}

/** The findings that are there when no more rounds are made. */
function notReached(request: FixProjectRequest, { findings, files }: State): FixedProject['left'] {
  const reason = 'There are too many to fix at once: fix again to go on.';
  return findings
    .filter((finding) => request.concerns({ ...finding, file: files.originOf(finding.file) ?? finding.file }))
    .map((finding) => ({ finding, reason }));
}

/** Whether a change does nothing but edit one file. */
export function editsOnly({ edits, creates, renames }: Change, path: string): boolean {
  return creates.length + renames.length === 0 && edits.every(({ file }) => file === path);
}

interface Round {
  readonly files: ChangedFiles;
  readonly fixed: readonly { readonly finding: Finding; readonly title: string; readonly key: string }[];
  readonly left: FixedProject['left'];
}

/** One round: any number of fixes that leave the graph alone, or one that changes it. */
function fixOnce(request: FixProjectRequest, state: State, tried: Map<string, string>): Round {
  const { snapshot } = state;
  const context = request.contextOf(snapshot, state.files);
  const touched = new Set<string>();
  const fixed: { finding: Finding; title: string; key: string }[] = [];
  const left: { finding: Finding; reason: string }[] = [];
  let { files } = state;
  for (const finding of state.findings) {
    const file = files.originOf(finding.file) ?? finding.file;
    if (!request.concerns({ ...finding, file })) continue;
    const choice =
      request.chosen === undefined ? safeFixOf(snapshot, finding) : chosenFixOf(finding, request.chosen);
    if (!choice.ok) {
      left.push({ finding, reason: choice.reason });
      continue;
    }
    const key = JSON.stringify({ ...choice.fix, file });
    const before = tried.get(key);
    const outcome =
      before === undefined
        ? applyFix(snapshot, choice.fix, withKnownFiles(context, snapshot, request, choice.fix))
        : { ok: false as const, reason: before };
    if (!outcome.ok) {
      left.push({ finding, reason: outcome.reason });
      continue;
    }
    const flaw = flawOfPaths(outcome.change, request.bounds, (path) => realPlaceOf(state.files, path));
    if (flaw !== undefined) {
      left.push({ finding, reason: flaw });
      continue;
    }
    if (request.allows && !request.allows(outcome.change)) continue;
    const places = filesOf(outcome.change);
    if (places.some((path) => touched.has(path))) continue;
    if (!keepsGraph(choice.fix) && fixed.length > 0) continue;
    for (const path of places) touched.add(path);
    files = files.with(outcome.change);
    fixed.push({ finding: { ...finding, file }, title: outcome.title, key });
    tried.set(key, 'Fixing it did not make it go away.');
    // The other findings are those of another graph, and are looked at again.
    if (!keepsGraph(choice.fix)) break;
  }
  return { files, fixed, left };
}

function read(request: FixProjectRequest, files: ChangedFiles, previous: EnvironmentSnapshot): State {
  const isUntouched = previous === request.snapshot && isEmpty(files.toChange());
  const snapshot = isUntouched
    ? previous
    : buildSnapshotAtOnce({
        environment: previous.environment,
        fileSystem: files,
        generation: previous.generation,
        previous,
      });
  return { files, snapshot, findings: runRules(snapshot, request.settings, { git: request.git }) };
}

/** Whether a change would do nothing. */
export function isEmpty({ edits, creates, renames }: Change): boolean {
  return edits.length + creates.length + renames.length === 0;
}

/** The files of a commit as the facts have them, so that nobody needs to ask Git again. */
function withKnownFiles(
  context: EditContext,
  snapshot: EnvironmentSnapshot,
  request: FixProjectRequest,
  fix: FixSpecification,
): EditContext {
  const { git } = request;
  const gitFiles = request.gitFilesOf?.(fix);
  if (gitFiles) return { ...context, gitFiles };
  const need = gitNeedOf(fix);
  if (!need || need.kind === 'search') return context;
  const tree = [git?.mergeBase, git?.main].find((each) => each?.commit === need.commit);
  if (!tree) return context;
  const files =
    need.kind === 'file'
      ? [tree.files.get(need.path)].filter((file) => file !== undefined)
      : filesOfTree(tree.files.values(), snapshot, need.id);
  const texts = textsOfFiles(files);
  if (files.length === 0 || !texts) return context;
  return { ...context, gitFiles: { ok: true, files: texts } };
}

function filesOf({ edits, creates, renames }: Change): readonly string[] {
  return [
    ...edits.map(({ file }) => file),
    ...creates.map(({ file }) => file),
    ...renames.flatMap(({ from, to }) => [from, to]),
  ];
}

function errorsIn({ findings }: State): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}
