import { parseIniFile } from '../../config/iniFile';
import { parseTomlFile } from '../../config/tomlFile';
import { applyTextEdits } from '../../text/textEdit';
import type { ChangeOutcome } from '../change';
import type { EditContext } from '../editContext';
import type { FixSpecification } from '../../findings/fixSpecification';
import { fileNameOf } from '../../files/paths';

/**
 * Changes a config file as it was planned when the file was read: refused where it has changed since, or
 * could be read less far afterwards.
 */
export function editConfig(
  fix: Extract<FixSpecification, { kind: 'edit-config' }>,
  { readText, fileExists }: Pick<EditContext, 'readText' | 'fileExists'>,
): ChangeOutcome {
  const name = fileNameOf(fix.file);
  if (fix.initialises !== undefined) {
    return {
      ok: false,
      reason: `Only Alembic itself makes a script directory: run "alembic init ${fix.initialises}".`,
    };
  }
  const text = readText?.(fix.file);
  if (text === undefined)
    return { ok: false, reason: `${name} can't be read any more; refresh and try again.` };
  const isAsRead = fix.edits.every(({ range, oldText }) => text.slice(range.start, range.end) === oldText);
  if (!isAsRead) return { ok: false, reason: `${name} has changed since it was read; try again.` };
  const taken = fix.creates.find((path) => fileExists?.(path));
  if (taken !== undefined) return { ok: false, reason: `${taken} exists already; nothing was changed.` };
  const edits = fix.edits.map(({ range, newText }) => ({ range, newText }));
  if (errorIn(fix.file, applyTextEdits(text, edits)) && !errorIn(fix.file, text)) {
    return { ok: false, reason: `${name} could not be read after this change; edit it by hand.` };
  }
  return {
    ok: true,
    title: fix.title,
    change: {
      edits: edits.length > 0 ? [{ file: fix.file, edits, before: text }] : [],
      creates: fix.creates.map((file) => ({ file, text: '' })),
      renames: [],
    },
  };
}

function errorIn(path: string, text: string): boolean {
  if (path.endsWith('.mako')) return false;
  const file = path.endsWith('.toml') ? parseTomlFile(path, text) : parseIniFile(path, text);
  return file.error !== undefined;
}
