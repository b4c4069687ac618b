import { dottedPath } from '../python/syntax/dottedPath';
import type { Expression } from '../python/syntax/expression';
import { parsePython } from '../python/syntax/pythonTree';
import type { Block, ClassDefinition, Statement } from '../python/syntax/statement';
import type { TextRange } from '../text/textRange';
import { codeOf } from './codeOf';
import type { Model, TableNaming } from './modelsInSource';
import { classNameRange, hasColumns, isAbstract, modelsInSource, tableNaming } from './modelsInSource';
import type { FunctionCalls } from './moduleCalls';
import { callsIn } from './moduleCalls';
import type { ModuleImport } from './moduleImports';
import { importsOf } from './moduleImports';

/** What the text of a Python module says of the modules it loads, and of its metadata and models. */
export interface ModuleSource {
  readonly imports: readonly ModuleImport[];
  /** What the names of the module stand for, where an import, a class or a plain assignment gives them. */
  readonly names: ReadonlyMap<string, NameMeaning>;
  readonly models: readonly Model[];
  /** It has a `Table(…)` that is none of the models: with a computed name, or within something else. */
  readonly hasOtherTables: boolean;
  /** What the functions call, by their names; the empty name for what runs when the module is loaded. */
  readonly calls: ReadonlyMap<string, FunctionCalls>;
  /** Whether it has Alembic write revisions, so that it is another door to env.py than Alembic's own. */
  readonly writesRevisions: boolean;
  /** The metadata of its calls of `create_all()`, as dotted paths; undefined for one that is computed. */
  readonly creates: readonly (string | undefined)[];
  readonly newline: '\n' | '\r\n';
  /** The last import at the outermost level; undefined for none. */
  readonly lastImport: { readonly range: TextRange; readonly text: string } | undefined;
}

/** What a name stands for. Paths are dotted and as written. */
export type NameMeaning =
  | { readonly kind: 'import'; readonly path: string }
  | ClassMeaning
  | { readonly kind: 'call'; readonly callee: string; readonly metadata: string | undefined }
  | { readonly kind: 'alias'; readonly path: string }
  | { readonly kind: 'list'; readonly paths: readonly (string | undefined)[] }
  | { readonly kind: 'none' };

/** A class of a module. */
export interface ClassMeaning {
  readonly kind: 'class';
  readonly bases: readonly string[];
  readonly metadata: string | undefined;
  readonly naming: TableNaming | undefined;
  /** It has columns, and does not say that it is abstract. */
  readonly mayHaveTable: boolean;
  readonly nameRange: TextRange | undefined;
}

