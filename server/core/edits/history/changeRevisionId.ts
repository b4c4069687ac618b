import { ancestorsOf } from '../../revision/graph/relatives';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import { legacyRevisionId } from '../../project/fileFailure';
import type { ChangeOutcome, FileRename } from '../change';
import type { EditContext } from '../editContext';
import { namesIn, renameAll, replaceReferences } from '../header/references';
import { replaceWord } from '../header/revisesLine';
import { flawOfId, setRevisionId } from './revisionId';
import type { FileRewrite } from '../header/rewriteFiles';
import { currentFile, findFile, headerValues, rewriteFiles } from '../header/rewriteFiles';
import { fileNameOf, folderOf } from '../../files/paths';
import type { FileWithText } from '../../project/fileWithText';

/**
 * Gives a revision another id: the file itself, its docstring, its name where that holds the id, and every
 * file that names the id. Where two files share the id, only `children` follow, none if they are not given.
 */
export function changeRevisionId(
  snapshot: EnvironmentSnapshot,
  path: string,
  to: string | undefined,
  children: readonly string[] | undefined,
  context: Pick<EditContext, 'newRevisionId' | 'fileExists'>,
): ChangeOutcome {
  const found = findFile(snapshot, path);
  if (!found.ok) return found;
  const { file } = found;
  const from = idOf(file);
  if (from === undefined) {
    return {
      ok: false,
      reason: `${fileNameOf(path)} has no id that can be read; write the revision variable first.`,
    };
  }
  const wanted = to ?? context.newRevisionId;
  const obstacle = obstacleToId(snapshot, from, wanted);
  const cycle = obstacle ?? cycleByName(snapshot, from, wanted);
  if (cycle !== undefined) return { ok: false, reason: cycle };
  const isShared = snapshot.files.some((other) => other.path !== path && idOf(other) === from);
  const followers = children ?? (isShared ? [] : undefined);
  const unclear = followers ? undefined : unclearFollower(snapshot, from);
  if (unclear !== undefined) return { ok: false, reason: unclear };

  const renamed = new Map([[from, wanted]]);
  const rewrites: FileRewrite[] = [];
  for (const other of snapshot.files) {
    const isOwn = other.path === path;
    const follows = isOwn || !followers || followers.includes(other.path);
    const rewrite = rewriteOne(
      isOwn ? file : other,
      isOwn ? wanted : undefined,
      follows ? renamed : new Map(),
    );
    if (rewrite) rewrites.push(rewrite);
  }
  const rename = renamedPath(snapshot, file, from, wanted, context.fileExists);
  if (!rename.ok) return rename;
  const title =
    to === undefined ? `Give ${from} a new id: ${wanted}` : `Rename revision ${from} to ${wanted}`;
  return rewriteFiles(title, rewrites, rename.renames);
}

/**
 * Why a revision can't take an id that others name already without there being one: they would build on it,
 * and it on them.
 */
function cycleByName(snapshot: EnvironmentSnapshot, from: string, to: string): string | undefined {
  const below = ancestorsOf(snapshot.map, [from]);
  const script = snapshot.map.scripts.find(
    ({ id, downRevisions, dependsOn }) =>
      below.has(id) && (downRevisions.includes(to) || dependsOn.includes(to)),
  );
  return (
    script &&
    `${from} builds on ${script.id}, which names ${to}, so that this would make a cycle; choose another id.`
  );
}

/** The id that a file declares, or that Alembic takes from its name. */
function idOf({ path, reading }: RevisionFile): string | undefined {
  return reading.header.revision ? headerValues(reading).id : legacyRevisionId(path);
}

/** Why an id can't be taken by a revision that is called `from` now. */
function obstacleToId(snapshot: EnvironmentSnapshot, from: string, to: string): string | undefined {
  const flaw = flawOfId(to);
  if (flaw !== undefined) return flaw;
  if (to === from) return `The revision is called ${to} already.`;
  const taken = snapshot.map.revisions.get(to);
  if (taken) return `${fileNameOf(taken.script.file)} has the id ${to} already; choose another one.`;
  if (snapshot.map.labels.has(to)) return `${to} is a branch label already; choose another id.`;
  return undefined;
}

