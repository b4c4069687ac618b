import type { PythonNode } from '../syntax/boundedParse';
import { decodeLiteral } from '../pythonString';
import { innerChildren } from './nodeChildren';

/** What a use of a namespace may do to the names of the module. */
export interface NamespaceUse {
  /** Names that are bound or deleted; `any` where that is not readable. */
  readonly writes: readonly string[] | 'any';
  /** Names whose objects are handed out, and may be called or changed; `any` where that is not readable. */
  readonly hands: readonly string[] | 'any';
}

const nothing: NamespaceUse = { writes: [], hands: [] };
const anything: NamespaceUse = { writes: 'any', hands: 'any' };

/** Methods of a mapping that hand out nothing by which an object could be called or changed unseen. */
const readOnlyMethods = new Set(['keys', '__contains__', '__len__', '__iter__']);
const escapingMethods = new Set(['values', 'items', 'copy']);
/** Methods of other objects that read the mapping which they get. */
const readingMethods = new Set(
  'format_map substitute safe_substitute format join info debug warning error log dumps'.split(' '),
);
/** Built-ins that look through a mapping and hand out its keys, or a text. */
const readOnlyBuiltins = new Set(
  [
    'len',
    'print',
    'list',
    'tuple',
    'set',
    'frozenset',
    'sorted',
    'str',
    'repr',
    'id',
    'type',
    'bool',
    'iter',
  ].concat(['isinstance', 'any', 'all', 'enumerate', 'pprint', 'max', 'min', 'hash']),
);

/**
 * What is done with a mapping of the module's names, where the node stands for it: `globals()`, or a name for
 * that.
 */
export function namespaceUse(text: string, node: PythonNode): NamespaceUse {
  const source = (part: PythonNode): string => text.slice(part.from, part.to);
  const parent = node.parent;
  const before = node.prevSibling?.name;
  if (!parent || before === 'in' || before === '**') return nothing;
  switch (parent.name) {
    case 'ExpressionStatement':
    case 'FormatReplacement':
    case 'IfStatement':
    case 'WhileStatement':
    case 'AssertStatement':
    case 'UnaryExpression':
      return nothing;
    case 'ParenthesizedExpression':
      return namespaceUse(text, parent);
    case 'BinaryExpression': {
      const operator = parent.firstChild?.nextSibling;
      return operator?.name === 'and' || operator?.name === 'or' ? anything : nothing;
    }
    case 'TupleExpression':
      return parent.prevSibling && source(parent.prevSibling) === '%' ? nothing : anything;
    case 'ArgList': {
      const callee = parent.prevSibling;
      if (!callee) return anything;
      if (callee.name === 'VariableName') {
        const name = source(callee);
        if (name === 'dict') return { writes: [], hands: 'any' };
        return readOnlyBuiltins.has(name) ? nothing : anything;
      }
      const method = callee.lastChild;
      return method?.name === 'PropertyName' && readingMethods.has(source(method)) ? nothing : anything;
    }
    case 'MemberExpression':
      return parent.firstChild?.from === node.from ? memberUse(text, parent) : anything;
    default:
      return anything;
  }
}

/** What is done with `globals()[…]` or `globals().method(…)`. */
function memberUse(text: string, member: PythonNode): NamespaceUse {
  const children = innerChildren(member);
  const last = member.lastChild;
  if (last?.name !== 'PropertyName') {
    const keys = keyNames(text, children[1], children.length === 2);
    return isTarget(member) ? { writes: keys, hands: [] } : { writes: [], hands: keys };
  }
  const method = text.slice(last.from, last.to);
  const list = member.parent?.name === 'CallExpression' ? member.nextSibling : null;
  if (list?.name !== 'ArgList') return anything;
  const args = innerChildren(list);
  if (readOnlyMethods.has(method)) return nothing;
  if (escapingMethods.has(method)) return { writes: [], hands: 'any' };
  const key = keyNames(text, args[0], true);
  if (method === 'get' || method === '__getitem__') return { writes: [], hands: key };
  if (method === 'setdefault' || method === 'pop' || method === '__setitem__' || method === '__delitem__')
    return { writes: key, hands: key };
  return method === 'update' ? { writes: updatedNames(text, args), hands: [] } : anything;
}

function isTarget(member: PythonNode): boolean {
  const statement = member.parent;
  if (statement?.name === 'DeleteStatement') return true;
  if (statement?.name === 'UpdateStatement') return mayStandBefore(member, 'UpdateOp');
  if (statement?.name === 'AssignStatement') return mayStandBefore(member, 'AssignOp');
  if (statement?.name === 'TupleExpression' || statement?.name === 'ArrayExpression')
    return isTarget(statement);
  return statement?.name === 'ForStatement' || statement?.name === 'WithStatement';
}

