import { dottedPath } from '../python/syntax/dottedPath';
import type { Expression } from '../python/syntax/expression';
import { parsePython } from '../python/syntax/pythonTree';
import type { Block, ImportStatement, Statement } from '../python/syntax/statement';
import type { TextRange } from '../text/textRange';
import type { Model } from './modelsInSource';
import { modelsInSource } from './modelsInSource';

/** What the text of a Python module says of the modules it loads, and of its metadata and models. */
export interface ModuleSource {
  readonly imports: readonly ModuleImport[];
  /** What the names of the module stand for, where an import, a class or a plain assignment gives them. */
  readonly names: ReadonlyMap<string, NameMeaning>;
  readonly models: readonly Model[];
  /** What the functions call, by their names; the empty name for what runs when the module is loaded. */
  readonly calls: ReadonlyMap<string, FunctionCalls>;
  /** Whether it has Alembic write revisions, so that it is another door to env.py than Alembic's own. */
  readonly writesRevisions: boolean;
  readonly newline: '\n' | '\r\n';
  /** The last import at the outermost level; undefined for none. */
  readonly lastImport: { readonly range: TextRange; readonly text: string } | undefined;
}

export interface FunctionCalls {
  /** The last names of what is called. */
  readonly names: ReadonlySet<string>;
  /** A call that loads modules whose names are not written there. */
  readonly loader: string | undefined;
}

/** One module that a statement loads, as written; leading dots for one beside or above. */
export interface ModuleImport {
  readonly module: string;
  /** Names taken from it, any of which may be a module below it. */
  readonly names: readonly string[];
  /** All of its names are taken. */
  readonly isStar: boolean;
  /** False in a function, behind a condition, or where an error is caught. */
  readonly isCertain: boolean;
}

/** What a name stands for. Paths are dotted and as written. */
export type NameMeaning =
  | { readonly kind: 'import'; readonly path: string }
  | { readonly kind: 'class'; readonly bases: readonly string[]; readonly metadata: string | undefined }
  | { readonly kind: 'call'; readonly callee: string; readonly metadata: string | undefined }
  | { readonly kind: 'alias'; readonly path: string }
  | { readonly kind: 'list'; readonly paths: readonly (string | undefined)[] }
  | { readonly kind: 'none' };