/**
 * The rewrite of one file in which ids are renamed: its own id, and those that it names. Undefined where it
 * has nothing to do with them.
 */
export function rewriteOne(
  kept: RevisionFile,
  id: string | undefined,
  renamed: ReadonlyMap<string, string>,
): FileRewrite | undefined {
  const before = headerValues(kept.reading);
  const names = (list: readonly string[] | undefined) => list && renameAll(list, renamed);
  const isNamed = (list: readonly string[] | undefined) => list?.some((name) => renamed.has(name)) ?? false;
  if (id === undefined && !isNamed(before.parents) && !isNamed(before.dependencies)) return undefined;
  const file = currentFile(kept);
  // A file that went away meanwhile names nothing any more.
  if (!file) return undefined;
  const edits = [
    ...(id === undefined ? [] : [setRevisionId(file, id)]),
    ...(isNamed(before.parents) ? [replaceReferences(file, 'down_revision', renamed)] : []),
    ...(isNamed(before.dependencies) ? [replaceReferences(file, 'depends_on', renamed)] : []),
  ];
  return {
    file,
    edits,
    promise: {
      ...(id === undefined ? {} : { id }),
      ...(isNamed(before.parents) ? { parents: names(before.parents) } : {}),
      ...(isNamed(before.dependencies) ? { dependencies: names(before.dependencies) } : {}),
    },
  };
}

/** A file that seems to name the id in a way that can't be followed. */
function unclearFollower(snapshot: EnvironmentSnapshot, id: string): string | undefined {
  for (const file of snapshot.files) {
    for (const variable of ['down_revision', 'depends_on'] as const) {
      const value = file.reading.header[variable]?.value;
      if (!value || namesIn(value)) continue;
      const source = file.readText()?.slice(value.range.start, value.range.end) ?? '';
      if (replaceWord(source, id, '') !== source) {
        return `${fileNameOf(file.path)} computes its ${variable} from ${id}, which can't be followed; edit it by hand first.`;
      }
    }
  }
  return undefined;
}

/** The renaming of a file whose name holds the old id as a word of its own. */
export function renamedPath(
  snapshot: EnvironmentSnapshot,
  file: FileWithText,
  from: string,
  to: string,
  fileExists: EditContext['fileExists'],
):
  | { readonly ok: true; readonly renames: readonly FileRename[] }
  | { readonly ok: false; readonly reason: string } {
  const name = fileNameOf(file.path);
  const renamed = renameId(name, from, to);
  const bearsIds =
    snapshot.environment.configuration.fileTemplate.includes('%(rev)s') || name === `${from}.py`;
  if (renamed === name || !bearsIds || /[/\\:*?<>|]/.test(to)) return { ok: true, renames: [] };
  const target = `${folderOf(file.path)}/${renamed}`;
  if (snapshot.filesByPath.has(target) || fileExists?.(target)) {
    return { ok: false, reason: `${renamed} exists already; rename or delete it first.` };
  }
  return { ok: true, renames: [{ from: file.path, to: target, before: file.text }] };
}

/**
 * The name with the id replaced where it stands between separators; short numbers only at the beginning,
 * where no date can be meant.
 */
function renameId(name: string, from: string, to: string): string {
  // No name bears an id without characters, which is found everywhere and without an end.
  if (from === '') return name;
  const stem = name.replace(/\.py$/, '');
  const isWord = (start: number): boolean =>
    !/[\p{L}\p{N}]/u.test(stem[start - 1] ?? '_') && !/[\p{L}\p{N}]/u.test(stem[start + from.length] ?? '_');
  for (let start = stem.indexOf(from); start >= 0; start = stem.indexOf(from, start + 1)) {
    if (start > 0 && /^\d{1,4}$/.test(from)) break;
    if (isWord(start)) return `${stem.slice(0, start)}${to}${name.slice(start + from.length)}`;
  }
  return name;
}
