import { dottedPath } from '../python/syntax/dottedPath';
import type { CallExpression, Expression } from '../python/syntax/expression';
import { parsePython } from '../python/syntax/pythonTree';
import type { Block, ClassDefinition, Statement } from '../python/syntax/statement';
import type { TextRange } from '../text/textRange';

/** What a Python file says of one table: a mapped class, or a `Table(…)`. */
export interface Model {
  readonly table: string;
  /** The class; undefined for a `Table(…)` of its own. */
  readonly className?: string | undefined;
  /** The dotted path of the metadata that a `Table(…)` names. */
  readonly metadata?: string | undefined;
  /** The name of the class, or that of the table in `Table("users", …)`. */
  readonly nameRange: TextRange;
  /** The text that names the table of a class. */
  readonly tableRange: TextRange | undefined;
  readonly columns: readonly ModelColumn[];
}

/** A column with the attribute or text that names it. */
export interface ModelColumn {
  readonly name: string;
  readonly range: TextRange;
}

/** How a function gives tables their names: the class's own name, that in small letters, or otherwise. */
export type TableNaming = 'same' | 'lower' | 'computed';

/** How `__tablename__` of a class names its tables; undefined where it says nothing of that. */
export function tableNaming(text: string, { body }: ClassDefinition): TableNaming | undefined {
  for (const each of body) {
    if (each.kind === 'assign' && isNamed(each.targets, '__tablename__'))
      return textOf(each.value) === undefined ? 'computed' : undefined;
    if (each.kind !== 'function' || each.name !== '__tablename__') continue;
    const returned = each.body.at(-1);
    if (returned?.kind !== 'return' || each.body.slice(0, -1).some(({ kind }) => kind !== 'expression'))
      return 'computed';
    const code = text.slice(returned.range.start, returned.range.end).trimEnd();
    const found = /^return\s+(?:cls|self)\.__name__(\.lower\(\))?$/.exec(code);
    if (!found) return 'computed';
    return found[1] === undefined ? 'same' : 'lower';
  }
  return undefined;
}

/** Whether a class says that it has no table of its own. */
export function isAbstract(text: string, { range }: ClassDefinition): boolean {
  return /__abstract__\s*(?::[^=\n]*)?=\s*True/.test(text.slice(range.start, range.end));
}