/** Reads a module. Nothing is run. */
export function readModule(text: string): ModuleSource {
  const { statements } = parsePython(text);
  const names = new Map<string, NameMeaning>();
  bindNames(statements, names);
  const literal = [...text.matchAll(/\b(?:import_module|__import__)\(\s*(['"])([\w.]+)\1/g)];
  const imports = [
    ...importsOf(statements, true),
    ...literal.map(([, , module = '']) => ({ module, names: [], isStar: false, isCertain: false })),
  ];
  const last = statements.findLast(({ kind }) => kind === 'import')?.range;
  return {
    imports,
    names,
    models: modelsInSource(text),
    calls: callsIn(text, statements),
    writesRevisions: mayWriteRevisions(text),
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    lastImport: last && lineTo(text, last),
  };
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

const loaders: ReadonlySet<string> = new Set([
  ...['import_module', '__import__', 'exec', 'execfile', 'walk_packages', 'iter_modules', 'exec_module'],
  ...[
    'spec_from_file_location',
    'find_modules',
    'import_string',
    'import_submodules',
    'run_path',
    'run_module',
  ],
]);

/** What each function calls, methods by their own names. What stands in strings and comments counts too. */
function callsIn(text: string, statements: Block): ReadonlyMap<string, FunctionCalls> {
  const functions = functionsIn(statements);
  const calls = new Map<string, { names: Set<string>; loader: string | undefined }>();
  let next = 0;
  for (const { index, 0: match, 1: before, 2: name = '' } of text.matchAll(/(\.?)\b([A-Za-z_]\w*)\s*\(/g)) {
    while ((functions[next]?.range.end ?? Infinity) <= index) next++;
    const around = functions[next];
    const isInside = around !== undefined && around.body <= index;
    const owner = isInside ? around.name : '';
    let own = calls.get(owner);
    if (!own) calls.set(owner, (own = { names: new Set(), loader: undefined }));
    own.names.add(name);
    // A session has a method of this name, too.
    const isMethod = before === '.' && /^exec/.test(name) && name !== 'exec_module';
    if (
      loaders.has(name) &&
      !isMethod &&
      !/^\s*(['"])[\w.]+\1/.test(text.slice(index + match.length, index + match.length + 200))
    )
      own.loader ??= name;
  }
  return calls;
}

/** The functions that are in no other one, in the order of the text. */
function functionsIn(
  block: Block,
): readonly { readonly name: string; readonly range: TextRange; readonly body: number }[] {
  return block.flatMap((statement) => {
    if (statement.kind === 'function') {
      const { name, range, body } = statement;
      return [{ name, range, body: body[0]?.range.start ?? range.end }];
    }
    if (statement.kind === 'class') return functionsIn(statement.body);
    return blocksOf(statement).flatMap((inner) => functionsIn(inner));
  });
}

function importsOf(block: Block, isCertain: boolean): readonly ModuleImport[] {
  return block.flatMap((statement): readonly ModuleImport[] => {
    if (statement.kind === 'import')
      return statement.modules.map((module) => moduleImport(statement, module, isCertain));
    if (statement.kind === 'with' || statement.kind === 'class') return importsOf(statement.body, isCertain);
    if (statement.kind === 'for' || statement.kind === 'while' || statement.kind === 'function')
      return importsOf(statement.body, false);
    const [first] = statement.kind === 'if' ? statement.branches : [];
    if (statement.kind === 'if' && first && isNeverTrue(first.test))
      return importsOf(statement.otherwise, isCertain);
    const always = statement.kind === 'try' ? importsOf(statement.finally, isCertain) : [];
    return [...blocksOf(statement).flatMap((each) => importsOf(each, false)), ...always];
  });
}

/** What only a type checker or a program started by itself takes. */
function isNeverTrue(test: Expression): boolean {
  const name = test.kind === 'attribute' || test.kind === 'name' ? test.name : undefined;
  const isMain = test.kind === 'binary' && test.left.kind === 'name' && test.left.name === '__name__';
  return name === 'TYPE_CHECKING' || isMain;
}

function moduleImport(statement: ImportStatement, module: string, isCertain: boolean): ModuleImport {
  const prefix = /\.$/.test(module) ? module : `${module}.`;
  const names = statement.names.flatMap(({ path }) =>
    path.startsWith(prefix) ? [path.slice(prefix.length)] : [],
  );
  const isFrom = statement.star === module || names.length > 0;
  return { module, names: isFrom ? names : [], isStar: statement.star === module, isCertain };
}

function bindNames(block: Block, names: Map<string, NameMeaning>): void {
  for (const statement of block)
    if (statement.kind === 'import')
      for (const { name, path } of statement.names) names.set(name, { kind: 'import', path });
    else if (statement.kind === 'class') names.set(statement.name, classMeaning(statement));
    else if (statement.kind === 'assign') {
      const meaning = meaningOf(statement.value);
      for (const target of statement.targets)
        if (target.kind === 'name') {
          if (meaning) names.set(target.name, meaning);
          else names.delete(target.name);
        }
    } else for (const inner of blocksOf(statement)) bindNames(inner, names);
}

/** The blocks of a statement in which names are bound as outside of it. */
function blocksOf(statement: Statement): readonly Block[] {
  if (statement.kind === 'if') return [...statement.branches.map(({ body }) => body), statement.otherwise];
  if (statement.kind === 'try')
    return [...statement.handlers, statement.body, statement.otherwise, statement.finally];
  return statement.kind === 'with' ? [statement.body] : [];
}

function classMeaning({ bases, body }: Extract<Statement, { kind: 'class' }>): NameMeaning {
  const own = body.find(
    (each) =>
      each.kind === 'assign' &&
      each.targets.some((target) => target.kind === 'name' && target.name === 'metadata'),
  );
  const metadata = own?.kind === 'assign' ? (dottedPath(own.value) ?? calleeOf(own.value)) : undefined;
  return { kind: 'class', bases: bases.flatMap((base) => dottedPath(base) ?? []), metadata };
}

function calleeOf(value: Expression): string | undefined {
  return value.kind === 'call' && dottedPath(value.callee)?.endsWith('MetaData') ? ownMetadata : undefined;
}

/** In place of a path: an object of this class alone. */
export const ownMetadata = 'MetaData()';

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
