import type { PythonNode } from './boundedParse';
import { statementsOf } from '../parse/statementTree';

/**
 * The names that a statement binds where it stands, those of the blocks in it included, but not those of
 * functions in it.
 */
export function boundNames(text: string, node: PythonNode): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: PythonNode): void => {
    names.add(text.slice(name.from, name.to));
  };
  switch (node.name) {
    case 'ImportStatement':
      for (const { name } of importsOf(text, node)) names.add(name);
      break;
    case 'FunctionDefinition':
    case 'ClassDefinition':
    case 'DecoratedStatement': {
      const definition = node.getChild('FunctionDefinition') ?? node.getChild('ClassDefinition') ?? node;
      const name = definition.getChild('VariableName');
      if (name) add(name);
      break;
    }
    case 'AssignStatement': {
      const signs = node.getChildren('AssignOp');
      targets(node, 0, signs[signs.length - 1]?.from ?? node.to).forEach(add);
      break;
    }
    default: {
      const loop = node.getChild('for');
      const end = node.getChild('in');
      if (loop && end) targets(node, loop.from, end.from).forEach(add);
      for (const as of node.getChildren('as')) if (as.nextSibling) targets(as.nextSibling).forEach(add);
      for (const body of node.getChildren('Body')) {
        for (const inner of statementsOf(body)) for (const name of boundNames(text, inner)) names.add(name);
      }
      if (node.name === 'StatementGroup') {
        for (const inner of statementsOf(node)) for (const name of boundNames(text, inner)) names.add(name);
      }
    }
  }
  return names;
}

/**
 * The names that a part of a text uses and does not bind by itself beforehand; attributes and names of
 * arguments are none.
 */
export function usedNames(text: string, nodes: readonly PythonNode[]): ReadonlySet<string> {
  const used = new Set<string>();
  const bound = new Set<string>();
  for (const node of nodes) {
    const own = boundNames(text, node);
    // The right side of an assignment comes before its names are bound.
    const isAtOnce = /^(?:AssignStatement|UpdateStatement)$/.test(node.name);
    const inner = isAtOnce ? new Set<string>() : own;
    for (const name of namesRead(text, node)) if (!bound.has(name) && !inner.has(name)) used.add(name);
    for (const name of own) bound.add(name);
    if (node.name === 'as' && node.nextSibling) {
      for (const name of targets(node.nextSibling)) bound.add(text.slice(name.from, name.to));
    }
  }
  return used;
}

function namesRead(text: string, node: PythonNode): ReadonlySet<string> {
  const read = new Set<string>();
  const local = new Set<string>();
  const isTarget = (name: PythonNode): boolean => {
    const { parent } = name;
    if (parent?.name === 'ArgList') return name.nextSibling?.name === 'AssignOp';
    if (parent?.name === 'AssignStatement') {
      const signs = parent.getChildren('AssignOp');
      return name.from < (signs[signs.length - 1]?.from ?? 0);
    }
    return false;
  };
  node.cursor().iterate((each) => {
    if (each.name === 'ImportStatement') return false;
    if (each.name === 'ParamList') {
      for (const parameter of each.node.getChildren('VariableName'))
        local.add(text.slice(parameter.from, parameter.to));
    } else if (each.name === 'for' && /Comprehension/.test(each.node.parent?.name ?? '')) {
      for (let next = each.node.nextSibling; next && next.name !== 'in'; next = next.nextSibling) {
        for (const name of targets(next)) local.add(text.slice(name.from, name.to));
      }
    } else if (each.name === 'VariableName' && !isTarget(each.node)) {
      read.add(text.slice(each.from, each.to));
    }
    return undefined;
  });
  for (const name of local) read.delete(name);
  return read;
}

/** The plain names of a target, or of the children between two offsets. */
function targets(node: PythonNode, from = 0, to = Infinity): readonly PythonNode[] {
  if (node.name === 'VariableName') return [node];
  const isWhole = from === 0 && to === Infinity;
  if (isWhole && !/^(?:TupleExpression|ParenthesizedExpression|ArrayExpression)$/.test(node.name)) return [];
  const found: PythonNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.from >= from && child.to <= to) found.push(...targets(child));
  }
  return found;
}

/** One name of an import, and the statement that imports it alone. */
export interface ImportedName {
  readonly name: string;
  readonly source: string;
}

/** What an import statement imports, name by name; a star is left out. */
export function importsOf(text: string, node: PythonNode): readonly ImportedName[] {
  const written = text
    .slice(node.from, node.to)
    .replace(/#[^\n]*/g, '')
    .replace(/[\s\\]+/g, ' ')
    .trim();
  const from = /^from (.+?) import (.+)$/.exec(written);
  const list = (from?.[2] ?? written.replace(/^import /, '')).replace(/[()]/g, '');
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '*')
    .map((part) => {
      const alias = / as (\w+)$/.exec(part)?.[1];
      const name = alias ?? (from ? part : (part.split('.')[0] ?? part).trim());
      return { name, source: from ? `from ${from[1] ?? ''} import ${part}` : `import ${part}` };
    });
}
