import type { FixSpecification } from '../findings/fixSpecification';
import { movableChange } from '../edits/moved/moveChange';
import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { readRevisionFile } from '../python/readRevisionFile';
import type { StaticValue } from '../python/revisionFile';
import { readFunctionTokens } from '../python/syntax/functionTokens';
import type { GitFacts, GitRevisionFile, GitTree } from './engine/gitFacts';
import { lazily } from './engine/lazy';
import { rangeOfRevisionId } from './support/headerStrings';
import { headsAbove } from './support/headsAbove';
import type { Rule } from './engine/rule';
import { quotedList } from './support/wording';

type Part = (typeof parts)[number];

const parts = ['upgrade', 'downgrade', 'revision', 'down_revision', 'branch_labels', 'depends_on'] as const;

/**
 * A revision that the main branch had already does something else here. Where it has run, the change never
 * will. Comments, docstrings and layout may change.
 */
export const editedAfterMerge: Rule = {
  id: 'edited-after-merge',
  defaultSeverity: 'warning',
  summary: 'A revision that is on the main branch was changed here.',
  needsGit: true,
  *check({ snapshot, git, remember }) {
    if (!git) return;
    // Renamed files. One whose old file is still there is a second one with the same id, not an edited one.
    const byId = new Map(
      [...git.mergeBase.files.values()].flatMap((file) =>
        file.script && !snapshot.filesByPath.has(file.path) ? [[file.script.id, file]] : [],
      ),
    );
    for (const file of snapshot.files) {
      if (git.changedFiles && !git.changedFiles.has(file.path)) continue;
      const merged = git.mergeBase.files.get(file.path) ?? byId.get(file.script?.id ?? '');
      if (!merged || file.reading.problems.length > 0) continue;
      const compare = remember(comparisonsOf, file);
      const { changed, isMovable } = compare(merged);
      if (changed.length === 0) continue;
      yield undefined;
      const onMain = git.main.files.get(merged.path) ?? sameRevision(git.main, merged);
      const isChangedOnMain = onMain && onMain !== merged && onMain.readText() !== merged.readText();
      if (isChangedOnMain && compare(onMain).changed.length === 0) continue;
      const first = changed[0];
      yield {
        message: `${quotedList(changed.map((part) => part.replace(/grade$/, 'grade()')))} of this revision differ${changed.length === 1 ? 's' : ''} from what this branch has of ${git.mainBranch}: a database that has run it won't get the change, so put it back, and make the change in a new revision.`,
        file: file.path,
        range: rangeOfPart(file, first),
        related: [],
        fixes: moveOrRestore(snapshot, file, merged, git, isMovable(), changed),
      };
    }
  },
};

/**
 * Moving the change loses nothing, so it comes first if it can be done; if it can't, choosing it gives the
 * reason. A change of the header alone can't be moved.
 */
function moveOrRestore(
  snapshot: EnvironmentSnapshot,
  { path: file, script }: RevisionFile,
  merged: GitRevisionFile,
  { mergeBase, mainBranch }: GitFacts,
  isMovable: boolean,
  changed: readonly Part[],
): readonly FixSpecification[] {
  const version = { file, path: merged.path, commit: mergeBase.commit, ref: mainBranch };
  const restore: FixSpecification = { kind: 'restore-merged', ...version };
  if (!changed.includes('upgrade') && !changed.includes('downgrade')) return [restore];
  const moves = headsAbove(snapshot, script?.id ?? '').map((onto): FixSpecification => ({
    kind: 'move-change',
    ...version,
    onto,
  }));
  return isMovable ? [...moves, restore] : [restore, ...moves];
}

/** The file to which the main branch has renamed a revision since. */
function sameRevision({ files }: GitTree, { script }: GitRevisionFile): GitRevisionFile | undefined {
  return script && [...files.values()].find((file) => file.script?.id === script.id);
}

/** How a file differs from what a commit has of it. */
interface FileComparison {
  readonly changed: readonly Part[];
  /** Whether what its functions have gained can go into a revision of its own. */
  readonly isMovable: () => boolean;
}

/**
 * A file that went away after it was read, in a checkout for instance: there is nothing to compare, and soon
 * it will be gone here, too.
 */
const goneByNow: FileComparison = { changed: [], isMovable: () => false };

/** Compares a file with others; with each of them once, since it means taking both apart. */
function comparisonsOf(file: RevisionFile): (merged: GitRevisionFile) => FileComparison {
  const known = new WeakMap<GitRevisionFile, FileComparison>();
  return (merged) => {
    const before = known.get(merged);
    if (before) return before;
    const [then, now] = [merged.readText(), file.readText()];
    if (then === undefined || now === undefined) return goneByNow;
    const comparison = {
      changed: then === now ? [] : changedParts(file, now, then),
      isMovable: lazily(() => isMovable(file, merged)),
    };
    known.set(merged, comparison);
    return comparison;
  };
}

/** Reads both texts again, so that none is kept for a question that is seldom asked. */
function isMovable(file: RevisionFile, merged: GitRevisionFile): boolean {
  const [then, now] = [merged.readText(), file.readText()];
  return then !== undefined && now !== undefined && movableChange(then, now).ok;
}

function changedParts(file: RevisionFile, text: string, mergedText: string): readonly Part[] {
  const now = readFunctionTokens(text);
  const then = readFunctionTokens(mergedText);
  const header = readRevisionFile(mergedText).header;
  return parts.filter((part) =>
    part === 'upgrade' || part === 'downgrade'
      ? now[part] !== then[part]
      : meaning(file.reading.header[part]?.value) !== meaning(header[part]?.value),
  );
}

/** What a value means to Alembic, so that `'a'`, `("a",)` and `["a"]` are the same. */
function meaning(value: StaticValue | undefined): string {
  if (!value) return '';
  switch (value.kind) {
    case 'none':
      return '';
    case 'sequence':
      return value.items.map(meaning).join(', ');
    case 'dynamic':
      return value.source.replace(/\s+/g, ' ');
    case 'string':
    case 'number':
    case 'boolean':
    case 'bytes':
      return JSON.stringify(value.value);
  }
}

function rangeOfPart(file: RevisionFile, part: Part | undefined) {
  if (part === 'upgrade' || part === 'downgrade') {
    return file.reading[part]?.nameRange ?? rangeOfRevisionId(file);
  }
  return (part && file.reading.header[part]?.value.range) ?? rangeOfRevisionId(file);
}
