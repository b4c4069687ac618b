import type { PythonNode } from '../syntax/boundedParse';
import { Budget, BudgetExceeded, sizeWithin } from '../../text/budget';
import { valueLimits } from './evaluationScope';
import { evaluateExpression } from './expressionValue';
import { innerChildren } from './nodeChildren';
import { dynamicValue, itemsIn } from './staticValue';
import type { EvaluationScope } from './evaluationScope';
import type { Binding, Bindings } from './moduleBindings';
import { holdsMutable, madeDynamic, sharesMutable } from './moduleBindings';
import { importedPath } from './importedPath';
import type { KnownObject } from './knownObject';
import {
  attributeUse,
  isReadOnlyUse,
  isHarmlessCode,
  mayBeOwnModule,
  mayHoldOwnModule,
  namespaceUse,
} from './namespaceUse';
import type { NamespaceUse } from './namespaceUse';
import { headerNames } from '../revisionFile';
import type { StaticValue } from '../revisionFile';
import { baseName, endWithoutBlanks, isUnconditional, itemsOf, statementAround } from './statementTree';
import type { Span } from './statementTree';

/** Limits for following the names of one file: nodes visited again, names copied or compared. */
const namesLimits = { steps: 500_000, size: Infinity, depth: Infinity };

/** The names of a module while its statements are executed in order, with the side effects of expressions. */
export class ModuleNames {
  bindings: Bindings = new Map();
  readonly #text: string;
  readonly #budget = new Budget(namesLimits);
  readonly #valueBudget = new Budget(valueLimits);
  /** Star imports from packages that might define anything. */
  #anythingImported = false;
  #mayHoldOwnModule: boolean | undefined;

  readonly #fileName: string | undefined;

  constructor(text: string, fileName: string | undefined) {
    this.#text = text;
    this.#fileName = fileName;
  }