/** Whether a class has a column. */
export function hasColumns(text: string, { body }: ClassDefinition): boolean {
  return body.some(({ range }) => /\b(?:Column|mapped_column)\s*\(/.test(text.slice(range.start, range.end)));
}

/** Words of which a file of models has at least one. */
const signs = /__tablename__|\bTable\s*\(|\btable\s*=\s*True\b|\.Model\b/;

/** Whether a text may define a model; of those that do not, nothing is parsed. */
export function mayHaveModels(text: string): boolean {
  return signs.test(text);
}

/** Whether a text may define a model, also one whose table gets its name from the class. */
export function mayHaveTables(text: string): boolean {
  return mayHaveModels(text) || /\b(?:Column|mapped_column)\s*\(/.test(text);
}

/** The models that a file defines by literal names. Nothing is run. */
export function modelsInSource(text: string): readonly Model[] {
  return mayHaveModels(text) ? modelsOf(text, parsePython(text).statements) : [];
}

function modelsOf(text: string, block: Block): readonly Model[] {
  return block.flatMap((statement) => modelsOfStatement(text, statement));
}

function modelsOfStatement(text: string, statement: Statement): readonly Model[] {
  if (statement.kind === 'class') {
    const inner = statement.body.filter(({ kind }) => kind === 'class');
    return [...classModel(text, statement), ...modelsOf(text, inner)];
  }
  if (statement.kind === 'assign' || statement.kind === 'expression') return tableModel(statement.value);
  if (statement.kind === 'if') {
    const blocks = [...statement.branches.map(({ body }) => body), statement.otherwise];
    return blocks.flatMap((block) => modelsOf(text, block));
  }
  if (statement.kind !== 'try') return [];
  return [statement.body, ...statement.handlers].flatMap((block) => modelsOf(text, block));
}

function classModel(text: string, definition: ClassDefinition): readonly Model[] {
  const { body } = definition;
  const table = tableNameOf(text, definition);
  const nameRange = classNameRange(text, definition);
  if (table === undefined || !nameRange) return [];
  const tables = body.flatMap((statement) =>
    statement.kind === 'assign' && isNamed(statement.targets, '__table__') ? tableModel(statement.value) : [],
  );
  const columns = [
    ...body.flatMap((each) => columnsOfClass(text, each)),
    ...tables.flatMap((each) => each.columns),
  ];
  return [{ ...table, className: definition.name, nameRange, columns }];
}

/** The name in `__tablename__` or `__table__`, or the one that SQLModel and Flask-SQLAlchemy give. */
function tableNameOf(
  text: string,
  definition: ClassDefinition,
): Pick<Model, 'table' | 'tableRange'> | undefined {
  const { name, bases, body, range } = definition;
  const given = (table: string) => ({ table, tableRange: undefined });
  for (const statement of body) {
    if (statement.kind !== 'assign') continue;
    const { targets, value } = statement;
    if (isNamed(targets, '__tablename__')) {
      const table = textOf(value);
      return table === undefined ? undefined : { table, tableRange: value.range };
    }
    const [own] = isNamed(targets, '__table__') ? tableModel(value) : [];
    if (own) return { table: own.table, tableRange: own.nameRange };
  }
  // A name that a function gives is not known.
  if (body.some((each) => each.kind === 'function' && each.name === '__tablename__')) return undefined;
  const head = text.slice(range.start, body[0]?.range.start ?? range.end);
  if (/\btable\s*=\s*True\b/.test(head)) return given(name.toLowerCase());
  if (isAbstract(text, definition)) return undefined;
  return bases.some((base) => base.kind === 'attribute' && base.name === 'Model')
    ? given(snakeCase(name))
    : undefined;
}

/** The name that Flask-SQLAlchemy gives to the table of a class. */
function snakeCase(name: string): string {
  return name
    .replace(/((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))/g, '_$1')
    .toLowerCase()
    .replace(/^_/, '');
}

/** The name of a class where it is defined. */
export function classNameRange(text: string, { name, range }: ClassDefinition): TextRange | undefined {
  const found = /\bclass[ \t\\\r\n]+/g;
  found.lastIndex = range.start;
  for (let match = found.exec(text); match && match.index < range.end; match = found.exec(text)) {
    const start = match.index + match[0].length;
    if (text.startsWith(name, start)) return { start, end: start + name.length };
  }
  return undefined;
}

/** `email = Column("mail", …)`, `email: Mapped[str]`, and the attributes of SQLModel. */
function columnsOfClass(text: string, statement: Statement): readonly ModelColumn[] {
  if (statement.kind === 'assign') {
    const [target] = statement.targets;
    if (target?.kind !== 'name' || target.name.startsWith('__')) return [];
    const name = columnNameOf(statement.value);
    if (name === undefined) return [];
    return [{ name: name === '' ? target.name : name, range: target.range }];
  }
  if (statement.kind !== 'unread') return [];
  // An annotation without a value.
  const { start, end } = statement.range;
  const name = /^([A-Za-z_]\w*)\s*:/.exec(text.slice(start, Math.min(end, start + longestName)))?.[1];
  return name === undefined ? [] : [{ name, range: { start, end: start + name.length } }];
}

const longestName = 256;

/** Empty where the attribute's own name is that of the column; undefined for what is no column. */
function columnNameOf(value: Expression): string | undefined {
  if (value.kind !== 'call') return '';
  const callee = lastName(value.callee);
  if (callee === 'relationship' || callee === 'Relationship' || callee === 'association_proxy')
    return undefined;
  if (callee !== 'Column' && callee !== 'mapped_column') return '';
  return nameArgument(value) ?? '';
}

/** `Table("users", metadata, Column("id", …))`. */
function tableModel(value: Expression): readonly Model[] {
  if (value.kind !== 'call' || lastName(value.callee) !== 'Table') return [];
  const first = value.arguments.find(({ name }) => name === undefined || name === 'name')?.value;
  const table = first && textOf(first);
  if (!first || table === undefined) return [];
  const columns = value.arguments.flatMap(({ value: item }): readonly ModelColumn[] => {
    if (item.kind !== 'call' || lastName(item.callee) !== 'Column') return [];
    const name = nameArgument(item);
    return name === undefined ? [] : [{ name, range: item.arguments[0]?.value.range ?? item.range }];
  });
  const second = value.arguments.filter(({ name }) => name === undefined)[1]?.value;
  const metadata = (second && dottedPath(second)) ?? metadataOfObject(value.callee);
  return [{ table, metadata, nameRange: first.range, tableRange: undefined, columns }];
}

/** `db.Table(…)` of Flask-SQLAlchemy takes the object's own metadata. */
function metadataOfObject(callee: Expression): string | undefined {
  const object = callee.kind === 'attribute' ? dottedPath(callee.object) : undefined;
  return object === undefined ? undefined : `${object}.metadata`;
}

function nameArgument({ arguments: given }: CallExpression): string | undefined {
  const named = given.find(({ name }) => name === 'name') ?? given.find(({ name }) => name === undefined);
  return named && textOf(named.value);
}

function isNamed(targets: readonly Expression[], name: string): boolean {
  return targets.some((target) => target.kind === 'name' && target.name === name);
}

function lastName(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  return expression.kind === 'attribute' ? expression.name : undefined;
}

function textOf(expression: Expression): string | undefined {
  if (expression.kind !== 'string') return undefined;
  const values = expression.parts.map((part) => (part.kind === 'text' ? part.value : undefined));
  return values.every((value) => value !== undefined) ? values.join('') : undefined;
}
