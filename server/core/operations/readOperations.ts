import { parsePython } from '../python/syntax/pythonTree';
import type { PythonTree } from '../python/syntax/pythonTree';
import type { Expression, Parameter } from '../python/syntax/expression';
import type { Block } from '../python/syntax/statement';
import type { TextRange } from '../text/textRange';
import { boundedValue, operationLimits } from './boundedValue';
import { call } from './call';
import { doubtIn } from './callFunction';
import { evaluate } from './evaluate';
import { execute } from './execute';
import { FollowedCode } from './followedCode';
import type { LiveDatabase } from './liveDatabase';
import type { Arguments, Flow, Frame, Machine, NewOperation } from './machine';
import { Exhausted, Raised } from './machine';
import type { Operation, OperationContext } from './operation';
import type { Scope, Value } from './value';
import { withoutDowngrade } from './withoutDowngrade';

/** For whom and before what a migration is read. */
export interface ReadingOptions {
  /** The dialect it runs on; the branches of all are followed without one. */
  readonly dialect?: string;
  /** What the database holds when an operation is reached; nothing is known of it without one. */
  readonly database?: LiveDatabase;
  /** The version of Alembic that runs it; without one, all arguments of all releases are taken. */
  readonly alembic?: string | undefined;
  /**
   * Told of each operation as it is reached, and whether its error would be caught; says whether it is
   * certain to fail.
   */
  onOperation?(operation: Operation, isCaught: boolean): boolean;
  /** Told when a batch ends, which is when its operations run. */
  onBatchEnd?(context: OperationContext, isCaught: boolean): boolean;
}

/**
 * The operations of `upgrade` or `downgrade` in the order in which they run. Reading never fails and never
 * runs anything.
 */
export function readOperations(
  source: string | PythonTree,
  direction: string,
  options: ReadingOptions = {},
): readonly Operation[] {
  const tree =
    typeof source === 'string'
      ? parsePython(direction === 'upgrade' ? withoutDowngrade(source) : source)
      : source;
  const reader = new OperationReader(tree, options);
  reader.read(direction);
  return reader.operations;
}

const outermost: OperationContext = {
  batch: undefined,
  isAutocommit: false,
  dialects: [],
  doubt: undefined,
  isLive: false,
  calls: [],
  loop: undefined,
};

/** Steps in which what people write is read many times over. */
const mostSteps = 300_000;
const mostOperations = 20_000;

class Failed extends Error {}

class OperationReader implements Machine {
  readonly operations: Operation[] = [];
  readonly text: string;
  readonly dialect: string | undefined;
  readonly module: Scope = { variables: new Map(), parent: undefined };
  readonly followed = new FollowedCode();
  context: OperationContext = outermost;
  frame: Frame = newFrame(0);
  readonly #tree: PythonTree;
  readonly #options: ReadingOptions;
  #isInside = false;
  #isHandled = false;
  #steps = 0;
  #size = 0;

  constructor(tree: PythonTree, options: ReadingOptions) {
    this.text = tree.text;
    this.dialect = options.dialect;
    this.#tree = tree;
    this.#options = options;
  }

  get database(): LiveDatabase | undefined {
    return this.#options.database;
  }

  get alembic(): string | undefined {
    return this.#options.alembic;
  }

