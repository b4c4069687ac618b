import type { RevisionFile } from '../../project/environmentSnapshot';

/** The ids of the docstring's `Revises:` line; empty for a base, undefined where there is no such line. */
export function revisesIds(file: RevisionFile): readonly string[] | undefined {
  const field = file.reading.docstringFields.revises;
  return field && idsIn(field.value);
}

/** The ids of a docstring's value: separated by commas or blanks, perhaps quoted, in parentheses, or with the `.py` of a file; none for `None` and `<base>`. */
export function idsIn(value: string): readonly string[] {
  return value
    .split(/[\s,]+/)
    .map((word) => word.replace(/^[('"[]+|(?<![)'"\]])[)'"\]]+$/g, '').replace(/\.py$/, ''))
    .filter((word) => word !== '' && word !== 'None' && word !== '<base>' && word !== 'base');
}

/** The docstring's `Create Date:` in milliseconds, read as UTC where it has no offset; undefined where it is missing or no date. */
export function createTime(file: RevisionFile | undefined): number | undefined {
  const text = file?.reading.docstringFields.createDate?.value.trim();
  const match =
    text &&
    /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(\.\d{1,3})?\d*\s*(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  if (!match) return undefined;
  const [, day, time = '00:00:00', fraction = '', zone = 'Z'] = match;
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const result = Date.parse(`${day ?? ''}T${time}${fraction}${offset}`);
  return Number.isNaN(result) ? undefined : result;
}
