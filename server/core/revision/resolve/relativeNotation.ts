import { asciiDigits } from '../../text/pythonText';
import { revisionError } from '../errors/alembicException';
import type { AlembicException } from '../errors/alembicException';

/** A target counted from somewhere: `+2`, `label@-1`, `abc+1`. */
export interface RelativeTarget {
  readonly branchLabel: string | undefined;
  /** Where to count from; undefined for the database's rows. */
  readonly symbol: string | undefined;
  readonly steps: number;
  /** The steps as written, sign included. */
  readonly text: string;
  /** The steps as Python prints the number. */
  readonly integerText: string;
  /** False where more text follows, which Alembic ignores. */
  readonly matchedWhole: boolean;
}

/** Alembic's relative notation: matched at the start of the text only, words and digits as in Unicode. */
const notation = /^(?:([^\n]+?)@)?([\p{L}\p{N}_]+)?([+-])(\p{Nd}+)/u;

/** Takes a target of upgrade, downgrade or history apart; undefined where it is not relative. */
export function parseRelative(target: string): RelativeTarget | undefined {
  const match = notation.exec(target);
  if (!match) return undefined;
  const [whole, branchLabel, symbol, sign = '', digits = ''] = match;
  const magnitude = asciiDigits(digits);
  const isNegative = sign === '-' && magnitude !== '0';
  return {
    branchLabel,
    symbol,
    steps: isNegative ? -Number(magnitude) : Number(magnitude),
    text: sign + digits,
    integerText: isNegative ? `-${magnitude}` : magnitude,
    matchedWhole: whole.length === target.length,
  };
}

/** `label@rest`, split at the first `@`; an identifier without one has no label. */
export function splitIdentifier(identifier: string): { readonly label?: string; readonly rest: string } {
  const at = identifier.indexOf('@');
  if (at === -1) return { rest: identifier };
  return { label: identifier.slice(0, at), rest: identifier.slice(at + 1) };
}

/** A downgrade target that is not relative, split at the last `@`; an empty label counts as none. */
export function splitDowngradeTarget(target: string): { readonly label?: string; readonly rest: string } {
  const at = target.lastIndexOf('@');
  if (at === -1) return { rest: target };
  const label = target.slice(0, at);
  return label === '' ? { rest: target.slice(at + 1) } : { label, rest: target.slice(at + 1) };
}

/**
 * The error for a relative target that leads past the ends of the history; `shown` is its count as Alembic
 * prints it.
 */
export function tooFar({ text, integerText }: RelativeTarget, shown = text): AlembicException {
  return revisionError(
    `Relative revision ${shown} didn't produce ${integerText.replace('-', '')} migrations`,
  );
}
