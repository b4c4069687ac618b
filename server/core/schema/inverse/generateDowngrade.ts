import { pythonRepr } from '../../text/pythonText';
import { parsePython } from '../../python/syntax/pythonTree';
import type { Dialect } from '../dialect';
import type { ReplayedRevision } from '../replay';
import { applyRevision } from '../replay';
import type { Schema } from '../schema';
import { SchemaBuilder } from '../schemaBuilder';
import { schemaDiff } from '../schemaDiff';
import { withDatabaseNames } from './databaseNames';
import { enumerationLines } from './enumerationSteps';
import { inverseSteps } from './inverseSteps';
import { PythonNames } from './pythonNames';
import { NotWritable, PythonSource } from './pythonSource';
import { quotedSqlName } from '../sqlTypeName';
import { recordChanges } from './recordChanges';
import type { RecordedRevision } from './recordChanges';
import { reversibilityOf } from './reversibility';
import type { Reversibility } from './reversibility';
import { writeSteps } from './writeSteps';

/** The body of a `downgrade()`, and whether it is the way back. */
export interface GeneratedDowngrade {
  readonly verdict: Reversibility;
  /** The lines, without indentation; imports that the file lacks come first. */
  readonly lines: readonly string[];
}

/** Writes the body of the `downgrade()` of one revision, from the schema that its ancestors leave. */
export function generateDowngrade(
  before: Schema,
  revision: ReplayedRevision,
  dialect: Dialect,
): GeneratedDowngrade {
  const recorded = recordChanges(before, revision, dialect);
  const verdict = reversibilityOf(recorded);
  if (verdict.kind === 'not-reversible') return notReversible(verdict.reasons);
  const names = new PythonNames(parsePython(revision.text));
  const source = new PythonSource(names, dialect);
  try {
    const enumerations = enumerationLines(recorded.before, recorded.after, source);
    const steps = writeSteps(inverseSteps(recorded, dialect), source);
    const body = [...enumerations.first, ...steps, ...enumerations.last, ...schemaLines(recorded, source)];
    if (body.length === 0) return { verdict, lines: ['pass'] };
    const lines = [...names.imports, ...(names.imports.length > 0 ? [''] : []), ...body];
    const differences = differencesAfter(recorded.after, before, lines, revision, dialect);
    if (differences.length > 0)
      return notReversible(
        differences.map((difference) => `The way back could not be proven: ${difference}`),
      );
    return { verdict, lines };
  } catch (error) {
    if (!(error instanceof NotWritable)) throw error;
    return notReversible([error.message]);
  }
}

/** Schemas that the revision makes are dropped behind all else; one that may have been there before stays. */
function schemaLines({ operations }: RecordedRevision, source: PythonSource): readonly string[] {
  return operations.flatMap((operation) =>
    (operation.kind === 'sql' ? operation.statements : []).flatMap(({ action }) => {
      if (action.kind === 'drop-schema') throw new NotWritable('It drops a schema');
      if (action.kind !== 'create-schema' || action.ifNotExists || action.name === undefined) return [];
      const statement = `DROP SCHEMA ${quotedSqlName(action.name, source.dialect)}`;
      return [`${source.names.nameOf('alembic.op')}.execute(${pythonRepr(statement)})`];
    }),
  );
}

function notReversible(reasons: readonly string[]): GeneratedDowngrade {
  return {
    verdict: { kind: 'not-reversible', reasons },
    lines: [`raise NotImplementedError(${pythonRepr(`${reasons.join('. ')}.`)})`],
  };
}

/**
 * What differs from the schema that was there, once the body has run; it is followed as every migration is.
 */
function differencesAfter(
  after: Schema,
  before: Schema,
  lines: readonly string[],
  revision: ReplayedRevision,
  dialect: Dialect,
): readonly string[] {
  const body = lines.map((line) => `    ${line}\n`).join('');
  const builder = new SchemaBuilder(after, dialect);
  applyRevision(builder, { ...revision, text: `${revision.text}\n\ndef upgrade():\n${body}` });
  return schemaDiff(withDatabaseNames(before), withDatabaseNames(builder.build()))
    .filter(({ certain }) => certain)
    .map(({ kind, what, table, name, before: old, after: now }) => {
      const shown = [what, ...(name === null ? [] : [name]), 'of', table].join(' ');
      return kind === 'changed'
        ? `${shown} would be ${now ?? ''}, not ${old ?? ''}`
        : `${shown} would be ${kind}`;
    });
}
