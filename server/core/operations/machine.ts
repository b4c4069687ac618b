import type { Expression } from '../python/syntax/expression';
import type { Block } from '../python/syntax/statement';
import type { TextRange } from '../text/textRange';
import type { FollowedCode } from './followedCode';
import type { LiveDatabase } from './liveDatabase';
import type { Operation, OperationContext } from './operation';
import type { Scope, Value } from './value';

/** What reading a migration needs at every place. */
export interface Machine {
  readonly text: string;
  /** The dialect for which the migration is read; undefined to follow the branches of all. */
  readonly dialect: string | undefined;
  readonly database: LiveDatabase | undefined;
  /** The version of the project's Alembic; undefined where it is not known. */
  readonly alembic: string | undefined;
  /** The variables of the module. */
  readonly module: Scope;
  /** What was looked at, and what is known not to run. */
  readonly followed: FollowedCode;
  readonly context: OperationContext;
  /** The function that is being followed. */
  readonly frame: Frame;
  evaluate(expression: Expression, scope: Scope): Value;
  /** Follows statements; says how they end. */
  execute(block: Block, scope: Scope): Flow;
  call(callee: Value, args: Arguments, range: TextRange): Value;
  emit(operation: NewOperation): void;
  /** Told when a batch ends, which is when its operations run. */
  endBatch(context: OperationContext): void;
  /** Follows a part whose errors are caught; says where it fails for certain. */
  attempt(handled: boolean, body: () => Flow): Flow | 'failed';
  /** Counts one step; throws Exhausted where there were too many. */
  step(): void;
  /** Counts the size of a value that is handed on; throws Exhausted where all together are too large. */
  takeSize(size: number): void;
  within<Result>(change: Partial<OperationContext>, body: () => Result): Result;
  inFrame<Result>(frame: Frame, body: () => Result): Result;
}

export type NewOperation = Operation extends infer Each
  ? Each extends Operation
    ? Omit<Each, 'context'>
    : never
  : never;

export type Flow = 'next' | 'return' | 'break' | 'continue' | 'raise';

/** A function that is being followed. */
export interface Frame {
  readonly depth: number;
  result: Value | undefined;
  /** The class of the error that was raised last, as written. */
  error: string | undefined;
  yielded: Value[] | undefined;
  /** What runs where the function yields; without, what it yields is collected. */
  readonly onYield: ((value: Value | undefined) => void) | undefined;
  /** Under which doubt everything behind runs, since the function or loop may have been left. */
  left: PossibleExit | undefined;
  /** The variables at the places where the round or the loop may have ended. */
  readonly ends: { readonly flow: 'break' | 'continue'; readonly variables: Variables }[];
}

/** The variables of a scope and of those around it, at one time. */
export type Variables = readonly (readonly [Scope, ReadonlyMap<string, Value>])[];

/** What holds behind a place where a function or a round of a loop may have ended. */
export interface PossibleExit extends Partial<OperationContext> {
  readonly isLoop: boolean;
}

export interface Arguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** Why some may be missing. */
  readonly doubt: string | undefined;
}

/** Thrown where the code of a migration raises an error for certain; it ends the statement around it. */
export class Raised extends Error {
  constructor(
    /** The class of the error, as written; undefined where it is not known. */
    readonly error: string | undefined,
  ) {
    super();
  }
}

/** Thrown where a migration is too much to follow. */
export class Exhausted extends Error {}
