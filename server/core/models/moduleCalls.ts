import type { Block, FunctionDefinition, Statement } from '../python/syntax/statement';
import type { TextRange } from '../text/textRange';
import { codeOf } from './codeOf';

/** What one function of a module mentions, or what runs when the module is loaded. */
export interface FunctionCalls {
  /** The names that it mentions: it may call what they stand for. */
  readonly names: ReadonlySet<string>;
  /** A call that loads modules whose names are not written there. */
  readonly loader: string | undefined;
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

/**
 * What each function mentions, methods by their own names; the empty name for what runs when the module is
 * loaded, with methods that Python or a mapper calls by itself.
 */
export function callsIn(text: string, statements: Block): ReadonlyMap<string, FunctionCalls> {
  const functions = functionsIn(statements);
  const calls = new Map<string, { names: Set<string>; loader: string | undefined }>();
  const code = withoutTexts(text, importRanges(statements));
  let next = 0;
  for (const { index, 0: match, 1: before, 2: name = '', 3: opening } of code.matchAll(mention)) {
    while ((functions[next]?.range.end ?? Infinity) <= index) next++;
    const around = functions[next];
    const owner = around && around.body <= index ? around.owner : '';
    let own = calls.get(owner);
    if (!own) calls.set(owner, (own = { names: new Set(), loader: undefined }));
    if (before === 'def' || before === 'class') continue;
    own.names.add(name);
    // A session has a method of this name, too.
    const isMethod = before === '.' && /^exec/.test(name) && name !== 'exec_module';
    if (opening === undefined || !loaders.has(name) || isMethod) continue;
    if (!/^\s*(['"])[\w.]+\1/.test(text.slice(index + match.length, index + match.length + 200)))
      own.loader ??= name;
  }
  return calls;
}

const mention = /(?:(\.|\b(?:def|class)(?=[ \t]))[ \t]*)?\b([A-Za-z_]\w*)(\s*\()?/g;

/** The text with blanks in the places of imports, and of strings and comments. */
function withoutTexts(text: string, blank: readonly TextRange[]): string {
  let code = '';
  let at = 0;
  for (const { start, end } of blank) {
    code += text.slice(at, start) + ' '.repeat(Math.max(0, end - Math.max(at, start)));
    at = Math.max(at, end);
  }
  return codeOf(code + text.slice(at));
}

function importRanges(block: Block): readonly TextRange[] {
  return block.flatMap((statement): readonly TextRange[] => {
    if (statement.kind === 'import') return [statement.range];
    return allBlocksOf(statement).flatMap((inner) => importRanges(inner));
  });
}

/** The function that a statement stands in, as the calls of its module know it. */
export function ownerOf({ name, decorators }: FunctionDefinition): string {
  const isMapped = decorators.some(
    (each) => (each.kind === 'name' || each.kind === 'attribute') && each.name === 'declared_attr',
  );
  return isMapped || /^__\w+__$/.test(name) ? '' : name;
}

interface PlacedFunction {
  readonly owner: string;
  readonly range: TextRange;
  readonly body: number;
}

/** The functions that are in no other one, in the order of the text. */
function functionsIn(block: Block): readonly PlacedFunction[] {
  return block.flatMap((statement): readonly PlacedFunction[] => {
    if (statement.kind === 'function') {
      const { range, body } = statement;
      return [{ owner: ownerOf(statement), range, body: body[0]?.range.start ?? range.end }];
    }
    return allBlocksOf(statement)
      .flatMap((inner) => functionsIn(inner))
      .sort((a, b) => a.range.start - b.range.start);
  });
}

/** The blocks of a statement, in whatever way they are run. */
function allBlocksOf(statement: Statement): readonly Block[] {
  if (statement.kind === 'if') return [...statement.branches.map(({ body }) => body), statement.otherwise];
  if (statement.kind === 'try')
    return [statement.body, ...statement.handlers, statement.otherwise, statement.finally];
  if (statement.kind === 'for') return [statement.body, statement.otherwise];
  return 'body' in statement ? [statement.body] : [];
}
