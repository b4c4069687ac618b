import type { ModelDifference } from '../bridge/bridgeAnswers';
import type { OutputLine } from '../process/childRun';

/**
 * The differences in what `alembic check` wrote: it names each as Python writes Alembic's own tuples, without
 * the model's place. Undefined where it did not get as far as comparing.
 */
export function readCheckOutput(output: readonly OutputLine[]): readonly ModelDifference[] | undefined {
  const texts = output.map(({ text }) => text);
  if (texts.some((text) => text.includes('No new upgrade operations detected'))) return [];
  const found = texts.map(listed).find((text) => text !== undefined);
  if (found === undefined) return undefined;
  const groups = splitPython(inside(found));
  return groups
    .flatMap((group) => (group.startsWith('[') ? splitPython(inside(group)) : [group]))
    .map(difference);
}

/** Operations by the words of a revision, for the names that Alembic's differences have. */
const operations: Readonly<Record<string, string>> = {
  add_table: 'create table',
  remove_table: 'drop table',
  remove_column: 'drop column',
  add_index: 'create index',
  remove_index: 'drop index',
  add_constraint: 'create constraint',
  remove_constraint: 'drop constraint',
  add_fk: 'create foreign key',
  remove_fk: 'drop foreign key',
};

function difference(tuple: string): ModelDifference {
  const [kindText = '', ...values] = splitPython(inside(tuple));
  const kind = unquoted(kindText) ?? kindText;
  const ofColumn = /^(?:modify_|add_column|remove_column)/.test(kind);
  const [schemaText = '', tableText = '', nameText = ''] = values;
  const column = /^Column\('((?:[^'\\]|\\.)*)'/.exec(nameText)?.[1];
  return {
    database: null,
    operation: kind.startsWith('modify_') ? 'alter column' : (operations[kind] ?? kind.replaceAll('_', ' ')),
    schema: ofColumn ? (unquoted(schemaText) ?? null) : (/\bschema='([^']{0,400})'/.exec(tuple)?.[1] ?? null),
    table: ofColumn
      ? (unquoted(tableText) ?? null)
      : (/\bTable\('([^']{0,400})'/.exec(tuple)?.[1] ?? /\btable=<([^>]{0,400})>/.exec(tuple)?.[1] ?? null),
    name: ofColumn
      ? (column ?? unquoted(nameText) ?? null)
      : (/^Index\('([^']{0,400})'/.exec(schemaText)?.[1] ?? null),
    detail: detailOf(kind, values),
    code: tuple,
    file: null,
    line: null,
  };
}

function detailOf(kind: string, values: readonly string[]): string | null {
  const [was = '', is = ''] = values.slice(-2);
  if (kind === 'modify_type') return `${was} in the database, ${is} in the models`;
  if (kind === 'modify_nullable')
    return is === 'False' ? 'must not be null in the models' : 'may be null in the models';
  if (kind === 'modify_default') return 'another server default';
  return kind === 'modify_comment' ? 'another comment' : null;
}

/** The list of differences in a line that announces one. It is as long as it is. */
function listed(line: string): string | undefined {
  const announcement = 'New upgrade operations detected: ';
  const at = line.indexOf(`${announcement}[`);
  return at < 0 ? undefined : line.slice(at + announcement.length);
}

/** The text between the first and the last character: the brackets. */
function inside(text: string): string {
  return text.trim().slice(1, -1);
}

function unquoted(text: string): string | undefined {
  return /^(['"])(.*)\1$/.exec(text)?.[2];
}

/** Splits at the commas outside of brackets and strings. */
function splitPython(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote) {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts.filter((part) => part !== '');
}
