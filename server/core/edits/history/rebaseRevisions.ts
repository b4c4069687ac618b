import { parentsFirst } from '../../revision/graph/parentsFirst';
import { ancestorsOf } from '../../revision/graph/relatives';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import type { Revision } from '../../revision/graph/revisionMap';
import type { ChangeOutcome, FileRename } from '../change';
import { renamedPath, rewriteOne } from './changeRevisionId';
import type { CreateDate } from '../../text/createDate';
import { joinList } from '../../text/lists';
import { unknownTimezone } from '../editContext';
import type { EditContext } from '../editContext';
import { editsOf } from '../fileEdits';
import { smallestEdit } from '../../text/textEdit';
import { dateText } from '../../mako/pythonDate';
import { renameAll, replaceReferences, setParents } from '../header/references';
import { createDateOf, templateName } from '../compose/renameFileToTemplate';
import type { FileRewrite } from '../header/rewriteFiles';
import { findFile, headerValues, rewriteFiles } from '../header/rewriteFiles';
import { setRevisionId } from './revisionId';
import { fileNameOf, folderOf } from '../../files/paths';
import type { FileWithText } from '../../project/fileWithText';

export interface RebaseOptions {
  /** Write a new create date into every moved file that has one. */
  readonly newCreateDates?: boolean | undefined;
  /** Give moved revisions with sequential ids the numbers after the highest one. */
  readonly renumber?: boolean | undefined;
  /** The files that are meant by ids which several files have. */
  readonly files?: readonly string[] | undefined;
  /** The files that were built on one of `files` and follow its new id. */
  readonly children?: readonly string[] | undefined;
}

/** A revision to move, as its own file says it. */
type MovedRevision = Pick<Revision, 'id' | 'script' | 'downRevisions'>;

/** What a rebase does to one revision. */
export interface RebaseStep {
  readonly file: string;
  readonly id: string;
  readonly newId: string;
  readonly oldParents: readonly string[];
  readonly newParents: readonly string[];
}

/** The steps of a rebase, parents before children, or why there is none. */
export type RebasePreview =
  | { readonly ok: true; readonly steps: readonly RebaseStep[] }
  | { readonly ok: false; readonly reason: string };

/** What moving `revisions` on top of `onto` would do to each of them; nothing is changed. */
export function previewRebase(
  snapshot: EnvironmentSnapshot,
  revisions: readonly string[],
  onto: string,
  options: RebaseOptions = {},
): RebasePreview {
  const moved = new Set(revisions);
  const known = revisionsOf(snapshot, moved, options.files ?? []);
  if (!known.ok) return known;
  const target = snapshot.map.revisions.get(onto);
  if (!target)
    return { ok: false, reason: `There is no revision ${onto} to move onto; refresh and choose again.` };
  const below = ancestorsOf(snapshot.map, [onto]);
  const shared = new Set(revisions.filter((id) => isShared(snapshot, id)));
  // The others of a shared id stay, and `onto` may build on one of them.
  const inTheWay = revisions.find(
    (id) => below.has(id) && !(shared.has(id) && (id !== onto || options.renumber)),
  );
  if (inTheWay !== undefined) {
    return {
      ok: false,
      reason: `${onto} builds on ${inTheWay} itself, so that moving would make a cycle; choose another target.`,
    };
  }
  const { ordered, cyclic } = parentsFirst(known.revisions);
  if (cyclic.length > 0) return { ok: false, reason: `The revisions to move form a cycle; break it first.` };
  const newIds = options.renumber ? renumbered(snapshot, ordered, moved, shared) : new Map<string, string>();
  if (!newIds) {
    return {
      ok: false,
      reason: 'The ids to move are not sequential numbers; move them without renumbering.',
    };
  }
  const steps = ordered.map((revision): RebaseStep => {
    const parents = movedParents(revision, moved, onto, below);
    return {
      file: revision.script.file,
      id: revision.id,
      newId: newIds.get(revision.id) ?? revision.id,
      oldParents: revision.downRevisions,
      newParents: parents.map((id) => (id === onto && shared.has(id) ? id : (newIds.get(id) ?? id))),
    };
  });
  return { ok: true, steps };
}

/**
 * Moves a chain of revisions on top of another revision: one change over all files, which `previewRebase`
 * shows first.
 */
export function rebaseRevisions(
  snapshot: EnvironmentSnapshot,
  revisions: readonly string[],
  onto: string,
  options: RebaseOptions,
  context: Pick<EditContext, 'now' | 'fileExists'>,
): ChangeOutcome {
  const preview = previewRebase(snapshot, revisions, onto, options);
  if (!preview.ok) return preview;
  if (options.newCreateDates && !context.now)
    return { ok: false, reason: unknownTimezone(snapshot.environment.configuration.timezone) };
  const newIds = new Map<string, string>();
  for (const { id, newId } of preview.steps) if (newId !== id) newIds.set(id, newId);
  const rewrites: FileRewrite[] = [];
  const renames: FileRename[] = [];
  for (const step of preview.steps) {
    const found = findFile(snapshot, step.file);
    if (!found.ok) return found;
    const { file } = found;
    rewrites.push(rewriteMoved(file, step, newIds, options.newCreateDates ? context.now : undefined));
    const rename = renameMoved(snapshot, file, step, options, context);
    if (!rename.ok) return rename;
    renames.push(...rename.renames);
  }
  const moved = new Set(preview.steps.map(({ file }) => file));
  const alone = new Map([...newIds].filter(([id]) => !isShared(snapshot, id)));
  for (const kept of newIds.size > 0 ? snapshot.files : []) {
    const followed = options.children?.includes(kept.path) ? newIds : alone;
    const rewrite = moved.has(kept.path) ? undefined : rewriteOne(kept, undefined, followed);
    if (rewrite) rewrites.push(rewrite);
  }
  return rewriteFiles(`Move ${joinList(preview.steps.map(({ id }) => id))} onto ${onto}`, rewrites, renames);
}

