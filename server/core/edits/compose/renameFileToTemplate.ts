import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import type { ChangeOutcome } from '../change';
import { epoch, parseCreateDate } from '../../text/createDate';
import type { CreateDate } from '../../text/createDate';
import type { EditContext } from '../editContext';
import { whyOutside, renderFileName } from './fileName';
import { findFile, headerValues, rewriteFiles } from '../header/rewriteFiles';
import { fileNameOf, folderOf, innermostFolder } from '../../files/paths';

/** Gives a file the name that `file_template` gives to its id, message and create date. */
export function renameFileToTemplate(
  snapshot: EnvironmentSnapshot,
  path: string,
  context: Pick<EditContext, 'fileExists'>,
): ChangeOutcome {
  const found = findFile(snapshot, path);
  if (!found.ok) return found;
  const { reading } = found.file;
  const { id } = headerValues(reading);
  if (id === undefined) {
    return {
      ok: false,
      reason: `${fileNameOf(path)} has no id that can be read; write the revision variable first.`,
    };
  }
  const name = templateName(snapshot, found.file, id, createDateOf(found.file));
  if (!name.ok) return name;
  const target = `${templateRoot(snapshot, path)}/${name.name}`;
  if (target === path)
    return { ok: false, reason: `${fileNameOf(path)} already has the name that the template gives.` };
  if (isTaken(snapshot, target, path, context)) {
    return { ok: false, reason: `${name.name} exists already; rename or delete it first.` };
  }
  return rewriteFiles(`Rename to ${name.name}`, [], [{ from: path, to: target, before: found.file.text }]);
}

/**
 * What the template makes of a revision, or why it can't be told; `leadsOut` where it would lie outside of
 * the version location.
 */
export type TemplateName =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly reason: string; readonly leadsOut?: true };

/** The file name that the template gives a revision with this id and date. */
export function templateName(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  id: string,
  date: CreateDate | undefined,
): TemplateName {
  const { configuration } = snapshot.environment;
  const needsDate = /%\((?:epoch|year|month|day|hour|minute|second)\)/.test(configuration.fileTemplate);
  if (needsDate && !date) {
    return {
      ok: false,
      reason: `file_template holds the create date, and the docstring of ${fileNameOf(file.path)} has none that can be read; rename the file by hand.`,
    };
  }
  if (configuration.fileTemplate.includes('%(epoch)') && date?.utcOffsetMinutes === undefined) {
    return {
      ok: false,
      reason: `file_template holds %(epoch)s, and the create date of ${fileNameOf(file.path)} has no time zone; rename the file by hand.`,
    };
  }
  const name = renderFileName(configuration, id, file.reading.message, date ?? epoch);
  if (!name.ok) return { ok: false, reason: `The file name can't be made: ${name.reason}` };
  const leading = whyOutside(configuration.fileTemplate, name.name);
  if (leading !== undefined) return { ok: false, reason: leading, leadsOut: true };
  if (!isLoadedName(name.name)) {
    return {
      ok: false,
      reason: `The template gives the name ${name.name}, which Alembic would not load; rename the file by hand.`,
    };
  }
  return name;
}

/** Whether Alembic loads a file of this name. */
export function isLoadedName(name: string): boolean {
  return /^(?!\.#|__init__).+\.py$/.test(fileNameOf(name));
}

export function createDateOf(file: RevisionFile): CreateDate | undefined {
  const written = file.reading.docstringFields.createDate?.value;
  return written === undefined ? undefined : parseCreateDate(written);
}

/**
 * Whether something other than the file itself has the path; on a file system that ignores case, the file
 * itself has it too.
 */
function isTaken(
  snapshot: EnvironmentSnapshot,
  target: string,
  path: string,
  context: Pick<EditContext, 'fileExists'>,
): boolean {
  if (snapshot.filesByPath.has(target)) return true;
  return target.toLowerCase() !== path.toLowerCase() && (context.fileExists?.(target) ?? false);
}

/**
 * The version location that holds the file, where the template makes folders of its own; else the file's
 * folder.
 */
function templateRoot(snapshot: EnvironmentSnapshot, path: string): string {
  const { fileTemplate, versionLocations } = snapshot.environment.configuration;
  const location = innermostFolder(path, versionLocations);
  return fileTemplate.includes('/') && location !== undefined ? location : folderOf(path);
}