  read(direction: string): void {
    const scope = this.module;
    let place: TextRange = { start: 0, end: 0 };
    try {
      if (this.#tree.isTooDeep) throw new Exhausted();
      execute(this, this.#tree.statements, scope);
      const entry = scope.variables.get(direction);
      if (!entry) return;
      place = entry.range;
      this.#isInside = true;
      this.frame = newFrame(0);
      this.context = outermost;
      if (entry.kind !== 'function') {
        this.emit({
          kind: 'opaque',
          reason: `${direction} is not defined in this file`,
          tables: undefined,
          range: place,
        });
        return;
      }
      const { definition } = entry;
      // Neither runs anything: Alembic calls it and lets go of what it gives.
      if (definition.isAsync || definition.isGenerator === true) return;
      this.followed.follow(entry.range);
      const inner: Scope = { variables: new Map(), parent: entry.scope };
      for (const parameter of definition.parameters)
        inner.variables.set(parameter.name, this.#givenByAlembic(parameter, entry.scope, place));
      const { body } = definition;
      this.within(doubtIn(this, entry), () => {
        if (isBlock(body)) execute(this, body, inner);
        else this.evaluate(body, inner);
      });
      this.#sayHidden();
    } catch (error) {
      // A stack that is too small is a file that is nested too deeply.
      if (error instanceof Failed || error instanceof Raised) return;
      if (!(error instanceof Exhausted) && !(error instanceof RangeError)) throw error;
      this.#steps = 0;
      this.context = outermost;
      this.#isHandled = false;
      this.operations.length = Math.min(this.operations.length, mostOperations - 1);
      this.#record({ kind: 'opaque', reason: 'It is too much to follow', tables: undefined, range: place });
    }
  }

  /** Operations that may run and were not followed may have touched everything. */
  #sayHidden(): void {
    const range = this.followed.hidden(this.text);
    if (!range) return;
    this.context = outermost;
    this.emit({ kind: 'opaque', reason: 'What runs here is not followed', tables: undefined, range });
  }

  /** A parameter of `upgrade`: env.py hands it over, and runners of a project's own hand over `op`. */
  #givenByAlembic({ name, default: fallback }: Parameter, scope: Scope, range: TextRange): Value {
    const value = fallback && this.evaluate(fallback, scope);
    if (name === 'op' && (!value || value.kind === 'none'))
      return { kind: 'reference', path: 'alembic.op', range };
    const reason = `the argument ${name} comes from env.py`;
    return value ?? { kind: 'unknown', reason, isLive: false, range };
  }

  evaluate(expression: Expression, scope: Scope): Value {
    return evaluate(this, expression, scope);
  }

  execute(block: Block, scope: Scope): Flow {
    return execute(this, block, scope);
  }

  call(callee: Value, args: Arguments, range: TextRange): Value {
    this.step();
    return boundedValue(this, call(this, callee, args, range), range);
  }

  emit(operation: NewOperation): void {
    if (!this.#isInside) return;
    this.#record(operation);
  }

  #record(operation: NewOperation): void {
    if (this.operations.length >= mostOperations) throw new Exhausted();
    const placed: Operation = { ...operation, context: this.context };
    this.operations.push(placed);
    if (this.#options.onOperation?.(placed, this.#isHandled) === true) this.#fail();
  }

  endBatch(context: OperationContext): void {
    if (this.#isInside && this.#options.onBatchEnd?.(context, this.#isHandled) === true) this.#fail();
  }

  /**
   * An operation fails: what catches its error goes on. Elsewhere the migration would end; what it does is
   * listed all the same.
   */
  #fail(): void {
    if (this.#isHandled && this.context.doubt === undefined) throw new Failed();
  }

  attempt(handled: boolean, body: () => Flow): Flow | 'failed' {
    const before = this.#isHandled;
    const { context, frame } = this;
    this.#isHandled = before || handled;
    try {
      return body();
    } catch (error) {
      if (!(error instanceof Failed) || !handled) throw error;
      this.context = context;
      this.frame = frame;
      return 'failed';
    } finally {
      this.#isHandled = before;
    }
  }

  step(): void {
    if (++this.#steps > mostSteps) throw new Exhausted();
  }

  takeSize(size: number): void {
    this.#size += size;
    if (this.#size > operationLimits.all) throw new Exhausted();
  }

  within<Result>(change: Partial<OperationContext>, body: () => Result): Result {
    const before = this.context;
    this.context = { ...before, ...change };
    try {
      return body();
    } finally {
      this.context = before;
    }
  }

  inFrame<Result>(frame: Frame, body: () => Result): Result {
    const before = this.frame;
    this.frame = frame;
    try {
      return body();
    } finally {
      this.frame = before;
    }
  }
}

function newFrame(depth: number): Frame {
  return {
    depth,
    result: undefined,
    error: undefined,
    yielded: undefined,
    left: undefined,
    ends: [],
    onYield: undefined,
  };
}

function isBlock(body: Block | Expression): body is Block {
  return Array.isArray(body);
}
