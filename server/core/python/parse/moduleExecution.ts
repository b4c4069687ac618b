import type { ParseTree, PythonNode } from '../syntax/boundedParse';
import { choiceBelowNot } from '../syntax/negation';
import { classObject } from './classObject';
import { evaluateExpression, evaluateKnown, evaluateTuple } from './expressionValue';
import { innerChildren } from './nodeChildren';
import { dynamicValue, isDynamic, truthOf } from './staticValue';
import { isStatic } from './knownObject';
import type { Bindings } from './moduleBindings';
import { joinBindings, madeDynamic } from './moduleBindings';
import { ModuleNames } from './moduleNames';
import {
  assignmentSegments,
  capturedNames,
  childrenOf,
  endsWithRaise,
  expressionsBefore,
  statementsOf,
} from './statementTree';
import { mayLeave, isAlwaysRun } from './controlFlow';

/**
 * Packages known not to hold names that a revision file is about, so that `from … import *` changes nothing.
 */
const harmlessStarImports =
  /^(sqlalchemy|alembic|typing|typing_extensions|datetime|enum|uuid|json|os|re|sys|decimal|collections|geoalchemy2|sqlalchemy_utils|pgvector)(\.|$)/;

/**
 * What the module-level names of a Python file stand for once the file has been executed, as far as that
 * follows from its text. Whatever depends on a condition, a call or another module is dynamic.
 */
export function executeModule(text: string, tree: ParseTree, fileName: string | undefined): Bindings {
  const execution = new ModuleExecution(text, fileName);
  execution.runAll(statementsOf(tree.topNode));
  return execution.names.bindings;
}

class ModuleExecution {
  readonly names: ModuleNames;
  readonly #text: string;

  constructor(text: string, fileName: string | undefined) {
    this.#text = text;
    this.names = new ModuleNames(text, fileName);
  }

  runAll(statements: readonly PythonNode[]): void {
    for (const statement of statements) this.#run(statement);
  }

  #run(node: PythonNode): void {
    switch (node.name) {
      case 'StatementGroup':
        this.runAll(statementsOf(node));
        break;
      case 'AssignStatement':
        this.#assign(node);
        this.#noticeAnnotation(node);
        break;
      case 'UpdateStatement':
        this.names.noticeEffects(node);
        for (const target of expressionsBefore(node, 'UpdateOp'))
          this.names.bindTarget(target, node, undefined);
        break;
      case 'DeleteStatement':
        this.names.remove(innerChildren(node));
        break;
      case 'ImportStatement':
        this.#import(node);
        break;
      case 'FunctionDefinition':
      case 'ClassDefinition':
        this.#define(node, node);
        break;
      case 'DecoratedStatement': {
        this.names.noticeEffects(node);
        const definition = node.lastChild;
        if (definition) {
          this.#define(definition, node);
          if (definition.name === 'FunctionDefinition') this.names.noticeCall(definition, new Set());
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
        this.names.noticeEffects(node);
    }
  }

  #assign(node: PythonNode): void {
    const segments = assignmentSegments(node);
    const value = segments.pop();
    if (!value || segments.length === 0) return; // an annotation alone defines nothing
    const { expressions, isTuple, from, to } = value;
    const only = expressions.length === 1 && !isTuple ? expressions[0] : undefined;
    const result = only
      ? evaluateExpression(only, this.names.scope)
      : expressions.length > 0
        ? evaluateTuple(expressions, { start: from, end: to }, this.names.scope)
        : dynamicValue(this.#text, { from: to, to });
    const mayHaveEffects = isDynamic(result);
    const known = only && mayHaveEffects ? evaluateKnown(only, this.names.scope) : undefined;
    for (const expression of expressions)
      if (mayHaveEffects || expression.name === 'ParenthesizedExpression')
        this.names.noticeEffects(expression);
    for (const segment of segments)
      if (segment.isTuple) this.names.unpack(segment.expressions, node, result, { from, to }, expressions);
      else
        for (const target of segment.expressions)
          this.names.bindTo(target, node, result, { from, to }, expressions);
    if (!known || isStatic(known) || segments.length > 1 || only?.name === 'VariableName') return;
    const target = segments[0]?.expressions[0];
    if (target?.name === 'VariableName' && !segments[0]?.isTuple) this.names.keepObject(target, known);
  }

  /** An annotation may bind a name, if it is evaluated at all. */
  #noticeAnnotation(node: PythonNode): void {
    node
      .getChild('TypeDef')
      ?.cursor()
      .iterate((reference) => {
        if (reference.name === 'NamedExpression' && reference.node.firstChild)
          this.names.bindTarget(reference.node.firstChild, node, undefined);
      });
  }

