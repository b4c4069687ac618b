import { parseFaultless } from '../python/syntax/boundedParse';
import type { PythonNode } from '../python/syntax/boundedParse';
import { comprehensionTargets } from './comprehensions';
import { evaluateSource, functionOf, parameterNames } from './evaluate';
import type { NameScope } from './nameScope';
import { json, regularExpressions } from './pythonModules';
import type { PythonValue } from './pythonValue';
import { UnsupportedTemplate } from './unsupportedTemplate';

interface Statement {
  readonly kind: string;
  readonly text: string;
  readonly node: PythonNode;
}

/** A function whose body is one `return`; undefined for any other. */
export function returningFunction(
  name: string,
  text: string,
  node: PythonNode,
  scope: NameScope,
): PythonValue | undefined {
  const parameters = node.getChild('ParamList');
  const statement = node.getChild('Body')?.firstChild?.nextSibling;
  if (!parameters || statement?.name !== 'ReturnStatement' || statement.nextSibling) return undefined;
  if (comprehensionTargets(statement, ' '.repeat(node.from) + text).size > 0) return undefined;
  const sourceAt = (from: number, to: number) => text.slice(from - node.from, to - node.from);
  const names = parameterNames(parameters, ' '.repeat(node.from) + text);
  const returned = sourceAt(statement.from, statement.to).slice('return'.length).trim();
  return names && returned !== ''
    ? functionOf(name, names, scope, (inner) => evaluateSource(returned, inner))
    : undefined;
}

/** The statements of a code block, each with its own source, comments between them left out. */
export function statementsOf(source: string): readonly Statement[] {
  const lines = source.replace(/\r\n/g, '\n').split('\n');
  const margin = /^[ \t]*/.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0] ?? '';
  const text = lines.map((line) => (line.startsWith(margin) ? line.slice(margin.length) : line)).join('\n');
  const script = parseFaultless(`${text}\n`)?.topNode;
  if (!script) throw new UnsupportedTemplate("it has a Python block that can't be read");
  const statements: Statement[] = [];
  for (let node = script.firstChild; node; node = node.nextSibling) {
    if (node.name !== 'Comment')
      statements.push({ kind: node.name, text: text.slice(node.from, node.to).trim(), node });
  }
  return statements;
}

/** The names that an import binds, each with what it stands for; undefined for `import *`. */
export function importedNames(statement: string): ReadonlyMap<string, string> | undefined {
  const plain = statement
    .replace(/[()\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const from = /^from (\S+) import (.+)$/.exec(plain);
  const list = from?.[2] ?? /^import (.+)$/.exec(plain)?.[1];
  if (list === undefined || list.includes('*')) return undefined;
  const bound = new Map<string, string>();
  for (const item of list.split(',').map((each) => each.trim())) {
    const [name = '', alias] = item.split(' as ');
    if (name === '') continue;
    const [first = ''] = name.split('.', 1);
    if (from) bound.set(alias ?? name, `${name} of the module ${from[1] ?? ''}`);
    else bound.set(alias ?? first, `the module ${alias === undefined ? first : name}`);
  }
  return bound;
}

/** The modules of which something is known, by the words of `importedNames`. */
export const knownModules: ReadonlyMap<string, PythonValue> = new Map([
  ['the module re', regularExpressions],
  ['the module json', json],
]);

/** Something whose behaviour is not known here: having it is fine, using it is not. */
export function opaque(what: string): PythonValue {
  return { kind: 'object', name: what, attribute: () => undefined };
}