/** Reads a module. Nothing is run. */
export function readModule(text: string): ModuleSource {
  const { statements } = parsePython(text);
  const names = new Map<string, NameMeaning>();
  bindNames(text, statements, names);
  const models = modelsInSource(text);
  const literal = [...text.matchAll(/\b(?:import_module|__import__)\(\s*(['"])([\w.]+)\1/g)];
  const imports = [
    ...importsOf(statements),
    ...literal.map(([, , module = '']) => ({
      module,
      names: [],
      isStar: false,
      isCertain: false,
      owner: '',
    })),
  ];
  const last = statements.findLast(({ kind }) => kind === 'import')?.range;
  return {
    imports,
    names,
    models,
    hasOtherTables: hasOtherTables(text, names, models),
    calls: callsIn(text, statements),
    writesRevisions: mayWriteRevisions(text),
    creates: createsIn(text),
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    lastImport: last && lineTo(text, last),
  };
}

/** Tables that are made somewhere with a metadata that is not made there as well. */
function hasOtherTables(
  text: string,
  names: ReadonlyMap<string, NameMeaning>,
  models: readonly Model[],
): boolean {
  const known = new Set(models.map(({ nameRange }) => nameRange.start));
  for (const { tableRange } of models) if (tableRange) known.add(tableRange.start);
  for (const { index, 0: call, 1: path = '' } of codeOf(text).matchAll(/(?<![\w.])((?:\w+\.)*)Table\(/g)) {
    const [first = ''] = path.split('.');
    const meaning = names.get(first === '' ? 'Table' : first);
    if (first === '' && meaning?.kind === 'import' && !meaning.path.startsWith('sqlalchemy')) continue;
    if (/\b(?:def|class)\s+$/.test(text.slice(Math.max(0, index - 20), index))) continue;
    const start = index + call.length + spacesAt(text, index + call.length);
    if (!known.has(start) && takesMetadata.test(text.slice(start, start + 300))) return true;
  }
  return false;
}

/** A name, and behind it the metadata of others, or a column as in `db.Table(…)`. */
const takesMetadata = /^[^,()]*(?:\([^()]*\)[^,()]*)?,\s*(?:[A-Za-z_][\w.]*\s*[,)]|\w+\.Column\()/;

function spacesAt(text: string, start: number): number {
  return /^\s*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
}

function createsIn(text: string): readonly (string | undefined)[] {
  if (!text.includes('create_all')) return [];
  const paths: (string | undefined)[] = [];
  for (const { index } of codeOf(text).matchAll(/\bcreate_all\b/g)) {
    const before = text.slice(Math.max(0, index - 200), index);
    if (/\bdef\s+$/.test(before)) continue;
    paths.push(/(?<![\w.)\]])([A-Za-z_][\w.]*)\.$/.exec(before)?.[1]);
  }
  return paths;
}

/** Whether a text has Alembic write revisions, by its commands or its own command line. */
export function mayWriteRevisions(text: string): boolean {
  return /\balembic\b/.test(text) && /\bcommand\.revision\b|\bCommandLine\b|\bautogenerate\s*=/.test(text);
}

/** A statement with its comment, up to the end of the line; undefined where another statement follows. */
function lineTo(text: string, { start, end }: TextRange): ModuleSource['lastImport'] {
  const tail = /^[ \t]*(?:#[^\r\n]*)?(?=\r?\n|$)/.exec(text.slice(end, end + 500))?.[0];
  if (tail === undefined) return undefined;
  return { range: { start, end: end + tail.length }, text: text.slice(start, end + tail.length) };
}

function bindNames(text: string, block: Block, names: Map<string, NameMeaning>): void {
  for (const statement of block)
    if (statement.kind === 'import')
      for (const { name, path } of statement.names) names.set(name, { kind: 'import', path });
    else if (statement.kind === 'class') names.set(statement.name, classMeaning(text, statement));
    else if (statement.kind === 'assign') {
      const meaning = meaningOf(statement.value);
      for (const target of statement.targets)
        if (target.kind === 'name') {
          if (meaning) names.set(target.name, meaning);
          else names.delete(target.name);
        }
    } else for (const inner of blocksOf(statement)) bindNames(text, inner, names);
}

/** The blocks of a statement in which names are bound as outside of it. */
function blocksOf(statement: Statement): readonly Block[] {
  if (statement.kind === 'if') return [...statement.branches.map(({ body }) => body), statement.otherwise];
  if (statement.kind === 'try')
    return [...statement.handlers, statement.body, statement.otherwise, statement.finally];
  return statement.kind === 'with' ? [statement.body] : [];
}

function classMeaning(text: string, definition: ClassDefinition): ClassMeaning {
  const { bases, body } = definition;
  const own = assignedIn(body, 'metadata');
  const given = own && (dottedPath(own) ?? calleeOf(own));
  const metadata = assignedIn(body, '__bind_key__') ? boundMetadata : given;
  return {
    kind: 'class',
    bases: bases.flatMap((base) => dottedPath(base) ?? []),
    metadata,
    naming: tableNaming(text, definition),
    mayHaveTable: hasColumns(text, definition) && !isAbstract(text, definition),
    nameRange: classNameRange(text, definition),
  };
}

function assignedIn(body: Block, name: string): Expression | undefined {
  const found = body.find(
    (each) =>
      each.kind === 'assign' && each.targets.some((target) => target.kind === 'name' && target.name === name),
  );
  return found?.kind === 'assign' ? found.value : undefined;
}

function calleeOf(value: Expression): string | undefined {
  return value.kind === 'call' && dottedPath(value.callee)?.endsWith('MetaData') ? ownMetadata : undefined;
}

/** In place of a path: an object of this class alone. */
export const ownMetadata = 'MetaData()';

/** In place of a path: that of another database of Flask-SQLAlchemy. */
const boundMetadata = 'metadatas[]';

function meaningOf(value: Expression): NameMeaning | undefined {
  if (value.kind === 'none') return { kind: 'none' };
  if (value.kind === 'sequence') return { kind: 'list', paths: value.items.map((item) => dottedPath(item)) };
  if (value.kind === 'call') {
    const callee = dottedPath(value.callee);
    const given = value.arguments.find(({ name }) => name === 'metadata')?.value;
    return callee === undefined ? undefined : { kind: 'call', callee, metadata: given && dottedPath(given) };
  }
  const path = dottedPath(value);
  return path === undefined ? undefined : { kind: 'alias', path };
}