  #define(definition: PythonNode, statement: PythonNode): void {
    const name = definition.getChild('VariableName');
    for (let child = definition.firstChild; child; child = child.nextSibling)
      if (child.name === 'ParamList') this.#noticeParameters(child);
      else if (child.name !== 'Body' && child.from !== name?.from) this.names.noticeEffects(child);
    if (definition.name === 'ClassDefinition') this.names.noticeCall(definition, new Set());
    if (!name) return;
    this.names.bindTarget(name, statement, definition);
    const object = classObject(definition, statement, this.names.scope);
    if (object) this.names.keepObject(name, object);
  }

  /** A parameter's name refers to nothing; its annotation and default are evaluated with the definition. */
  #noticeParameters(list: PythonNode): void {
    for (let child = list.firstChild; child; child = child.nextSibling)
      if (child.name === 'TypeDef' || child.prevSibling?.name === 'AssignOp') this.names.noticeEffects(child);
  }

  #import(node: PythonNode): void {
    const children = childrenOf(node).filter((child) => child.name !== 'Comment');
    const fromModule = children[0]?.name === 'from';
    const importAt = children.findIndex((child) => child.name === 'import');
    const imported = children.slice(importAt + 1);
    if (fromModule && imported[0]?.name === '*') {
      const first = children[1];
      const before = children[importAt - 1];
      const module = first && before ? this.#text.slice(first.from, before.to) : '';
      if (!harmlessStarImports.test(module)) this.names.importAnything(node);
      return;
    }
    let clause: PythonNode[] = [];
    const finish = (): void => {
      const asAt = clause.findIndex((child) => child.name === 'as');
      const name = asAt >= 0 ? clause[asAt + 1] : clause[0];
      if (name?.name === 'VariableName') this.names.bindTarget(name, node, undefined);
      clause = [];
    };
    for (const child of imported) {
      if (child.name === ',') finish();
      else if (child.name !== '(' && child.name !== ')') clause.push(child);
    }
    finish();
  }

  #runIf(node: PythonNode): void {
    const ways: Bindings[] = [];
    let before = this.names.bindings;
    let decided = false;
    let test: boolean | undefined = true;
    for (const child of childrenOf(node)) {
      if (child.name === 'if' || child.name === 'elif' || child.name === 'Comment') continue;
      if (child.name === 'else') test = true;
      else if (child.name === 'Body') {
        if (decided || test === false) continue;
        this.names.bindings = this.names.copied(before);
        this.runAll(statementsOf(child));
        ways.push(this.names.bindings);
        if (test) decided = true;
      } else if (!decided) {
        this.names.bindings = before;
        this.names.noticeEffects(child);
        before = this.names.bindings;
        test = this.#truth(child);
      }
    }
    if (!decided) ways.push(before);
    this.names.bindings = this.#join(ways);
  }

  #runTry(node: PythonNode): void {
    const before = this.names.bindings;
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
        exceptionName = this.names.source(child);
      } else if (child.name === 'Body') {
        const statements = statementsOf(child);
        if (clause === 'try') {
          this.names.bindings = this.names.copied(before);
          const stages: Bindings[] = [before];
          for (const statement of statements) {
            this.#run(statement);
            stages.push(this.names.copied(this.names.bindings));
          }
          afterBody = this.names.bindings;
          atFailure = this.#join(stages);
        } else if (clause === 'except') {
          this.names.bindings = this.names.copied(atFailure);
          this.runAll(statements);
          if (exceptionName !== undefined) this.names.bindings.delete(exceptionName);
          if (!endsWithRaise(statements)) handled.push(this.names.bindings);
        } else if (clause === 'else') {
          this.names.bindings = this.names.copied(afterBody);
          this.runAll(statements);
          afterBody = this.names.bindings;
        } else {
          this.names.bindings = this.#join([...handled, afterBody]);
          this.runAll(statements);
          return;
        }
      }
    }
    this.names.bindings = this.#join([...handled, afterBody]);
  }

  /** A loop, `with` or `match`: whether and how often its body is executed is not known. */
  #runUnknown(node: PythonNode): void {
    if (node.name === 'ForStatement' && this.#runKnownLoop(node)) return;
    let before = this.names.bindings;
    const ways: Bindings[] = [];
    this.names.bindings = this.names.copied(before);
    let inTargets = node.name === 'ForStatement';
    for (const child of childrenOf(node)) {
      if (child.name === 'in') inTargets = false;
      else if (child.name === 'Body') {
        this.runAll(statementsOf(child));
        ways.push(this.names.copied(this.names.bindings));
      } else if (child.name === 'MatchBody') {
        for (const match of child.getChildren('MatchClause')) {
          this.names.bindings = this.names.copied(before);
          for (const captured of capturedNames(match)) this.names.bindTarget(captured, node, undefined);
          for (const body of match.getChildren('Body')) this.runAll(statementsOf(body));
          ways.push(this.names.copied(this.names.bindings));
        }
      } else if (inTargets || (child.name === 'VariableName' && child.prevSibling?.name === 'as'))
        this.names.bindTarget(child, node, undefined);
      else {
        // What stands in front of the first body is evaluated in any case.
        this.names.noticeEffects(child);
        if (ways.length === 0) before = this.names.copied(this.names.bindings);
      }
    }
    if (!isAlwaysRun(node)) ways.unshift(before);
    // A second turn of a loop may see what the first one left behind.
    const isLoop = node.name === 'ForStatement' || node.name === 'WhileStatement';
    this.names.bindings = this.#join(ways);
    if (isLoop)
      for (const [name, binding] of this.names.bindings)
        if (binding !== before.get(name)) this.names.bindings.set(name, madeDynamic(this.#text, binding));
  }

  /** Goes through a loop over items that are written out, turn by turn; false for any other. */
  #runKnownLoop(node: PythonNode): boolean {
    const parts = childrenOf(node).filter(({ name }) => name !== 'Comment');
    const [, target, , iterable, body, ...more] = parts;
    if (target?.name !== 'VariableName' || !iterable || body?.name !== 'Body' || more.length > 0)
      return false;
    const over = evaluateExpression(iterable, this.names.scope);
    if (over.kind !== 'sequence' || over.form === 'set' || over.items.length > mostTurns) return false;
    if (isDynamic(over) || mayLeave(body)) return false;
    for (const item of over.items) {
      this.names.takeSteps(node.to - node.from);
      this.names.bindTo(target, node, item, iterable, []);
      this.runAll(statementsOf(body));
    }
    return true;
  }

  #join(ways: readonly Bindings[]): Bindings {
    const names = new Set<string>();
    for (const way of ways) for (const name of way.keys()) names.add(name);
    this.names.takeSteps(ways.length * names.size);
    return joinBindings(this.#text, ways);
  }

  /** Whether a condition holds, where that is certain. */
  #truth(node: PythonNode): boolean | undefined {
    const source = this.names.source(node);
    if (/(^|\.)TYPE_CHECKING$/.test(source)) return false;
    if (/^__name__\s*==\s*['"]__main__['"]$/.test(source)) return false;
    if (node.name === 'UnaryExpression' && node.firstChild?.name === 'not' && node.lastChild) {
      if (choiceBelowNot(node)) return truthOf(evaluateExpression(node, this.names.scope));
      const inner = this.#truth(node.lastChild);
      return inner === undefined ? undefined : !inner;
    }
    return truthOf(evaluateExpression(node, this.names.scope));
  }
}

/** Turns of a loop that are gone through. */
const mostTurns = 100;
