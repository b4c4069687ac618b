import { readStatements } from '../sql/readStatements';
import type { TextRange } from '../text/textRange';
import type { Machine } from './machine';
import type { DataOperation } from './operation';
import type { ConstructValue, Value } from './value';
import { textOf } from './value';

/** Tells of SQL that is executed: a text, an expression of SQLAlchemy, or what can't be read. */
export function emitSql(machine: Machine, statement: Value | undefined, range: TextRange): void {
  if (!statement) return;
  if (statement.kind === 'unknown' && statement.alternatives) {
    const { alternatives, reason } = statement;
    machine.within({ doubt: machine.context.doubt ?? reason }, () => {
      for (const each of alternatives) emitSql(machine, each, range);
    });
    return;
  }
  const { text, literal } = sqlText(statement);
  if (text !== undefined) {
    const statements = readStatements(text, machine.dialect);
    machine.emit({ kind: 'sql', text, statements, textStart: literal?.start, range });
    return;
  }
  const construct = rootOf(statement);
  if (construct && isTextConstruct(construct.path)) {
    const written = writtenText(construct);
    if (written?.kind === 'unknown') {
      emitSql(machine, written, range);
      return;
    }
  }
  const name = construct?.path.slice(construct.path.lastIndexOf('.') + 1) ?? '';
  const [first] = construct?.positional ?? [];
  if (construct && isTable(first) && (name === 'CreateTable' || name === 'DropTable')) {
    const action = name === 'CreateTable' ? 'create' : 'drop';
    machine.emit({ kind: 'object', action, object: first, checkFirst: false, range });
    return;
  }
  const written = writtenDefinition(name, first);
  if (written !== undefined) {
    machine.emit({
      kind: 'sql',
      text: written,
      statements: readStatements(written),
      textStart: undefined,
      range,
    });
    return;
  }
  if (construct && !/^(?:Create|Drop|Add|Set)[A-Z]/.test(name)) {
    const written = writtenRows(statement);
    if (written) machine.emit({ kind: 'data', ...written, range });
    return;
  }
  if (statement.kind === 'method' || statement.kind === 'class' || statement.kind === 'special') return;
  const reason =
    statement.kind === 'unknown'
      ? `The SQL is not known: ${statement.reason}`
      : 'The SQL is not a text that can be read';
  machine.emit({ kind: 'opaque', reason, tables: undefined, range });
}

/** The statement of `CreateSchema("a")` or `CreateSequence(Sequence("a"))` and of their opposites. */
function writtenDefinition(construct: string, object: Value | undefined): string | undefined {
  const [, verb, what] = /^(Create|Drop)(Schema|Sequence)$/.exec(construct) ?? [];
  if (verb === undefined || what === undefined) return undefined;
  const isSequence = what === 'Sequence' && object?.kind === 'construct';
  const name = isSequence ? (object.keywords.get('name') ?? object.positional[0]) : object;
  const schema = isSequence ? textOf(object.keywords.get('schema')) : undefined;
  const text = textOf(name);
  if (text === undefined) return undefined;
  const qualified = schema === undefined ? `"${text}"` : `"${schema}"."${text}"`;
  return `${verb.toUpperCase()} ${what.toUpperCase()} ${qualified}`;
}

type WrittenRows = Pick<DataOperation, 'verb' | 'table' | 'columns'>;

/** What `table.update().values(…)` or `sa.insert(table)` writes; undefined for what only reads. */
function writtenRows(statement: Value): WrittenRows | undefined {
  let columns: string[] | undefined;
  let each: Value | undefined = statement;
  for (let depth = 0; depth < 50 && each?.kind === 'construct'; depth++) {
    const { path, positional, keywords, receiver }: ConstructValue = each;
    const name = path.slice(path.lastIndexOf('.') + 1);
    if (name === 'values') {
      const [first] = positional;
      const keys = first?.kind === 'dictionary' ? [...first.entries.keys()].map(String) : [];
      columns = [...(columns ?? []), ...keys, ...keywords.keys()];
    }
    if (name === 'insert' || name === 'update' || name === 'delete') {
      const table = receiver ?? positional[0];
      const named =
        table?.kind === 'construct' && !table.receiver
          ? textOf(table.keywords.get('name') ?? table.positional[0])
          : undefined;
      return { verb: name, table: named, columns: name === 'update' ? columns : undefined };
    }
    each = receiver;
  }
  return undefined;
}

/** The text of a statement, and where it stands in the file if that is one plain literal. */
function sqlText(value: Value): {
  readonly text: string | undefined;
  readonly literal: TextRange | undefined;
} {
  const nothing = { text: undefined, literal: undefined };
  if (value.kind === 'string') return { text: value.value, literal: value.literal };
  if (value.kind === 'unknown') return { text: value.template, literal: undefined };
  if (value.kind !== 'construct') return nothing;
  const root = rootOf(value);
  const written = root && writtenText(root);
  if (!root || !written || !isTextConstruct(root.path)) return nothing;
  const { text, literal } = sqlText(written);
  return { text: text?.replace(/\\:/g, ':'), literal: text?.includes('\\:') === true ? undefined : literal };
}

function writtenText(root: ConstructValue): Value | undefined {
  return root.keywords.get('text') ?? root.keywords.get('statement') ?? root.positional[0];
}

/** The construct that methods were called on: `text(…)` of `text(…).bindparams(…)`. */
function rootOf(value: Value): ConstructValue | undefined {
  let each = value;
  while (each.kind === 'method' || (each.kind === 'construct' && each.receiver)) {
    const below: Value | undefined = each.kind === 'method' ? each.of : each.receiver;
    if (!below) break;
    each = below;
  }
  return each.kind === 'construct' ? each : undefined;
}

/** Whether a construct is made of a text of SQL. */
export function isTextConstruct(path: string): boolean {
  return /^(?:sqlalchemy|sqlmodel|alembic)\.(?:.*\.)?(?:text|DDL|literal_column|TextClause)$/.test(path);
}

/** Whether a value is a table that is described in the file. */
export function isTable(value: Value | undefined): value is ConstructValue {
  return value?.kind === 'construct' && /^(?:sqlalchemy|sqlmodel)\.(?:.*\.)?Table$/.test(value.path);
}
