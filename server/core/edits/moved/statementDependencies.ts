import { headerNames } from '../../python/revisionFile';
import type { PythonNode } from '../../python/syntax/boundedParse';
import { definedName, tokensOf } from '../../python/syntax/functionTokens';
import { statementsOf } from '../../python/parse/statementTree';
import { lastTokenEnd } from '../../python/parse/parsedReading';
import { boundNames, importsOf, usedNames } from '../../python/syntax/nameBindings';
import type { ImportedName } from '../../python/syntax/nameBindings';
import type { AddedStatements, ParsedText } from './addedStatements';

/** What statements need to stand in another file. */
export interface StatementDependencies {
  /** Each name once, in the order of the file. */
  readonly imports: readonly ImportedName[];
  /** Source of functions, classes and values of the module. */
  readonly definitions: readonly string[];
  /** Source of statements that the functions begin with, such as `conn = op.get_bind()`. */
  readonly locals: { readonly upgrade: readonly string[]; readonly downgrade: readonly string[] };
}

export type DependenciesOutcome =
  ({ readonly ok: true } & StatementDependencies) | { readonly ok: false; readonly reason: string };

/** Values that can be made a second time without doing anything to a database. */
const harmless =
  /^\w+\s*(?::[^=]+)?=\s*(?:op\.get_(?:bind|context)\(\)$|(?:sa|sqlalchemy)\.(?:sql\.)?(?:table|column)\()/;

const isHeaderName = (name: string): boolean => headerNames.some((each) => each === name);

/**
 * Finds what the gained statements of both functions need of the rest of the file. Refused where they need
 * what stays, and where the file has gained something else that would be lost.
 */
export function collectDependencies(
  merged: ParsedText,
  now: ParsedText,
  gained: { readonly upgrade: AddedStatements; readonly downgrade: AddedStatements },
): DependenciesOutcome {
  const { text } = now;
  const module = statementsOf(now.tree.topNode).filter((node) => !isFunction(text, node));
  /** Where they begin. */
  const taken = new Set<number>();
  const imports = new Set<string>();
  const locals: { upgrade: string[]; downgrade: string[] } = { upgrade: [], downgrade: [] };
  const needed: string[] = [];
  for (const name of ['upgrade', 'downgrade'] as const) {
    const own = collectLocals(text, gained[name], name);
    if (!own.ok) return own;
    locals[name].push(...own.sources);
    needed.push(...own.needed);
  }
  const seen = new Set<string>();
  for (let name = needed.pop(); name !== undefined; name = needed.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (isHeaderName(name) || name === 'upgrade' || name === 'downgrade') {
      return refused(`what was added uses ${name}, which is another one in a new revision`);
    }
    for (const node of module) {
      if (!boundNames(text, node).has(name)) continue;
      if (node.name === 'ImportStatement') {
        for (const each of importsOf(text, node)) if (each.name === name) imports.add(each.source);
      } else if (!taken.has(node.from)) {
        taken.add(node.from);
        needed.push(...usedNames(text, [node]));
      }
    }
  }
  const left = leftBehind(merged, now, taken);
  if (left) return refused(`‘${left}’ was added or changed outside of what was added to the functions`);
  return {
    ok: true,
    imports: module
      .flatMap((node) => (node.name === 'ImportStatement' ? importsOf(text, node) : []))
      .filter(({ source }) => imports.delete(source)),
    definitions: module
      .filter((node) => taken.has(node.from))
      .map((node) => text.slice(node.from, lastTokenEnd(node))),
    locals,
  };
}

function refused(what: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: `${what}: put the merged version back, and write the new revision by hand.` };
}

function collectLocals(
  text: string,
  { gained, kept }: AddedStatements,
  name: string,
):
  | { readonly ok: true; readonly sources: readonly string[]; readonly needed: readonly string[] }
  | { readonly ok: false; readonly reason: string } {
  const taken = new Set<PythonNode>();
  const needed = new Set(usedNames(text, gained));
  for (const each of needed) {
    const makers = kept.filter((node) => boundNames(text, node).has(each));
    const [only, ...others] = makers;
    if (!only) continue;
    const isHarmless = others.length === 0 && harmless.test(text.slice(only.from, lastTokenEnd(only)));
    if (!isHarmless) {
      return refused(`what was added uses ${each}, which a statement that stays in ${name}() makes`);
    }
    taken.add(only);
    // A set gives what is added to it while it is gone through.
    for (const used of usedNames(text, [only])) needed.add(used);
  }
  const sources = kept
    .filter((node) => taken.has(node))
    .map((node) => text.slice(node.from, lastTokenEnd(node)));
  const own = new Set([...taken].flatMap((node) => [...boundNames(text, node)]));
  return { ok: true, sources, needed: [...needed].filter((each) => !own.has(each)) };
}

function isFunction(text: string, node: PythonNode): boolean {
  const name = definedName(text, node);
  return name === 'upgrade' || name === 'downgrade';
}

/**
 * What the file has besides its header and functions, and the merged version has not, and nobody takes along.
 */
function leftBehind(merged: ParsedText, now: ParsedText, taken: ReadonlySet<number>): string | undefined {
  const known = new Set(statementsOf(merged.tree.topNode).map((node) => tokensOf(merged.text, node)));
  const left = statementsOf(now.tree.topNode).find(
    (node) =>
      !taken.has(node.from) &&
      !known.has(tokensOf(now.text, node)) &&
      !isFunction(now.text, node) &&
      node.name !== 'ImportStatement' &&
      !isText(node) &&
      ![...boundNames(now.text, node)].some(isHeaderName),
  );
  return left && now.text.slice(left.from, lastTokenEnd(left)).split('\n')[0];
}

function isText(node: PythonNode): boolean {
  return node.name === 'ExpressionStatement' && /^(?:Continued)?String$/.test(node.firstChild?.name ?? '');
}