  /** Throws BudgetExceeded where following this file takes too long. */
  takeSteps(count: number): void {
    if (!this.#budget.takeSteps(count)) throw new BudgetExceeded();
  }

  /** The bindings as they are now, for one of several ways of execution. */
  copied(bindings: Bindings): Bindings {
    this.takeSteps(bindings.size);
    return new Map(bindings);
  }

  /** Binds one target of an assignment, of which `expressions` is the right side as far as it corresponds. */
  bindTo(
    target: PythonNode,
    statement: PythonNode,
    value: StaticValue,
    written: Span,
    expressions: readonly PythonNode[],
  ): void {
    if (target.name === 'VariableName') {
      this.#bind(target, statement, value, written);
      return;
    }
    const inner = innerChildren(target);
    if (target.name === 'TupleExpression' || target.name === 'ArrayExpression')
      this.unpack(inner, statement, value, written, expressions);
    else if (target.name === 'ParenthesizedExpression' && inner[0])
      this.bindTo(inner[0], statement, value, written, expressions);
    else this.bindTarget(target, statement, undefined);
  }

  unpack(
    targets: readonly PythonNode[],
    statement: PythonNode,
    value: StaticValue,
    written: Span,
    expressions: readonly PythonNode[],
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
      if (!item) this.bindTarget(target, statement, undefined);
      else this.bindTo(target, statement, item, node ?? written, node ? [node] : []);
    });
  }

  /** Binds every name in a target to a value that is not known. */
  bindTarget(target: PythonNode, statement: PythonNode, definition: PythonNode | undefined): void {
    if (target.name === 'VariableName') {
      const to = endWithoutBlanks(this.#text, statement);
      const value = dynamicValue(this.#text, { from: statement.from, to });
      this.#bind(target, statement, value, statement, definition);
    } else if (target.name === 'MemberExpression') {
      const base = baseName(target);
      if (base) this.#taint(this.source(base));
      this.noticeEffects(target);
    } else {
      for (const part of innerChildren(target)) this.bindTarget(part, statement, definition);
    }
  }

  remove(targets: readonly PythonNode[]): void {
    for (const target of targets) {
      if (target.name === 'VariableName') this.bindings.delete(this.source(target));
      else if (target.name === 'MemberExpression') this.bindTarget(target, target, undefined);
      else if (target.name !== 'del') this.remove(innerChildren(target));
    }
  }

  /** After `from somewhere import *` what the file itself has set before may have been replaced. */
  importAnything(node: PythonNode): void {
    this.#anythingImported = true;
    for (const [name, binding] of this.bindings)
      if (!binding.definition) this.bindings.set(name, madeDynamic(this.#text, binding));
    for (const name of ['revision', 'down_revision'])
      if (!this.bindings.has(name)) this.#bindUnknown(name, node);
  }

  noticeEffects(node: PythonNode): void {
    if (node.name === 'LambdaExpression') {
      this.#noticeLambda(node);
      return;
    }
    if (node.name === 'NamedExpression') {
      const name = node.firstChild;
      if (name?.name === 'VariableName') {
        if (isUnconditional(node)) this.#bindNamed(node, statementAround(node));
        else this.bindTarget(name, statementAround(node), undefined);
      }
    }
    if (node.name === 'VariableName') this.#noticeReference(node);
    for (let child = node.firstChild; child; child = child.nextSibling)
      if (child.name !== 'FunctionDefinition' && child.name !== 'ClassDefinition') this.noticeEffects(child);
  }

  /** Applies what the body of a mentioned function or class may do to module-level names. */
  noticeCall(definition: PythonNode, seen: Set<number>): void {
    if (seen.has(definition.from)) return;
    seen.add(definition.from);
    definition.cursor().iterate((reference) => {
      this.takeSteps(1);
      if (reference.name === 'ScopeStatement') {
        for (const name of reference.node.getChildren('VariableName')) this.#assignGlobally(name);
      } else if (reference.name === 'VariableName') {
        const name = this.#text.slice(reference.from, reference.to);
        const binding = this.bindings.get(name);
        if (!binding) this.#noticeNamespace(name, reference.node, seen, true);
        if (!binding || reference.from === definition.getChild('VariableName')?.from) return;
        if (binding.definition) this.noticeCall(binding.definition, seen);
        else if (mayChange(binding) && !isReadOnlyUse(this.#text, reference.node)) this.#taint(name);
      }
    });
  }

  get scope(): EvaluationScope {
    return {
      text: this.#text,
      budget: this.#valueBudget,
      fileName: this.#fileName,
      lookup: (name) => this.bindings.get(name)?.value,
      objectOf: (name) => this.#objectOf(name),
      isBuiltin: (name) => !this.#anythingImported && !this.bindings.has(name),
    };
  }

  /** Looked for once, however many calls ask. */
  get #holdsOwnModule(): boolean {
    return (this.#mayHoldOwnModule ??= mayHoldOwnModule(this.#text));
  }

  #objectOf(name: string): KnownObject | undefined {
    const binding = this.bindings.get(name);
    if (!binding || binding.object) return binding?.object;
    const path = binding.value.kind === 'dynamic' ? importedPath(binding.value.source, name) : undefined;
    return path === undefined ? undefined : { kind: 'imported', path };
  }

  /** Keeps what a name stands for besides a value of a header. */
  keepObject(name: PythonNode, object: KnownObject): void {
    const binding = this.bindings.get(this.source(name));
    if (binding) this.bindings.set(this.source(name), { ...binding, object });
  }

  source(node: Span): string {
    return this.#text.slice(node.from, node.to);
  }

  #bind(
    name: PythonNode,
    statement: PythonNode,
    value: StaticValue,
    written: Span,
    definition?: PythonNode,
  ): void {
    const binding: Binding = {
      value,
      nameRange: { start: name.from, end: name.to },
      statementRange: { start: statement.from, end: endWithoutBlanks(this.#text, statement) },
      valueRange: { start: written.from, end: endWithoutBlanks(this.#text, written) },
      ...(definition ? { definition } : {}),
    };
    this.bindings.set(this.source(name), binding);
  }

  #bindNamed(node: PythonNode, statement: PythonNode): void {
    const name = node.firstChild;
    const value = node.lastChild;
    if (name?.name !== 'VariableName' || !value) return;
    this.#bind(name, statement, evaluateExpression(value, this.scope), value);
  }

  #bindUnknown(name: string, node: PythonNode): void {
    const range = { start: node.from, end: endWithoutBlanks(this.#text, node) };
    this.bindings.set(name, {
      value: dynamicValue(this.#text, { from: range.start, to: range.end }),
      nameRange: range,
      statementRange: range,
      valueRange: range,
    });
  }

  /** Whoever gets a lambda may call it; what it binds is its own. */
  #noticeLambda(node: PythonNode): void {
    const own = new Set(
      node
        .getChild('ParamList')
        ?.getChildren('VariableName')
        .map((name) => this.source(name)),
    );
    node.cursor().iterate(({ name, node: part }) => {
      this.takeSteps(1);
      if (name === 'NamedExpression' && part.firstChild) own.add(this.source(part.firstChild));
      if (name === 'VariableName' && !own.has(this.source(part))) this.#noticeReference(part);
    });
  }

  #noticeReference(node: PythonNode): void {
    const name = this.source(node);
    const binding = this.bindings.get(name);
    if (!binding) this.#noticeNamespace(name, node, new Set(), false);
    else if (binding.definition) this.noticeCall(binding.definition, new Set());
    else if (mayChange(binding) && !isReadOnlyUse(this.#text, node)) this.#taint(name);
    if (binding?.object?.kind === 'class' && !isReadOnlyUse(this.#text, node)) this.#taint(name);
  }

  /** A call of a built-in through which names of the module may be set. */
  #noticeNamespace(name: string, node: PythonNode, seen: Set<number>, isInFunction: boolean): void {
    const call = node.parent;
    if (!/^(globals|locals|vars|exec|setattr|delattr)$/.test(name) || call?.name !== 'CallExpression') return;
    const list = call.lastChild;
    if (list?.name !== 'ArgList' || call.firstChild?.from !== node.from) return;
    const use = this.#useOf(name, call, innerChildren(list), isInFunction);
    const writes = use.writes === 'any' ? headerNames : use.writes;
    for (const written of writes) this.#bindUnknown(written, statementAround(node));
    const handed = use.hands === 'any' ? [...this.bindings.keys()] : use.hands;
    for (const other of handed) this.#noticeHanded(other, seen);
  }

  #useOf(name: string, call: PythonNode, args: readonly PythonNode[], isInFunction: boolean): NamespaceUse {
    const isElse = (object: string): boolean => this.#isOtherThing(object);
    if ((name === 'setattr' || name === 'delattr') && args[0]?.name === 'VariableName')
      this.#taint(this.source(args[0]));
    if (name === 'setattr' || name === 'delattr')
      return mayBeOwnModule(this.#text, args[0], this.#holdsOwnModule, isElse)
        ? attributeUse(this.#text, args)
        : noUse;
    if (name === 'exec') return isInFunction || isHarmlessCode(this.#text, args) ? noUse : anyUse;
    if (name === 'vars' && args.length > 0) {
      if (!mayBeOwnModule(this.#text, args[0], this.#holdsOwnModule, isElse)) return noUse;
    } else if (name !== 'globals' && isInFunction) return noUse;
    return this.#useOfNamespace(call);
  }

  /**
   * What is done with a namespace; a name that is given to it is followed through the block where that
   * happens.
   */
  #useOfNamespace(call: PythonNode): NamespaceUse {
    const statement = call.parent;
    const alias = statement?.firstChild;
    const isAliased =
      statement?.name === 'AssignStatement' &&
      alias?.name === 'VariableName' &&
      alias.nextSibling?.to === call.prevSibling?.to;
    if (!isAliased) return namespaceUse(this.#text, call);
    const name = this.source(alias);
    const uses: NamespaceUse[] = [];
    statement.parent?.cursor().iterate((reference) => {
      this.takeSteps(1);
      if (
        reference.name === 'VariableName' &&
        reference.from !== alias.from &&
        this.source(reference) === name
      )
        uses.push(namespaceUse(this.#text, reference.node));
    });
    return {
      writes: uses.some(({ writes }) => writes === 'any') ? 'any' : uses.flatMap(({ writes }) => writes),
      hands: uses.some(({ hands }) => hands === 'any') ? 'any' : uses.flatMap(({ hands }) => hands),
    };
  }

  /**
   * Whether a name surely stands for a class, a function, an imported module or a plain value, not for the
   * module itself.
   */
  #isOtherThing(name: string): boolean {
    const binding = this.bindings.get(name);
    if (!binding) return false;
    if (binding.definition || binding.value.kind !== 'dynamic') return true;
    return /^(from|import)\b/.test(binding.value.source);
  }

  /** What a name stands for is handed to somebody who may call or change it. */
  #noticeHanded(name: string, seen: Set<number>): void {
    this.takeSteps(1);
    const binding = this.bindings.get(name);
    if (!binding) return;
    if (binding.definition) this.noticeCall(binding.definition, seen);
    else if (mayChange(binding)) this.#taint(name);
  }

  #assignGlobally(name: PythonNode): void {
    if (name.parent?.firstChild?.name !== 'global') return;
    const binding = this.bindings.get(this.source(name));
    if (binding) this.bindings.set(this.source(name), madeDynamic(this.#text, binding));
    else this.bindTarget(name, statementAround(name), undefined);
  }

  /** Something else may change the object that the name stands for. */
  #taint(name: string): void {
    const changed = this.bindings.get(name);
    if (!changed) return;
    const cost = costOf(changed.value);
    for (const [other, binding] of this.bindings) {
      this.takeSteps(binding.value.kind === 'sequence' ? cost + costOf(binding.value) : 1);
      if (other === name || sharesMutable(changed.value, binding.value))
        this.bindings.set(other, madeDynamic(this.#text, binding));
    }
  }
}

/** Whether what a name stands for can be changed without binding the name again. */
function mayChange({ value, object }: Binding): boolean {
  return holdsMutable(value) || object?.kind === 'dictionary';
}

const noUse: NamespaceUse = { writes: [], hands: [] };
const anyUse: NamespaceUse = { writes: 'any', hands: 'any' };

/** What looking through a value costs. */
function costOf(value: StaticValue): number {
  if (value.kind !== 'sequence') return 1;
  const { size, depth } = valueLimits;
  return sizeWithin(value, itemsIn, size, depth) ?? size;
}
