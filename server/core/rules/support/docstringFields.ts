import type { RevisionFile } from '../../project/environmentSnapshot';

/** The ids of the docstring's `Revises:` line; empty for a base, undefined where there is no such line. */
export function revisesIds(file: RevisionFile): readonly string[] | undefined {
  const field = file.reading.docstringFields.revises;
  return field && idsIn(field.value);
}

/** What people write where a revision has no parent. */
const noParent = new Set(
  'none null nil base - -- n/a na no initial init first migration revision nothing root baseline start parent empty'.split(
    ' ',
  ),
);

/**
 * The ids that a docstring's value names, and whether it has words besides: `id (message)`, `id - message`,
 * `id # note`, in any quotes and brackets. `known` are ids that count whatever they look like.
 */
export function idsAndNotes(
  value: string,
  known: readonly string[],
): { readonly ids: readonly string[]; readonly hasNotes: boolean } {
  const ids: string[] = [];
  let hasNotes = false;
  for (const item of value.replace(/([^\s(,])\s*\([^()]*\)/g, '$1 #').split(/[,;\r\n]| and | & /)) {
    const words = item.split(/\s+/).filter((word) => word !== '');
    for (const [index, word] of words.entries()) {
      if (/^(#|-+|–|—|:|\/\/)/.test(word) && !noParent.has(word)) {
        hasNotes = true;
        break;
      }
      const id = known.includes(word) ? word : bare(word);
      if (id === '' || noParent.has(id.toLowerCase())) {
        if (index > 0 && ids.length > 0) {
          hasNotes = true;
          break;
        }
        continue;
      }
      if (index > 0 && !known.includes(id) && !/\d/.test(id)) hasNotes = true;
      else ids.push(id);
    }
  }
  return { ids, hasNotes };
}

/** The word without quotes and brackets around it, a full stop behind it, or the `.py` of a file. */
function bare(word: string): string {
  return word.replace(/^[('"`<[{]+|(?<![)'"`>\]}.:])[)'"`>\]}.:]+$/g, '').replace(/\.py$/, '');
}

/**
 * The ids of a docstring's value: separated by commas or blanks, perhaps quoted, in parentheses, or with the
 * `.py` of a file; none for `None` and `<base>`.
 */
export function idsIn(value: string): readonly string[] {
  return value
    .split(/[\s,]+/)
    .map((word) => word.replace(/^[('"[]+|(?<![)'"\]])[)'"\]]+$/g, '').replace(/\.py$/, ''))
    .filter((word) => word !== '' && word !== 'None' && word !== '<base>' && word !== 'base');
}

/**
 * The docstring's `Create Date:` in milliseconds, read as UTC where it has no offset; undefined where it is
 * missing or no date.
 */
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
