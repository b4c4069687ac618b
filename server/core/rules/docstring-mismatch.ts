import type { RevisionFile } from '../project/environmentSnapshot';
import { idsIn, revisesIds } from './docstringFields';
import type { Rule, RuleFinding } from './rule';

/** The docstring's `Revision ID:` or `Revises:` says something else than the code. Alembic reads the code alone. */
export const docstringMismatch: Rule = {
  id: 'docstring-mismatch',
  defaultSeverity: 'information',
  summary: 'The docstring names another id or parent than the code.',
  *check({ snapshot }) {
    for (const file of snapshot.files) {
      yield* ownId(file);
      yield* parents(file);
    }
  },
};

function ownId(file: RevisionFile): readonly RuleFinding[] {
  const field = file.reading.docstringFields.revisionId;
  if (!field || !file.script || file.dynamic.includes('revision')) return [];
  const ids = idsIn(field.value);
  if (ids.length === 0 || field.value.trim() === file.script.id || ids.includes(file.script.id)) return [];
  return [mismatch(file, field, `the id is '${file.script.id}'`)];
}

function parents(file: RevisionFile): readonly RuleFinding[] {
  const field = file.reading.docstringFields.revises;
  const named = revisesIds(file);
  if (!field || !named || !file.script || file.dynamic.includes('down_revision')) return [];
  const actual = file.script.downRevisions;
  if (field.value.trim() === actual.join(', ')) return [];
  if (named.length === actual.length && actual.every((id) => named.includes(id))) return [];
  if (named.length === 0 && actual.length > 0 && field.value.trim() === '') return [];
  const said = actual.length === 0 ? 'it has no parent' : `down_revision is '${actual.join("', '")}'`;
  return [mismatch(file, field, said)];
}

function mismatch(
  file: RevisionFile,
  field: { readonly value: string; readonly range: { readonly start: number; readonly end: number } },
  said: string,
): RuleFinding {
  const shown = field.value.trim() === '' ? 'nothing' : `'${field.value.trim()}'`;
  return {
    message: `The docstring says ${shown} and ${said}: Alembic goes by the code, so bring the docstring in line.`,
    file: file.path,
    range: field.range,
    related: [],
    fixes: [{ kind: 'sync-docstring', file: file.path }],
  };
}
