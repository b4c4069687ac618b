import type { GraphModel } from './graphModel';
import { wrongKinds } from './graphModel';

export type Filter = 'all' | 'pending' | 'problems' | 'mine' | 'new';

/** What is looked for. Terms are in lower case; one such as `table:users` asks one thing of a revision. */
export interface Search {
  readonly terms: readonly string[];
  readonly filter: Filter;
}

export function readSearch(text: string, filter: Filter): Search {
  return { terms: text.toLowerCase().split(/\s+/).filter(Boolean), filter };
}

/** Histories up to this many rows are searched in what their revisions do, whatever is asked. */
const mostReadUnasked = 1000;

/** Whether a search needs to know what every revision does. */
export function asksWords({ terms }: Search, rows: number): boolean {
  if (terms.length === 0) return false;
  return rows <= mostReadUnasked || terms.some((term) => /^(?:table|column):./.test(term));
}

/** The rows that a search finds, from the top; undefined where nothing is looked for. */
export function searchRows(model: GraphModel, search: Search): readonly number[] | undefined {
  if (search.terms.length === 0 && search.filter === 'all') return undefined;
  return model.rows.flatMap((_, row) => (isFound(model, row, search) ? [row] : []));
}

function isFound(model: GraphModel, row: number, { terms, filter }: Search): boolean {
  const shown = model.rows[row];
  if (!shown || !passes(model, row, filter)) return false;
  if (terms.length === 0) return true;
  const { upgrade = [], touches = [], docstring = '' } = model.wordsOf(row) ?? {};
  const author = model.authorOf(row);
  const by = author?.isMine ? `${author.author}\nyou` : (author?.author ?? '');
  const file = shown.uri === null ? '' : readable(shown.uri.slice(shown.uri.lastIndexOf('/') + 1));
  const fields: Readonly<Record<string, readonly string[]>> = {
    table: touches.map((each) => each.split('.')[0] ?? ''),
    column: touches.filter((each) => each.includes('.')),
    author: [by],
    file: [file],
    label: shown.labels,
  };
  const all = [shown.id, shown.title, file, by, docstring, ...shown.marks, ...shown.labels, ...upgrade];
  const text = all.join('\n').toLowerCase();
  return terms.every((term) => {
    const [, name = '', asked = ''] = /^([a-z]+):(.+)$/.exec(term) ?? [];
    if (!Object.hasOwn(fields, name)) return text.includes(term);
    const values = (fields[name] ?? []).map((value) => value.toLowerCase());
    if (name === 'table') return values.includes(asked);
    if (name === 'column') return values.some((value) => value === asked || value.endsWith(`.${asked}`));
    return values.some((value) => value.includes(asked));
  });
}

function passes(model: GraphModel, row: number, filter: Filter): boolean {
  const shown = model.rows[row];
  if (!shown) return false;
  switch (filter) {
    case 'all':
      return true;
    case 'pending':
      return shown.state === 'pending' || shown.state === 'some';
    case 'problems':
      return shown.problems.length > 0 || wrongKinds.has(shown.kind);
    case 'mine':
      return model.authorOf(row)?.isMine === true;
    case 'new':
      return shown.isNew === true;
  }
}

/** A part of a URI as people read it; as it is where it is no valid one. */
function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