/** Parts of a statement that are looked through for its operator, for each part that asks. */
const mostParts = 100;

/** Whether an operator stands behind a part of its statement; also where that is too far to see. */
function mayStandBefore(node: PythonNode, operator: 'AssignOp' | 'UpdateOp'): boolean {
  let part = node.nextSibling;
  for (let count = 0; part; part = part.nextSibling)
    if (part.name === operator || ++count > mostParts) return true;
  return false;
}

function keyNames(text: string, key: PythonNode | undefined, isOnly: boolean): readonly string[] | 'any' {
  if (!isOnly || key?.name !== 'String') return 'any';
  const value = decodeLiteral(text.slice(key.from, key.to))?.value;
  return value === undefined ? 'any' : [value];
}

/** The names that `update(…)` sets: keywords, and the keys of dictionaries that are written out. */
function updatedNames(text: string, args: readonly PythonNode[]): readonly string[] | 'any' {
  const names: string[] = [];
  for (let index = 0; index < args.length; index++) {
    let argument = args[index];
    if (argument?.name === '**') argument = args[++index];
    if (argument?.name === 'VariableName' && args[index + 1]?.name === 'AssignOp') {
      names.push(text.slice(argument.from, argument.to));
      index += 2;
    } else if (argument?.name === 'DictionaryExpression') {
      for (let child = argument.firstChild; child; child = child.nextSibling) {
        if (child.name === '**') return 'any';
        if (child.nextSibling?.name !== ':') continue;
        const key = keyNames(text, child, true);
        if (key === 'any') return 'any';
        names.push(...key);
      }
    } else return 'any';
  }
  return names;
}

/** Words by which a file may get hold of its own module as an object. */
const ownModuleWords = /\bmodules\b|__import__|import_module|_getframe|currentframe/;

/** Whether a file may get hold of its own module as an object. */
export function mayHoldOwnModule(text: string): boolean {
  return ownModuleWords.test(text);
}

/**
 * Whether `setattr(object, name, value)` or `vars(object)` may reach the module's names, where `isElse` says
 * that a name stands for another thing.
 */
export function mayBeOwnModule(
  text: string,
  object: PythonNode | undefined,
  holdsOwnModule: boolean,
  isElse: (name: string) => boolean,
): boolean {
  if (!object || !holdsOwnModule) return object?.name === '*';
  return !(object.name === 'VariableName' && isElse(text.slice(object.from, object.to)));
}

/** What a call of `setattr` or `delattr` sets, given that the object may be the module. */
export function attributeUse(text: string, args: readonly PythonNode[]): NamespaceUse {
  return { writes: keyNames(text, args[1], true), hands: [] };
}

/** Whether code that is given to `exec` is written out and has nothing to do with the header. */
export function isHarmlessCode(text: string, args: readonly PythonNode[]): boolean {
  // Another namespace is given; one that is the module's is seen where it is mentioned.
  if (args.length > 1) return args.every((argument) => argument.name !== '*' && argument.name !== '**');
  const [code] = args;
  return (
    code?.name === 'String' &&
    !/revision|branch_labels|depends_on|upgrade|downgrade|globals|locals|vars|exec|eval|setattr|import|[\\*(]/.test(
      text.slice(code.from, code.to),
    )
  );
}

/**
 * Whether a list or dictionary, where a name stands for it, is only looked at: neither changed nor handed on.
 */
export function isReadOnlyUse(text: string, node: PythonNode): boolean {
  const parent = node.parent;
  if (parent?.name === 'MemberExpression' && parent.firstChild?.from === node.from) {
    const last = parent.lastChild;
    // What is taken out of it might be changed, where that is more than a text.
    if (last?.name !== 'PropertyName') return !isTarget(parent) && isTakenWhole(parent);
    const name = text.slice(last.from, last.to);
    return /^(count|index|keys|items|values|copy|get|value|name)$/.test(name) && isTakenWhole(parent);
  }
  const use = namespaceUse(text, node);
  return use.writes.length === 0 && use.hands.length === 0;
}

/** Whether no method is called on what is taken out. */
function isTakenWhole(member: PythonNode): boolean {
  const taken = member.parent?.name === 'CallExpression' ? member.parent : member;
  return taken.parent?.name !== 'MemberExpression' || taken.parent.firstChild?.from !== taken.from;
}
