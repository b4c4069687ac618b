import type { SyntaxNode, Tree } from '@lezer/common';
import { dynamicValue, evaluateExpression, evaluateTuple, innerChildren, isDynamic } from './expressionValue';
import type { EvaluationScope } from './expressionValue';
import type { Binding, Bindings } from './moduleBindings';
import { holdsMutable, joinBindings, madeDynamic, sharesMutable } from './moduleBindings';
import type { HeaderName, StaticValue } from './revisionFile';

/** The four variables that Alembic reads. */
export const headerNames: readonly HeaderName[] = [
  'revision',
  'down_revision',
  'branch_labels',
  'depends_on',
];

/** Packages known not to hold names that a revision file is about, so that `from … import *` changes nothing. */
const harmlessStarImports =
  /^(sqlalchemy|alembic|typing|typing_extensions|datetime|enum|uuid|json|os|re|sys|decimal|collections|geoalchemy2|sqlalchemy_utils|pgvector)(\.|$)/;

/**
 * What the module-level names of a Python file stand for once the file has been executed, as far as that follows from its text.
 * Whatever depends on a condition, a call or another module is dynamic.
 */
export function executeModule(text: string, tree: Tree): Bindings {
  const execution = new ModuleExecution(text);
  execution.runAll(statementsOf(tree.topNode));
  return execution.bindings;
}

/** A part of the text, as the parser gives it. */
interface Span {
  readonly from: number;
  readonly to: number;
}

class ModuleExecution {
  bindings: Bindings = new Map();
  readonly #text: string;
  /** Star imports from packages that might define anything. */
  #anythingImported = false;

  constructor(text: string) {
    this.#text = text;
  }

  runAll(statements: readonly SyntaxNode[]): void {
    for (const statement of statements) this.#run(statement);
  }

