import { fileNameOf } from '../../files/paths';
import type { FixSpecification } from '../../findings/fixSpecification';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import type { FileWithText } from '../../project/fileWithText';
import { readRevisionFile } from '../../python/readRevisionFile';
import { completeDowngrade } from '../../schema/inverse/completeDowngrade';
import type { AddedLines, DowngradeCompletion } from '../../schema/inverse/completeDowngrade';
import { generateDowngrade } from '../../schema/inverse/generateDowngrade';
import { projectDialect } from '../../schema/projectDialect';
import { parentSchema, replayedRevision } from '../../schema/schemaAt';
import { finish } from '../../text/finish';
import { applyTextEdits } from '../../text/textEdit';
import type { TextEdit } from '../../text/textEdit';
import type { ChangeOutcome } from '../change';
import type { EditContext } from '../editContext';
import { editsOf } from '../fileEdits';
import { findFile, rewriteFiles } from '../header/rewriteFiles';
import { newFunction } from './addFunction';
import { bodyEdit, editBefore, placesIn, stopOf } from './downgradeBody';

type GenerateDowngrade = Extract<FixSpecification, { kind: 'generate-downgrade' }>;

/**
 * Writes the way back: the whole of it where `downgrade` is missing or does nothing, else only what it lacks.
 */
export function writeDowngrade(
  snapshot: EnvironmentSnapshot,
  fix: GenerateDowngrade,
  context: EditContext,
  title: string,
): ChangeOutcome {
  const found = findFile(snapshot, fix.file);
  if (!found.ok) return found;
  const { file } = found;
  const name = fileNameOf(file.path);
  const { downgrade } = file.reading;
  const isThere = downgrade !== undefined && !downgrade.isEmpty;
  if (fix.body === 'raise') {
    if (isThere)
      return { ok: false, reason: `downgrade() of ${name} does something already; nothing was changed.` };
    const line = 'raise NotImplementedError("This revision cannot be undone.")';
    return written(snapshot, file, [{ place: undefined, lines: [line] }], title);
  }
  const completion = linesFor(snapshot, file, context, isThere);
  if (!completion.ok) return completion;
  if (completion.added.length === 0)
    return {
      ok: false,
      reason: `downgrade() of ${name} undoes all that upgrade() does; nothing was changed.`,
    };
  return written(snapshot, file, completion.added, title);
}

function linesFor(
  snapshot: EnvironmentSnapshot,
  file: FileWithText,
  { readText, fileExists }: EditContext,
  isThere: boolean,
): DowngradeCompletion {
  const { path, script, text } = file;
  if (!script)
    return { ok: false, reason: `${fileNameOf(path)} has no id that can be read; give it one first.` };
  const files = {
    readText: (each: string) => readText?.(each),
    readDirectory: (each: string) => (fileExists?.(each) === true ? [] : undefined),
    version: (each: string) => (fileExists?.(each) === true ? each : undefined),
  };
  const { dialect } = projectDialect(files, snapshot.environment.configuration, snapshot.files);
  const before = finish(parentSchema(snapshot, script.id, dialect));
  const revision = replayedRevision(snapshot, script.id, file);
  if (!isThere) {
    const { lines } = generateDowngrade(before, revision, dialect);
    return { ok: true, added: [{ place: undefined, lines }] };
  }
  const stop = stopOf(file);
  const completion =
    stop?.word === 'raise'
      ? undefined
      : completeDowngrade(before, revision, dialect, {
          places: placesIn(file),
          textWith: (added) =>
            applyTextEdits(
              text,
              added.flatMap((each) => editFor(file, each) ?? []),
            ),
        });
  if (completion && (completion.ok || !stop)) return completion;
  return {
    ok: false,
    reason: `downgrade() of ${fileNameOf(path)} ends with ${stop?.word ?? ''} in line ${stop?.line ?? 0}, and nothing behind that would run; change that line, then generate the rest.`,
  };
}

function editFor(file: FileWithText, { place, lines }: AddedLines): TextEdit | undefined {
  return place === undefined ? bodyEdit(file, lines) : editBefore(file, place, lines);
}

function written(
  snapshot: EnvironmentSnapshot,
  file: FileWithText,
  added: readonly AddedLines[],
  title: string,
): ChangeOutcome {
  const lines = added.flatMap((each) => each.lines);
  const edits = added.map((each) => editFor(file, each) ?? newFunction(snapshot, file, 'downgrade', lines));
  const after = readRevisionFile(applyTextEdits(file.text, edits), fileNameOf(file.path)).downgrade;
  const isNew = file.reading.downgrade?.isEmpty ?? true;
  if (!after || (isNew && after.isEmpty !== lines.every((line) => line === 'pass')))
    return {
      ok: false,
      reason: `${fileNameOf(file.path)} would not have this downgrade() after the change; write it by hand.`,
    };
  return rewriteFiles(title, [{ file, edits: [editsOf(edits)], promise: {} }]);
}