function rewriteMoved(
  file: FileWithText,
  step: RebaseStep,
  newIds: ReadonlyMap<string, string>,
  date: CreateDate | undefined,
): FileRewrite {
  const dependencies = headerValues(file.reading).dependencies;
  const isNamed = dependencies?.some((name) => newIds.has(name)) ?? false;
  const written = file.reading.docstringFields.createDate;
  return {
    file,
    edits: [
      ...(step.newId === step.id ? [] : [setRevisionId(file, step.newId)]),
      setParents(file, step.newParents),
      ...(isNamed ? [replaceReferences(file, 'depends_on', newIds)] : []),
      ...(date && written ? [editsOf(smallestEdit(written.range.start, written.value, dateText(date)))] : []),
    ],
    promise: {
      id: step.newId,
      parents: step.newParents,
      ...(dependencies ? { dependencies: renameAll(dependencies, newIds) } : {}),
    },
  };
}

/**
 * The new name of a moved file: with a new id in it, or with a new date where it bears its date as the
 * template says.
 */
function renameMoved(
  snapshot: EnvironmentSnapshot,
  file: FileWithText,
  step: RebaseStep,
  options: RebaseOptions,
  context: Pick<EditContext, 'now' | 'fileExists'>,
): ReturnType<typeof renamedPath> {
  const before = options.newCreateDates
    ? templateName(snapshot, file, step.id, createDateOf(file))
    : undefined;
  if (context.now && before?.ok && before.name === fileNameOf(file.path)) {
    const after = templateName(snapshot, file, step.newId, context.now);
    if (!after.ok) return after;
    const target = `${folderOf(file.path)}/${after.name}`;
    if (target === file.path) return { ok: true, renames: [] };
    if (snapshot.filesByPath.has(target) || context.fileExists?.(target)) {
      return { ok: false, reason: `${after.name} exists already; rename or delete it first.` };
    }
    return { ok: true, renames: [{ from: file.path, to: target, before: file.text }] };
  }
  if (step.newId === step.id) return { ok: true, renames: [] };
  return renamedPath(snapshot, file, step.id, step.newId, context.fileExists);
}

function revisionsOf(
  snapshot: EnvironmentSnapshot,
  ids: ReadonlySet<string>,
  meant: readonly string[],
):
  | { readonly ok: true; readonly revisions: readonly MovedRevision[] }
  | { readonly ok: false; readonly reason: string } {
  if (ids.size === 0) return { ok: false, reason: 'No revision to move was named.' };
  const revisions: MovedRevision[] = [];
  for (const id of ids) {
    const revision = snapshot.map.revisions.get(id);
    if (!revision) return { ok: false, reason: `There is no revision ${id}; refresh and choose again.` };
    const files = snapshot.map.scripts.filter((script) => script.id === id);
    if (files.length > 1) {
      const [script, ...more] = files.filter(({ file }) => meant.includes(file));
      if (!script || more.length > 0)
        return {
          ok: false,
          reason: `${id} is the id of ${files.length} files; name the file to move, or give one of them a new id first.`,
        };
      revisions.push({ id, script, downRevisions: script.downRevisions });
    } else revisions.push(revision);
  }
  return { ok: true, revisions };
}

function isShared({ map }: EnvironmentSnapshot, id: string): boolean {
  return map.graph.hasDuplicates && map.scripts.filter((script) => script.id === id).length > 1;
}

/**
 * Parents that move along stay; the others give way to `onto`, but for those of another line, which a merge
 * goes on naming.
 */
function movedParents(
  revision: MovedRevision,
  moved: ReadonlySet<string>,
  onto: string,
  below: ReadonlySet<string>,
): readonly string[] {
  const inside = revision.downRevisions.filter((parent) => moved.has(parent));
  if (inside.length === 0) {
    const others = revision.downRevisions.filter((parent) => !below.has(parent));
    return revision.downRevisions.length > 1 ? [onto, ...others] : [onto];
  }
  return revision.downRevisions.filter((parent) => moved.has(parent) || !below.has(parent));
}

/**
 * New numbers for the moved revisions, after the highest of those that stay; undefined where an id is no
 * number.
 */
function renumbered(
  snapshot: EnvironmentSnapshot,
  ordered: readonly MovedRevision[],
  moved: ReadonlySet<string>,
  shared: ReadonlySet<string>,
): Map<string, string> | undefined {
  const isNumber = (id: string) => /^\d{1,9}$/.test(id);
  if (!ordered.every(({ id }) => isNumber(id))) return undefined;
  const staying = [...snapshot.map.revisions.keys()].filter(
    (id) => (!moved.has(id) || shared.has(id)) && isNumber(id),
  );
  const numbers = staying.map(Number);
  let highest = numbers.reduce((best, number) => Math.max(best, number), 0);
  const isPadded = [...staying, ...moved].some((id) => id.startsWith('0'));
  const result = new Map<string, string>();
  for (const { id } of ordered) {
    highest++;
    result.set(id, String(highest).padStart(isPadded ? id.length : 1, '0'));
  }
  return result;
}
