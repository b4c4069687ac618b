import type { TextRange } from '../../text/textRange';

/** A Python expression; `unread` stands for what nobody looks into. */
export type Expression =
  | NameExpression
  | StringExpression
  | { readonly kind: 'bytes'; readonly range: TextRange }
  | { readonly kind: 'number'; readonly source: string; readonly range: TextRange }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly range: TextRange }
  | { readonly kind: 'none'; readonly range: TextRange }
  | SequenceExpression
  | DictionaryExpression
  | CallExpression
  | AttributeExpression
  | SubscriptExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression
  | LambdaExpression
  | ComprehensionExpression
  | StarredExpression
  | WalrusExpression
  | { readonly kind: 'unread'; readonly range: TextRange };

export interface NameExpression {
  readonly kind: 'name';
  readonly name: string;
  readonly range: TextRange;
}

/** String literals that stand beside each other, formatted ones included. */
export interface StringExpression {
  readonly kind: 'string';
  readonly parts: readonly StringPart[];
  /** The literals, each from its prefix to its closing quote. */
  readonly literals: readonly TextRange[];
  readonly range: TextRange;
}

/** A text with its value, undefined where that can't be told, or a replacement field of an f-string. */
export type StringPart =
  | { readonly kind: 'text'; readonly value: string | undefined; readonly range: TextRange }
  | {
      readonly kind: 'field';
      readonly value: Expression;
      readonly conversion: string | undefined;
      readonly hasFormat: boolean;
      readonly range: TextRange;
    };

export interface SequenceExpression {
  readonly kind: 'sequence';
  readonly form: 'tuple' | 'list' | 'set';
  readonly items: readonly Expression[];
  readonly range: TextRange;
}

export interface DictionaryExpression {
  readonly kind: 'dictionary';
  /** Entries in order; one without a key is `**value`. */
  readonly entries: readonly { readonly key: Expression | undefined; readonly value: Expression }[];
  readonly range: TextRange;
}

export interface CallExpression {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly CallArgument[];
  readonly range: TextRange;
}

/** An argument of a call. `name` is that of a keyword, `*` and `**` those of unpacked ones. */
export interface CallArgument {
  readonly name: string | undefined;
  readonly nameRange: TextRange | undefined;
  readonly value: Expression;
}

export interface AttributeExpression {
  readonly kind: 'attribute';
  readonly object: Expression;
  readonly name: string;
  readonly nameRange: TextRange;
  readonly range: TextRange;
}

export interface SubscriptExpression {
  readonly kind: 'subscript';
  readonly object: Expression;
  /** Undefined for slices. */
  readonly index: Expression | undefined;
  readonly range: TextRange;
}

export interface UnaryExpression {
  readonly kind: 'unary';
  readonly operator: string;
  readonly operand: Expression;
  readonly range: TextRange;
}

/** Arithmetic, comparison, membership, `and` and `or`. */
export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
  readonly range: TextRange;
}

export interface ConditionalExpression {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
  readonly range: TextRange;
}

export interface LambdaExpression {
  readonly kind: 'lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
  readonly range: TextRange;
}

export interface Parameter {
  readonly name: string;
  readonly form: 'plain' | 'keyword' | 'rest' | 'keywords';
  readonly default: Expression | undefined;
}

export interface ComprehensionExpression {
  readonly kind: 'comprehension';
  readonly form: 'list' | 'set' | 'dictionary' | 'generator';
  readonly key: Expression | undefined;
  readonly element: Expression;
  readonly clauses: readonly ComprehensionClause[];
  readonly range: TextRange;
}

export type ComprehensionClause =
  | { readonly kind: 'for'; readonly target: Expression; readonly iterable: Expression }
  | { readonly kind: 'if'; readonly test: Expression };

export interface StarredExpression {
  readonly kind: 'starred';
  readonly value: Expression;
  readonly range: TextRange;
}

export interface WalrusExpression {
  readonly kind: 'walrus';
  readonly name: string;
  readonly value: Expression;
  readonly range: TextRange;
}
