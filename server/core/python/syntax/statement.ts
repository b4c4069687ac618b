import type { TextRange } from '../../text/textRange';
import type { Expression, Parameter } from './expression';

/** A Python statement; `unread` stands for what changes nothing that anybody asks for. */
export type Statement =
  | ImportStatement
  | AssignStatement
  | {
      readonly kind: 'augment';
      readonly target: Expression;
      readonly operator: string;
      readonly value: Expression;
      readonly range: TextRange;
    }
  | { readonly kind: 'expression'; readonly value: Expression; readonly range: TextRange }
  | IfStatement
  | ForStatement
  | WhileStatement
  | WithStatement
  | TryStatement
  | FunctionDefinition
  | ClassDefinition
  | {
      readonly kind: 'return' | 'yield';
      readonly value: Expression | undefined;
      readonly range: TextRange;
    }
  | { readonly kind: 'delete'; readonly targets: readonly Expression[]; readonly range: TextRange }
  | { readonly kind: 'raise'; readonly values: readonly Expression[]; readonly range: TextRange }
  | { readonly kind: 'break' | 'continue' | 'pass'; readonly range: TextRange }
  | {
      /** `global` and `nonlocal`. */
      readonly kind: 'scope';
      readonly isGlobal: boolean;
      readonly names: readonly string[];
      readonly range: TextRange;
    }
  | { readonly kind: 'assert'; readonly test: Expression | undefined; readonly range: TextRange }
  | { readonly kind: 'unread'; readonly range: TextRange };

export type Block = readonly Statement[];

export interface ImportStatement {
  readonly kind: 'import';
  readonly names: readonly ImportedName[];
  /** The modules that are loaded for certain, as written: that behind `from`, else all. */
  readonly modules: readonly string[];
  /** The module of `from module import *`. */
  readonly star: string | undefined;
  readonly range: TextRange;
}

/** A name bound by an import, and the dotted path that it stands for; leading dots for relative ones. */
export interface ImportedName {
  readonly name: string;
  readonly path: string;
}

export interface AssignStatement {
  readonly kind: 'assign';
  readonly targets: readonly Expression[];
  readonly value: Expression;
  readonly range: TextRange;
}

export interface IfStatement {
  readonly kind: 'if';
  readonly branches: readonly { readonly test: Expression; readonly body: Block }[];
  readonly otherwise: Block;
  readonly range: TextRange;
}

export interface ForStatement {
  readonly kind: 'for';
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: Block;
  readonly otherwise: Block;
  readonly range: TextRange;
}

export interface WhileStatement {
  readonly kind: 'while';
  readonly test: Expression;
  readonly body: Block;
  readonly otherwise: Block;
  readonly range: TextRange;
}

export interface WithStatement {
  readonly kind: 'with';
  readonly items: readonly { readonly context: Expression; readonly target: Expression | undefined }[];
  readonly body: Block;
  readonly range: TextRange;
}

export interface TryStatement {
  readonly kind: 'try';
  readonly body: Block;
  readonly handlers: readonly Block[];
  /** What each handler takes, as written; undefined for everything. */
  readonly handled: readonly (string | undefined)[];
  readonly otherwise: Block;
  readonly finally: Block;
  readonly range: TextRange;
}

export interface FunctionDefinition {
  readonly kind: 'function';
  readonly name: string;
  readonly nameRange: TextRange;
  readonly parameters: readonly Parameter[];
  readonly body: Block;
  readonly isAsync: boolean;
  /** Whether it yields, so that a call of it runs nothing. */
  readonly isGenerator: boolean;
  /** What stands behind `@` above it. */
  readonly decorators: readonly Expression[];
  readonly range: TextRange;
}

export interface ClassDefinition {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly body: Block;
  /** Whether something behind `@` above it may put another thing in its place. */
  readonly isDecorated: boolean;
  readonly range: TextRange;
}
