import type { RevisionFile } from '../project/environmentSnapshot';
import { hasConflictMarkers } from '../python/conflictMarkers';
import type { RevisionScript } from '../revision/graph/revisionScript';
import type { TextRange } from '../text/textRange';
import { idsIn } from './support/docstringFields';
import type { Rule, RuleFinding } from './engine/rule';

/** The docstring's `Revision ID:` or `Revises:` says something else than the code. Alembic reads the code alone. */
export const docstringMismatch: Rule = {
  id: 'docstring-mismatch',
  defaultSeverity: 'information',
  summary: 'The docstring names another id or parent than the code.',
  checkFile(file) {
    // Which side of a conflict is kept is not known yet.
    if (!file.script || hasConflictMarkers(file.reading)) return [];
    const { revisionId, revises } = file.reading.docstringFields;
    return [...ownId(file, file.script, revisionId), ...parents(file, file.script, revises)];
  },
};

function ownId(
  file: RevisionFile,
  script: RevisionScript,
  field: DocstringField | undefined,
): readonly RuleFinding[] {
  if (!field || field.value.trim() === script.id || file.dynamic.includes('revision')) return [];
  const ids = idsIn(field.value);
  if (ids.length === 0 || ids.includes(script.id)) return [];
  return [mismatch(file, field, `the id is '${script.id}'`)];
}

function parents(
  file: RevisionFile,
  script: RevisionScript,
  field: DocstringField | undefined,
): readonly RuleFinding[] {
  const actual = script.downRevisions;
  if (!field || field.value.trim() === actual.join(', ') || script.hasUnknownDownRevision) return [];
  const named = idsIn(field.value);
  if (named.length === actual.length && actual.every((id) => named.includes(id))) return [];
  if (actual.length > 0 && field.value.trim() === '') return [];
  const said = actual.length === 0 ? 'it has no parent' : `down_revision is '${actual.join("', '")}'`;
  return [mismatch(file, field, said)];
}

interface DocstringField {
  readonly value: string;
  readonly range: TextRange;
}

function mismatch(file: RevisionFile, field: DocstringField, said: string): RuleFinding {
  const shown = field.value.trim() === '' ? 'nothing' : `'${field.value.trim()}'`;
  return {
    message: `The docstring says ${shown} and ${said}: Alembic goes by the code, so bring the docstring in line.`,
    file: file.path,
    range: field.range,
    related: [],
    fixes: [{ kind: 'sync-docstring', file: file.path }],
  };
}
