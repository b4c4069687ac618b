import type { RevisionFile } from '../project/environmentSnapshot';
import { hasConflictMarkers } from '../python/conflictMarkers';
import type { RevisionScript } from '../revision/graph/revisionScript';
import type { TextRange } from '../text/textRange';
import { idsAndNotes } from './support/docstringFields';
import type { Rule, RuleFinding } from './engine/rule';

/**
 * The docstring's `Revision ID:` or `Revises:` says something else than the code. Alembic reads the code
 * alone.
 */
export const docstringMismatch: Rule = {
  id: 'docstring-mismatch',
  defaultSeverity: 'information',
  summary: 'The docstring names another id or parent than the code.',
  suspects: () => (file) => mismatches(file).length > 0,
  *check({ snapshot, suspects }) {
    const isKnown = (id: string): boolean => snapshot.map.revisions.has(id);
    for (const file of suspects)
      for (const { named, finding } of mismatches(file)) {
        const { id, downRevisions = [] } = file.script ?? {};
        const mayBeRight = named.some((each) => each !== id && isKnown(each));
        // The docstring may be what is right: the finding about the parent offers its id.
        if (mayBeRight && !downRevisions.every(isKnown)) continue;
        yield finding;
      }
  },
};

interface Mismatch {
  /** The ids that the docstring names. */
  readonly named: readonly string[];
  readonly finding: RuleFinding;
}

function mismatches(file: RevisionFile): readonly Mismatch[] {
  // Which side of a conflict is kept is not known yet.
  if (!file.script || hasConflictMarkers(file.reading)) return [];
  const { revisionId, revises } = file.reading.docstringFields;
  return [...ownId(file, file.script, revisionId), ...parents(file, file.script, revises)];
}

function ownId(
  file: RevisionFile,
  script: RevisionScript,
  field: DocstringField | undefined,
): readonly Mismatch[] {
  if (!field || field.value.trim() === script.id || file.dynamic.includes('revision')) return [];
  const { ids, hasNotes } = idsAndNotes(field.value, [script.id]);
  if (ids.length === 0 || ids.includes(script.id)) return [];
  return [{ named: [], finding: mismatch(file, field, `the id is '${script.id}'`, !hasNotes) }];
}

function parents(
  file: RevisionFile,
  script: RevisionScript,
  field: DocstringField | undefined,
): readonly Mismatch[] {
  const actual = script.downRevisions;
  if (!field || field.value.trim() === actual.join(', ') || script.hasUnknownDownRevision) return [];
  const { ids: named, hasNotes } = idsAndNotes(field.value, actual);
  const distinct = new Set(named);
  if (distinct.size === new Set(actual).size && actual.every((id) => distinct.has(id))) return [];
  if (actual.length > 0 && field.value.trim() === '') return [];
  const said = actual.length === 0 ? 'it has no parent' : `down_revision is '${actual.join("', '")}'`;
  return [{ named, finding: mismatch(file, field, said, !hasNotes) }];
}

interface DocstringField {
  readonly value: string;
  readonly range: TextRange;
}

function mismatch(file: RevisionFile, field: DocstringField, said: string, isPlain: boolean): RuleFinding {
  const shown = field.value.trim() === '' ? 'nothing' : `'${field.value.trim().replace(/\s+/g, ' ')}'`;
  return {
    message: `The docstring says ${shown} and ${said}: Alembic goes by the code, so bring the docstring in line.`,
    file: file.path,
    range: field.range,
    related: [],
    // A note that somebody wrote beside the id is not written over.
    fixes: isPlain ? [{ kind: 'sync-docstring', file: file.path }] : [],
  };
}
