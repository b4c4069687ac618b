import type { Expression } from '../python/syntax/expression';
import type { Block, ImportStatement } from '../python/syntax/statement';
import { ownerOf } from './moduleCalls';

/** One module that a statement loads, as written; leading dots for one beside or above. */
export interface ModuleImport {
  readonly module: string;
  /** Names taken from it, any of which may be a module below it. */
  readonly names: readonly string[];
  /** All of its names are taken. */
  readonly isStar: boolean;
  /** False in a function, behind a condition, or where an error was caught. */
  readonly isCertain: boolean;
  /** The function in which it stands; empty for none. */
  readonly owner: string;
}

interface Place {
  readonly isCertain: boolean;
  readonly owner: string;
}

/** The imports of a module, in functions too. */
export function importsOf(
  block: Block,
  place: Place = { isCertain: true, owner: '' },
): readonly ModuleImport[] {
  const uncertain = { ...place, isCertain: false };
  return block.flatMap((statement): readonly ModuleImport[] => {
    if (statement.kind === 'import')
      return statement.modules.map((module) => moduleImport(statement, module, place));
    if (statement.kind === 'with' || statement.kind === 'class') return importsOf(statement.body, place);
    if (statement.kind === 'for' || statement.kind === 'while') return importsOf(statement.body, uncertain);
    if (statement.kind === 'function') {
      const owner = place.owner === '' ? ownerOf(statement) : place.owner;
      return importsOf(statement.body, { owner, isCertain: false });
    }
    if (statement.kind === 'if') {
      const [first] = statement.branches;
      if (first && isNeverTrue(first.test)) return importsOf(statement.otherwise, place);
      const blocks = [...statement.branches.map(({ body }) => body), statement.otherwise];
      return blocks.flatMap((each) => importsOf(each, uncertain));
    }
    if (statement.kind !== 'try') return [];
    // What is tried is run, as far as it does not fail; a module that can't be loaded has no tables.
    const certain = [statement.body, statement.finally].flatMap((each) => importsOf(each, place));
    const rest = [...statement.handlers, statement.otherwise];
    return [...certain, ...rest.flatMap((each) => importsOf(each, uncertain))];
  });
}

/** What only a type checker or a program started by itself takes. */
function isNeverTrue(test: Expression): boolean {
  const name = test.kind === 'attribute' || test.kind === 'name' ? test.name : undefined;
  const isMain = test.kind === 'binary' && test.left.kind === 'name' && test.left.name === '__name__';
  return name === 'TYPE_CHECKING' || isMain;
}

function moduleImport(statement: ImportStatement, module: string, place: Place): ModuleImport {
  const prefix = /\.$/.test(module) ? module : `${module}.`;
  const names = statement.names.flatMap(({ path }) =>
    path.startsWith(prefix) ? [path.slice(prefix.length)] : [],
  );
  const isFrom = statement.star === module || names.length > 0;
  return { module, names: isFrom ? names : [], isStar: statement.star === module, ...place };
}