  #run(node: SyntaxNode): void {
    switch (node.name) {
      case 'StatementGroup':
        this.runAll(statementsOf(node));
        break;
      case 'AssignStatement':
        this.#assign(node);
        break;
      case 'UpdateStatement':
        this.#noticeEffects(node);
        for (const target of expressionsBefore(node, 'UpdateOp')) this.#bindTarget(target, node, undefined);
        break;
      case 'DeleteStatement':
        this.#delete(innerChildren(node));
        break;
      case 'ImportStatement':
        this.#import(node);
        break;
      case 'FunctionDefinition':
      case 'ClassDefinition':
        this.#define(node, node);
        break;
      case 'DecoratedStatement': {
        this.#noticeEffects(node);
        const definition = node.lastChild;
        if (definition) {
          this.#define(definition, node);
          if (definition.name === 'FunctionDefinition') this.#noticeCall(definition, new Set());
        }
        break;
      }
      case 'IfStatement':
        this.#runIf(node);
        break;
      case 'TryStatement':
        this.#runTry(node);
        break;
      case 'WhileStatement':
      case 'ForStatement':
      case 'WithStatement':
      case 'MatchStatement':
        this.#runUnknown(node);
        break;
      default:
        this.#noticeEffects(node);
    }
  }

  // Assignments

  #assign(node: SyntaxNode): void {
    const segments = assignmentSegments(node);
    const value = segments.pop();
    if (!value || segments.length === 0) return; // an annotation alone defines nothing
    const { expressions, isTuple, from, to } = value;
    const only = expressions.length === 1 && !isTuple ? expressions[0] : undefined;
    const result = only
      ? evaluateExpression(only, this.#scope)
      : expressions.length > 0
        ? evaluateTuple(expressions, { start: from, end: to }, this.#scope)
        : dynamicValue(this.#text, { from: to, to });
    for (const expression of expressions)
      if (isDynamic(result) || expression.name === 'ParenthesizedExpression') this.#noticeEffects(expression);
    for (const segment of segments)
      if (segment.isTuple) this.#unpack(segment.expressions, node, result, { from, to }, expressions);
      else
        for (const target of segment.expressions)
          this.#bindTo(target, node, result, { from, to }, expressions);
  }

  /** Binds one target of an assignment, of which `expressions` is the right side as far as it corresponds. */
  #bindTo(
    target: SyntaxNode,
    statement: SyntaxNode,
    value: StaticValue,
    written: Span,
    expressions: readonly SyntaxNode[],
  ): void {
    const inner = innerChildren(target);
    if (target.name === 'VariableName') this.#bind(target, statement, value, written);
    else if (target.name === 'TupleExpression' || target.name === 'ArrayExpression')
      this.#unpack(inner, statement, value, written, expressions);
    else if (target.name === 'ParenthesizedExpression' && inner[0])
      this.#bindTo(inner[0], statement, value, written, expressions);
    else this.#bindTarget(target, statement, undefined);
  }

  #unpack(
    targets: readonly SyntaxNode[],
    statement: SyntaxNode,
    value: StaticValue,
    written: Span,
    expressions: readonly SyntaxNode[],
  ): void {
    const fits =
      value.kind === 'sequence' &&
      value.form !== 'set' &&
      value.items.length === targets.length &&
      targets.every((target) => target.name !== '*');
    const nodes = itemsOf(expressions, targets.length);
    targets.forEach((target, index) => {
      const item = fits ? value.items[index] : undefined;
      const node = nodes?.[index];
      if (!item) this.#bindTarget(target, statement, undefined);
      else this.#bindTo(target, statement, item, node ?? written, node ? [node] : []);
    });
  }

  /** Binds every name in a target to a value that is not known. */
  #bindTarget(target: SyntaxNode, statement: SyntaxNode, definition: SyntaxNode | undefined): void {
    if (target.name === 'VariableName') {
      const value = dynamicValue(this.#text, statement);
      this.#bind(target, statement, value, statement, definition);
    } else if (target.name === 'MemberExpression') {
      const base = baseName(target);
      if (base) this.#taint(this.#source(base));
      this.#noticeEffects(target);
    } else {
      for (const part of innerChildren(target)) this.#bindTarget(part, statement, definition);
    }
  }

  #bindNamed(node: SyntaxNode, statement: SyntaxNode): void {
    const name = node.firstChild;
    const value = node.lastChild;
    if (name?.name !== 'VariableName' || !value) return;
    this.#bind(name, statement, evaluateExpression(value, this.#scope), value);
  }

  #bind(
    name: SyntaxNode,
    statement: SyntaxNode,
    value: StaticValue,
    written: Span,
    definition?: SyntaxNode,
  ): void {
    const binding: Binding = {
      value,
      nameRange: { start: name.from, end: name.to },
      statementRange: { start: statement.from, end: endWithoutBlanks(this.#text, statement) },
      valueRange: { start: written.from, end: endWithoutBlanks(this.#text, written) },
      ...(definition ? { definition } : {}),
    };
    this.bindings.set(this.#source(name), binding);
  }

  #delete(targets: readonly SyntaxNode[]): void {
    for (const target of targets) {
      if (target.name === 'VariableName') this.bindings.delete(this.#source(target));
      else if (target.name === 'MemberExpression') this.#bindTarget(target, target, undefined);
      else if (target.name !== 'del') this.#delete(innerChildren(target));
    }
  }

  #define(definition: SyntaxNode, statement: SyntaxNode): void {
    for (let child = definition.firstChild; child; child = child.nextSibling)
      if (child.name === 'ParamList') this.#noticeParameters(child);
      else if (child.name !== 'Body') this.#noticeEffects(child);
    const name = definition.getChild('VariableName');
    if (definition.name === 'ClassDefinition') this.#noticeCall(definition, new Set());
    if (name) this.#bindTarget(name, statement, definition);
  }

  /** A parameter's name refers to nothing; its annotation and default are evaluated with the definition. */
  #noticeParameters(list: SyntaxNode): void {
    for (let child = list.firstChild; child; child = child.nextSibling)
      if (child.name === 'TypeDef' || child.prevSibling?.name === 'AssignOp') this.#noticeEffects(child);
  }

  #import(node: SyntaxNode): void {
    const children = childrenOf(node).filter((child) => child.name !== 'Comment');
    const fromModule = children[0]?.name === 'from';
    const importAt = children.findIndex((child) => child.name === 'import');
    const imported = children.slice(importAt + 1);
    if (fromModule && imported[0]?.name === '*') {
      const first = children[1];
      const before = children[importAt - 1];
      const module = first && before ? this.#text.slice(first.from, before.to) : '';
      if (!harmlessStarImports.test(module)) this.#importAnything(node);
      return;
    }
    let clause: SyntaxNode[] = [];
    const finish = (): void => {
      const asAt = clause.findIndex((child) => child.name === 'as');
      const name = asAt >= 0 ? clause[asAt + 1] : clause[0];
      if (name?.name === 'VariableName') this.#bindTarget(name, node, undefined);
      clause = [];
    };
    for (const child of imported) {
      if (child.name === ',') finish();
      else if (child.name !== '(' && child.name !== ')') clause.push(child);
    }
    finish();
  }

  /** After `from somewhere import *` what the file itself has set before may have been replaced. */
  #importAnything(node: SyntaxNode): void {
    this.#anythingImported = true;
    for (const [name, binding] of this.bindings)
      if (!binding.definition) this.bindings.set(name, madeDynamic(this.#text, binding));
    for (const name of ['revision', 'down_revision'])
      if (!this.bindings.has(name)) this.#bindUnknown(name, node);
  }

  #bindUnknown(name: string, node: SyntaxNode): void {
    const range = { start: node.from, end: endWithoutBlanks(this.#text, node) };
    this.bindings.set(name, {
      value: dynamicValue(this.#text, { from: range.start, to: range.end }),
      nameRange: range,
      statementRange: range,
      valueRange: range,
    });
  }

  // Statements whose parts may or may not be executed

  #runIf(node: SyntaxNode): void {
    const ways: Bindings[] = [];
    let before = this.bindings;
    let decided = false;
    let test: boolean | undefined = true;
    for (const child of childrenOf(node)) {
      if (child.name === 'if' || child.name === 'elif' || child.name === 'Comment') continue;
      if (child.name === 'else') test = true;
      else if (child.name === 'Body') {
        if (decided || test === false) continue;
        this.bindings = new Map(before);
        this.runAll(statementsOf(child));
        ways.push(this.bindings);
        if (test) decided = true;
      } else if (!decided) {
        this.bindings = before;
        this.#noticeEffects(child);
        before = this.bindings;
        test = this.#truth(child);
      }
    }
    if (!decided) ways.push(before);
    this.bindings = joinBindings(this.#text, ways);
  }

  #runTry(node: SyntaxNode): void {
    const before = this.bindings;
    const handled: Bindings[] = [];
    let afterBody = before;
    let atFailure = before;
    let clause = '';
    let exceptionName: string | undefined;
    for (const child of childrenOf(node)) {
      if (
        child.name === 'try' ||
        child.name === 'except' ||
        child.name === 'else' ||
        child.name === 'finally'
      ) {
        clause = child.name;
        exceptionName = undefined;
      } else if (child.name === 'VariableName' && child.prevSibling?.name === 'as') {
        exceptionName = this.#source(child);
      } else if (child.name === 'Body') {
        const statements = statementsOf(child);
        if (clause === 'try') {
          this.bindings = new Map(before);
          const stages: Bindings[] = [before];
          for (const statement of statements) {
            this.#run(statement);
            stages.push(new Map(this.bindings));
          }
          afterBody = this.bindings;
          atFailure = joinBindings(this.#text, stages);
        } else if (clause === 'except') {
          this.bindings = new Map(atFailure);
          this.runAll(statements);
          if (exceptionName !== undefined) this.bindings.delete(exceptionName);
          if (!endsWithRaise(statements)) handled.push(this.bindings);
        } else if (clause === 'else') {
          this.bindings = new Map(afterBody);
          this.runAll(statements);
          afterBody = this.bindings;
        } else {
          this.bindings = joinBindings(this.#text, [...handled, afterBody]);
          this.runAll(statements);
          return;
        }
      }
    }
    this.bindings = joinBindings(this.#text, [...handled, afterBody]);
  }

  /** A loop, `with` or `match`: whether and how often its body is executed is not known. */
  #runUnknown(node: SyntaxNode): void {
    const before = this.bindings;
    const ways: Bindings[] = [before];
    this.bindings = new Map(before);
    let inTargets = node.name === 'ForStatement';
    for (const child of childrenOf(node)) {
      if (child.name === 'in') inTargets = false;
      else if (child.name === 'Body') {
        this.runAll(statementsOf(child));
        ways.push(new Map(this.bindings));
      } else if (child.name === 'MatchBody') {
        for (const match of child.getChildren('MatchClause')) {
          this.bindings = new Map(before);
          for (const captured of capturedNames(match)) this.#bindTarget(captured, node, undefined);
          for (const body of match.getChildren('Body')) this.runAll(statementsOf(body));
          ways.push(new Map(this.bindings));
        }
      } else if (inTargets || (child.name === 'VariableName' && child.prevSibling?.name === 'as'))
        this.#bindTarget(child, node, undefined);
      else this.#noticeEffects(child);
    }
    // A second turn of a loop may see what the first one left behind.
    const isLoop = node.name === 'ForStatement' || node.name === 'WhileStatement';
    this.bindings = joinBindings(this.#text, ways);
    if (isLoop)
      for (const [name, binding] of this.bindings)
        if (binding !== before.get(name)) this.bindings.set(name, madeDynamic(this.#text, binding));
  }

  // What expressions do besides having a value

  #noticeEffects(node: SyntaxNode): void {
    if (node.name === 'LambdaExpression') return;
    if (node.name === 'NamedExpression') {
      const name = node.firstChild;
      if (name?.name === 'VariableName') {
        if (isUnconditional(node)) this.#bindNamed(node, statementAround(node));
        else this.#bindTarget(name, statementAround(node), undefined);
      }
    }
    if (node.name === 'VariableName') this.#noticeReference(node);
    for (let child = node.firstChild; child; child = child.nextSibling)
      if (child.name !== 'FunctionDefinition' && child.name !== 'ClassDefinition') this.#noticeEffects(child);
  }

  #noticeReference(node: SyntaxNode): void {
    const name = this.#source(node);
    const binding = this.bindings.get(name);
    if (!binding) {
      if (/^(globals|locals|vars|exec|setattr)$/.test(name) && node.parent?.name === 'CallExpression')
        for (const header of headerNames) this.#bindUnknown(header, statementAround(node));
    } else if (binding.definition) this.#noticeCall(binding.definition, new Set());
    else if (holdsMutable(binding.value)) this.#taint(name);
  }

  /** A function or class of the module that is mentioned may be called, and do what its body says to module-level names. */
  #noticeCall(definition: SyntaxNode, seen: Set<number>): void {
    if (seen.has(definition.from)) return;
    seen.add(definition.from);
    definition.cursor().iterate((reference) => {
      if (reference.name === 'ScopeStatement') {
        for (const name of reference.node.getChildren('VariableName')) this.#assignGlobally(name);
      } else if (reference.name === 'VariableName') {
        const name = this.#text.slice(reference.from, reference.to);
        const binding = this.bindings.get(name);
        if (!binding || reference.from === definition.getChild('VariableName')?.from) return;
        if (binding.definition) this.#noticeCall(binding.definition, seen);
        else if (holdsMutable(binding.value)) this.#taint(name);
      }
    });
  }

  #assignGlobally(name: SyntaxNode): void {
    if (name.parent?.firstChild?.name !== 'global') return;
    const binding = this.bindings.get(this.#source(name));
    if (binding) this.bindings.set(this.#source(name), madeDynamic(this.#text, binding));
    else this.#bindTarget(name, statementAround(name), undefined);
  }

  /** Something else may change the object that the name stands for. */
  #taint(name: string): void {
    const changed = this.bindings.get(name);
    if (!changed) return;
    for (const [other, binding] of this.bindings)
      if (other === name || sharesMutable(changed.value, binding.value))
        this.bindings.set(other, madeDynamic(this.#text, binding));
  }

  // Values

  get #scope(): EvaluationScope {
    return {
      text: this.#text,
      lookup: (name) => this.bindings.get(name)?.value,
      isBuiltin: (name) => !this.#anythingImported && !this.bindings.has(name),
    };
  }

  /** Whether a condition holds, where that is certain. */
  #truth(node: SyntaxNode): boolean | undefined {
    const source = this.#source(node);
    if (/(^|\.)TYPE_CHECKING$/.test(source)) return false;
    if (/^__name__\s*==\s*['"]__main__['"]$/.test(source)) return false;
    if (node.name === 'UnaryExpression' && node.firstChild?.name === 'not' && node.lastChild) {
      const inner = this.#truth(node.lastChild);
      return inner === undefined ? undefined : !inner;
    }
    const value = evaluateExpression(node, this.#scope);
    switch (value.kind) {
      case 'none':
        return false;
      case 'boolean':
        return value.value;
      case 'number':
        return value.value !== 0;
      case 'string':
      case 'bytes':
        return value.value !== '';
      case 'sequence':
        return value.items.length > 0;
      case 'dynamic':
        return undefined;
    }
  }

  #source(node: Span): string {
    return this.#text.slice(node.from, node.to);
  }
}

// The shape of the tree

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** The statements of a module, body or group. */
export function statementsOf(node: SyntaxNode): SyntaxNode[] {
  return childrenOf(node).filter(
    (child) => child.name !== ':' && child.name !== ';' && child.name !== 'Comment' && !child.type.isError,
  );
}

/** What stands between two `=` signs of an assignment; without expressions where the value is missing. */
interface Segment extends Span {
  readonly expressions: readonly SyntaxNode[];
  readonly isTuple: boolean;
}

function assignmentSegments(node: SyntaxNode): Segment[] {
  const groups: SyntaxNode[][] = [[]];
  const starts = [node.from];
  for (const child of childrenOf(node)) {
    if (child.name === 'AssignOp') {
      groups.push([]);
      starts.push(child.to);
    } else if (child.name !== 'TypeDef' && child.name !== 'Comment' && !child.type.isError)
      groups[groups.length - 1]?.push(child);
  }
  return groups.map((group, index) => {
    const start = starts[index] ?? node.from;
    return {
      expressions: group.filter((child) => child.name !== ','),
      isTuple: group.some((child) => child.name === ','),
      from: group[0]?.from ?? start,
      to: group[group.length - 1]?.to ?? start,
    };
  });
}

function itemsOf(expressions: readonly SyntaxNode[], count: number): readonly SyntaxNode[] | undefined {
  const only = expressions.length === 1 ? expressions[0] : undefined;
  const items =
    only && (only.name === 'TupleExpression' || only.name === 'ArrayExpression')
      ? innerChildren(only)
      : expressions;
  return items.length === count && items.every((item) => item.name !== '*') ? items : undefined;
}

function expressionsBefore(node: SyntaxNode, name: string): SyntaxNode[] {
  const children = childrenOf(node);
  const at = children.findIndex((child) => child.name === name);
  return children.slice(0, Math.max(at, 0)).filter((child) => child.name !== ',');
}

function baseName(node: SyntaxNode): SyntaxNode | undefined {
  let base: SyntaxNode | null = node;
  while (base && base.name === 'MemberExpression') base = base.firstChild;
  return base?.name === 'VariableName' ? base : undefined;
}

function statementAround(node: SyntaxNode): SyntaxNode {
  let current = node;
  while (current.parent && !/Statement$|^Body$|^Script$/.test(current.name)) current = current.parent;
  return current;
}

function isUnconditional(node: SyntaxNode): boolean {
  let parent = node.parent;
  while (parent?.name === 'ParenthesizedExpression') parent = parent.parent;
  return parent?.name === 'ExpressionStatement' || parent?.name === 'AssignStatement';
}

function endsWithRaise(statements: readonly SyntaxNode[]): boolean {
  return statements[statements.length - 1]?.name === 'RaiseStatement';
}

function capturedNames(clause: SyntaxNode): SyntaxNode[] {
  const names: SyntaxNode[] = [];
  clause.cursor().iterate((reference) => {
    if (reference.name === 'Body') return false;
    if (reference.name === 'VariableName') names.push(reference.node);
    return undefined;
  });
  return names;
}

/** Lezer counts a statement's line end, and comments after a body, as part of it. */
function endWithoutBlanks(text: string, node: Span): number {
  let end = node.to;
  while (end > node.from && /\s/.test(text[end - 1] ?? '')) end--;
  return end;
}
