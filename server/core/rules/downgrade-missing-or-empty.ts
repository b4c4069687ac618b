import type { Severity } from '../findings/finding';
import type { Operation } from '../operations/operation';
import { readOperations } from '../operations/readOperations';
import type { RevisionFile } from '../project/environmentSnapshot';
import type { MigrationFunction } from '../python/revisionFile';
import { nameOfOperation } from '../schema/touched';
import type { SqlAction } from '../sql/sqlStatement';
import type { Rule, RuleFinding } from './engine/rule';
import { newFilesOf } from './support/newFiles';

/** From so many revisions on, a project that mostly writes no way back does so on purpose. */
const fewestOfPolicy = 5;

/**
 * A new revision that changes the schema and whose `downgrade` does nothing: a downgrade passes it, and
 * leaves a schema that no revision describes.
 */
export const downgradeMissingOrEmpty: Rule = {
  id: 'downgrade-missing-or-empty',
  defaultSeverity: 'warning',
  summary: 'A new revision changes the schema, and its downgrade function does nothing.',
  suspects: () => doesNothing,
  *check(context) {
    const { snapshot, suspects } = context;
    const { scripts } = snapshot.map;
    if (scripts.length >= fewestOfPolicy && suspects.length > scripts.length / 2) return;
    for (const file of newFilesOf(context)) {
      if (!doesNothing(file)) continue;
      yield undefined;
      yield* context.remember(findingsIn, file);
    }
  },
};

/** Where `downgrade` is missing, the file is counted, and nothing is said of it. */
function doesNothing({ script, reading: { downgrade } }: RevisionFile): boolean {
  return script !== undefined && (downgrade?.isEmpty ?? true);
}

/** What is wrong in a file if its revision is new. */
function findingsIn(file: RevisionFile): readonly RuleFinding[] {
  const { path, script, reading } = file;
  const { upgrade, downgrade } = reading;
  // Of a function that is not there `missing-downgrade` speaks.
  if (!script || !downgrade || !upgrade || reading.problems.length > 0) return [];
  if (script.downRevisions.length > 1 || upgrade.isEmpty) return [];
  const text = file.readText();
  const changes = text === undefined ? [] : readOperations(text, 'upgrade').filter(changesSchema);
  const [first] = changes;
  if (text === undefined || !first) return [];
  const more = changes.length === 1 ? '' : ` and ${changes.length - 1} more`;
  return [
    {
      message: `downgrade() does nothing, though upgrade() changes the schema (${nameOfOperation(first)}${more}): undo that, or raise an error that says why there is no way back.`,
      file: path,
      range: downgrade.nameRange,
      related: [],
      fixes: [
        { kind: 'generate-downgrade', file: path, body: 'inverse' },
        { kind: 'generate-downgrade', file: path, body: 'raise' },
      ],
      ...(severityOf(text, downgrade, changes) === 'information' && { severity: 'information' }),
    },
  ];
}

/** Where somebody wrote why there is nothing, or where nothing can be undone, it may be meant. */
function severityOf(text: string, downgrade: MigrationFunction, changes: readonly Operation[]): Severity {
  const isMeant = isExplained(text, downgrade) || !changes.some(canBeUndone);
  return isMeant ? 'information' : 'warning';
}

/** Whether the operation certainly runs and changes what a database holds besides rows. */
function changesSchema(operation: Operation): boolean {
  if (operation.context.doubt !== undefined || operation.context.isLive) return false;
  switch (operation.kind) {
    case 'call':
      return operation.name !== 'bulk_insert';
    case 'sql':
      return operation.statements.some(({ action }) => isSchemaChange(action));
    case 'object':
      return !operation.checkFirst;
    case 'data':
    case 'opaque':
      return false;
  }
}

function isSchemaChange(action: SqlAction): boolean {
  switch (action.kind) {
    case 'data':
    case 'other':
    case 'opaque':
    case 'comment':
      return false;
    case 'alter-table':
      // Such as VALIDATE CONSTRAINT, which changes nothing that could be put back.
      return action.actions.some(({ kind }) => kind !== 'other' && kind !== 'opaque');
    case 'create-table':
    case 'create-index':
    case 'create-schema':
      return !action.ifNotExists;
    case 'alter-type':
    case 'create-type':
    case 'create-view':
    case 'drop-index':
    case 'drop-schema':
    case 'drop-table':
    case 'drop-type':
    case 'drop-view':
    case 'rename-index':
    case 'rename-tables':
      return true;
  }
}

/** Values of an enumeration can only be added, so that nothing could stand in `downgrade`. */
function canBeUndone(operation: Operation): boolean {
  if (operation.kind === 'call') return operation.name !== 'sync_enum_values';
  if (operation.kind !== 'sql') return true;
  return operation.statements.some(
    ({ action }) =>
      isSchemaChange(action) && !(action.kind === 'alter-type' && action.change.kind === 'add-value'),
  );
}

/** Whether a comment or docstring of `downgrade` says something; Alembic's own comments do not. */
function isExplained(text: string, downgrade: MigrationFunction): boolean {
  const rest = text.slice(downgrade.nameRange.end);
  const end = /\n(?=[^\s#])/.exec(rest)?.index ?? rest.length;
  return rest
    .slice(0, end)
    .split('\n')
    .some((each) => {
      const line = each.trim();
      const comment = line.includes('#') ? line.slice(line.indexOf('#')) : '';
      const isDocstring = line.startsWith('"') || line.startsWith("'");
      if (isDocstring) return !line.toLowerCase().includes('downgrade schema');
      return comment.length > 2 && !comment.includes('Alembic');
    });
}
