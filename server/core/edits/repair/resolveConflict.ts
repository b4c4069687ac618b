import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { readRevisionFile } from '../../python/readRevisionFile';
import { cycleThrough } from '../history/cycleThrough';
import type { ChangeOutcome } from '../change';
import type { ConflictSides } from '../../text/mergeConflicts';
import { conflictSides } from '../../text/mergeConflicts';
import type { EditContext } from '../editContext';
import { applyTextEdits, smallestEdit } from '../../text/textEdit';
import type { FixSpecification } from '../../findings/fixSpecification';
import { setParents } from '../header/references';
import { createDateOf, templateName } from '../compose/renameFileToTemplate';
import { flawOfId } from '../history/revisionId';
import { findFile, headerValues } from '../header/rewriteFiles';
import { fileNameOf, folderOf } from '../../files/paths';
import type { FileWithText } from '../../project/fileWithText';

type ResolveConflict = Extract<FixSpecification, { kind: 'resolve-conflict' }>;

/** Keeps one side of every conflict in the file, byte for byte. */
export function resolveConflict(
  snapshot: EnvironmentSnapshot,
  fix: ResolveConflict,
  title: string,
): ChangeOutcome {
  const found = readSides(snapshot, fix.file);
  if (!found.ok) return found;
  const { file, sides } = found;
  const kept = fix.keep === 'theirs' ? sides.theirs : sides.ours;
  const { id, parents, dependencies } = headerValues(readRevisionFile(kept));
  const cycle =
    cycleThrough(snapshot, id, parents ?? [], []) ?? cycleThrough(snapshot, id, dependencies ?? [], []);
  if (cycle !== undefined) return { ok: false, reason: cycle };
  return {
    ok: true,
    title,
    change: {
      edits: [{ file: fix.file, edits: smallestEdit(0, file.text, kept), before: file.text }],
      creates: [],
      renames: [],
    },
  };
}

/**
 * Keeps our side in the file and writes theirs into a file of its own, named by the template, that follows
 * ours. Refused unless both sides are whole revisions with ids of their own and the same parents.
 */
export function keepBothSides(
  snapshot: EnvironmentSnapshot,
  fix: ResolveConflict,
  title: string,
  { fileExists }: Pick<EditContext, 'fileExists'>,
): ChangeOutcome {
  const found = readSides(snapshot, fix.file);
  if (!found.ok) return found;
  const { file, sides } = found;
  const theirs = chained(file, sides);
  if (!theirs.ok) return theirs;
  if (snapshot.map.revisions.get(theirs.id) !== undefined && file.script?.id !== theirs.id) {
    return { ok: false, reason: `A revision with the id ${theirs.id} exists already; keep one side.` };
  }
  const name = templateName(snapshot, theirs.file, theirs.id, createDateOf(theirs.file));
  if (!name.ok && name.leadsOut) return name;
  const target = `${folderOf(fix.file)}/${name.ok ? fileNameOf(name.name) : `${theirs.id}.py`}`;
  if (snapshot.filesByPath.has(target) || fileExists?.(target)) {
    return { ok: false, reason: `${fileNameOf(target)} exists already; rename or delete it first.` };
  }
  return {
    ok: true,
    title,
    change: {
      edits: [{ file: fix.file, edits: smallestEdit(0, file.text, sides.ours), before: file.text }],
      creates: [{ file: target, text: theirs.file.text }],
      renames: [],
    },
  };
}

/** Their side as a revision that follows ours, or why it can't be one. */
export function chained(
  file: FileWithText,
  sides: ConflictSides,
):
  | { readonly ok: true; readonly id: string; readonly file: FileWithText }
  | { readonly ok: false; readonly reason: string } {
  const refuse = (reason: string) => ({ ok: false as const, reason: `${reason}; keep one side.` });
  const ours = readRevisionFile(sides.ours);
  const theirs: FileWithText = {
    path: file.path,
    text: sides.theirs,
    readText: () => sides.theirs,
    reading: readRevisionFile(sides.theirs),
    script: undefined,
    failure: undefined,
    dynamic: [],
  };
  const ourHeader = headerValues(ours);
  const header = headerValues(theirs.reading);
  if (ours.problems.length + theirs.reading.problems.length > 0) return refuse('One side does not parse');
  if (
    ourHeader.id === undefined ||
    header.id === undefined ||
    ourHeader.id === header.id ||
    flawOfId(header.id)
  ) {
    return refuse('Both sides are the same revision');
  }
  if (!ourHeader.parents || !header.parents) return refuse("The parents of one side can't be read");
  if (header.parents.includes(ourHeader.id)) return { ok: true, id: header.id, file: theirs };
  if (
    ourHeader.parents.includes(header.id) ||
    JSON.stringify(ourHeader.parents) !== JSON.stringify(header.parents)
  ) {
    return refuse('The sides have different parents');
  }
  const edits = setParents(theirs, [ourHeader.id]);
  if (!edits.ok) return edits;
  const text = applyTextEdits(sides.theirs, edits.edits);
  const reading = readRevisionFile(text);
  const after = headerValues(reading);
  if (after.id !== header.id || after.parents?.length !== 1 || after.parents[0] !== ourHeader.id) {
    return refuse('Their side would not follow ours');
  }
  return { ok: true, id: header.id, file: { ...theirs, text, readText: () => text, reading } };
}

function readSides(
  snapshot: EnvironmentSnapshot,
  path: string,
):
  | { readonly ok: true; readonly file: FileWithText; readonly sides: ConflictSides }
  | { readonly ok: false; readonly reason: string } {
  const found = findFile(snapshot, path);
  if (!found.ok) return found;
  const sides = conflictSides(found.file.text);
  return sides
    ? { ok: true, file: found.file, sides }
    : {
        ok: false,
        reason: `The conflict markers in ${fileNameOf(path)} are not in order; resolve the conflict by hand.`,
      };
}
