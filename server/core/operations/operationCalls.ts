import type { TextRange } from '../text/textRange';
import { bindArguments, isNewer } from './bindArguments';
import type { Arguments, Machine } from './machine';
import { signatures } from './signatures';
import { emitSql } from './sqlOperations';
import type { BatchTable, Value } from './value';
import { unknown } from './value';

/** Follows a call of `op.name`, or of `batch_op.name` where a batch is given. */
export function callOperation(
  machine: Machine,
  name: string,
  args: Arguments,
  callee: TextRange,
  range: TextRange,
  batch?: BatchTable,
): Value {
  const receiver = batch ? 'batch_op' : 'op';
  switch (name) {
    case 'f': {
      const [first] = args.positional;
      const text = first ?? args.keywords.get('name');
      return text?.kind === 'string'
        ? { ...text, isFinal: true }
        : (text ?? unknown(range, 'the name is missing'));
    }
    case 'get_bind':
      return { kind: 'special', role: 'connection', range };
    case 'get_context':
      return { kind: 'special', role: 'context', range };
    case 'inline_literal':
      return construct('alembic.op.inline_literal', args, range);
    case 'execute':
      emitSql(machine, args.positional[0] ?? args.keywords.get('sqltext'), range);
      return { kind: 'none', range };
    case 'batch_alter_table': {
      const bound = bindArguments(
        signatures.op.batch_alter_table ?? { parameters: [] },
        args,
        machine.alembic,
      );
      return {
        kind: 'batch',
        batch: { arguments: bound.arguments, options: bound.options, range },
        range,
      };
    }
    case 'implementation_for':
    case 'register_operation':
      return unknown(range, 'it is not followed');
    case 'invoke':
    case 'run_async':
      machine.emit({
        kind: 'opaque',
        reason: isNewer(signatures.op[name]?.since, machine.alembic)
          ? `${named(machine)} has no op.${name}, which comes with ${signatures.op[name]?.since ?? ''}`
          : `What op.${name} does is not followed`,
        tables: undefined,
        range,
      });
      return unknown(range, 'it is not followed');
  }
  if (name === 'sync_enum_values' && !batch) {
    syncEnumeration(machine, args, callee, range);
    return { kind: 'none', range };
  }
  const signature = Object.hasOwn(signatures[receiver], name) ? signatures[receiver][name] : undefined;
  if (!signature) return callForeignOperation(machine, name, args, range);
  const bound = bindArguments(signature, args, machine.alembic);
  const { refusal } = bound;
  machine.within({ batch: batch ?? undefined }, () => {
    machine.emit({
      kind: 'call',
      receiver,
      name,
      nameRange: nameWithin(callee, name),
      arguments: bound.arguments,
      rest: bound.rest,
      options: bound.options,
      doubt: args.doubt ?? (bound.surplus.length > 0 ? 'Alembic does not take these arguments' : undefined),
      refusal: refusal === undefined ? undefined : `${named(machine)} ${refusal}`,
      range,
    });
  });
  if (name !== 'create_table') return { kind: 'none', range };
  const table = bound.arguments.get('table_name');
  return {
    kind: 'construct',
    path: 'sqlalchemy.Table',
    positional: [...(table ? [table] : []), { kind: 'none', range }, ...bound.rest],
    keywords: bound.options,
    doubt: args.doubt,
    attached: [],
    range,
  };
}

/** The project's Alembic, as a message calls it. */
function named({ alembic }: Machine): string {
  return `Alembic ${alembic ?? ''} of the project`;
}

/** What calling something imported makes. */
export function construct(path: string, args: Arguments, range: TextRange, receiver?: Value): Value {
  return {
    kind: 'construct',
    path,
    positional: args.positional,
    keywords: args.keywords,
    doubt: args.doubt,
    ...(receiver ? { receiver } : {}),
    attached: [],
    range,
  };
}

/**
 * The operation by which two packages give an enumeration type other values: alembic-postgresql-enum takes
 * the new ones third, alembic-autogenerate-enums the old ones third and the new ones fourth.
 */
function syncEnumeration(machine: Machine, args: Arguments, callee: TextRange, range: TextRange): void {
  const [schema, name, third, fourth] = args.positional;
  const { keywords } = args;
  const listed = [fourth, keywords.get('new_options'), keywords.get('new_values'), third];
  const isTexts = (value: Value | undefined): boolean =>
    value?.kind === 'list' && value.items.every(({ kind }) => kind === 'string') && value.items.length > 0;
  const labels = listed.find(isTexts);
  const given: readonly (readonly [string, Value | undefined])[] = [
    ['schema', keywords.get('enum_schema') ?? keywords.get('schema') ?? schema],
    ['name', keywords.get('enum_name') ?? keywords.get('name') ?? name],
    ['labels', labels],
  ];
  machine.emit({
    kind: 'call',
    receiver: 'op',
    name: 'sync_enum_values',
    nameRange: nameWithin(callee, 'sync_enum_values'),
    arguments: new Map(given.flatMap(([key, value]) => (value ? [[key, value] as const] : []))),
    rest: [],
    options: new Map(),
    doubt: args.doubt,
    refusal: undefined,
    range,
  });
}

/** Operations that packages add to Alembic: those about views, functions and triggers touch no table. */
function callForeignOperation(machine: Machine, name: string, args: Arguments, range: TextRange): Value {
  if (
    !/^(?:create|drop|replace)_(?:entity|view|materialized_view|function|sp|trigger|sequence|policy|extension|grant|schema)s?$/.test(
      name,
    )
  )
    machine.emit({
      kind: 'opaque',
      reason: `op.${name} is no operation of Alembic's own`,
      tables: namesIn(args),
      range,
    });
  return unknown(range, 'it is no operation of Alembic');
}

/** The texts among arguments, which may be names of tables. */
function namesIn(args: Arguments): readonly string[] | undefined {
  const [first] = args.positional;
  const table = args.keywords.get('table_name') ?? first;
  return table?.kind === 'string' ? [table.value] : undefined;
}

function nameWithin(callee: TextRange, name: string): TextRange {
  return { start: Math.max(callee.start, callee.end - name.length), end: callee.end };
}
