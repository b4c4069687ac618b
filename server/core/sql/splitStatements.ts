import type { SqlToken } from './sqlTokens';

/**
 * The statements between semicolons, as places among the tokens. The body of a trigger or procedure belongs
 * to its statement.
 */
export function splitStatements(
  tokens: readonly SqlToken[],
): readonly { readonly start: number; readonly end: number }[] {
  const statements: { start: number; end: number }[] = [];
  let start = 0;
  let depth = 0;
  let blocks = 0;
  let hasBody = false;
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'word') {
      if (at === start) hasBody = false;
      if (at - start < 8 && createsBody(tokens, start, at)) hasBody = true;
      if (hasBody) {
        if (token.text === 'BEGIN' || token.text === 'CASE') blocks++;
        else if (token.text === 'END' && blocks > 0) blocks--;
      }
      continue;
    }
    if (token.kind !== 'symbol') continue;
    if (token.text === '(') depth++;
    else if (token.text === ')') depth = Math.max(0, depth - 1);
    else if (token.text === ';' && depth === 0 && blocks === 0) {
      if (at > start) statements.push({ start, end: at });
      start = at + 1;
    }
  }
  if (start < tokens.length) statements.push({ start, end: tokens.length });
  return statements;
}

/** Whether the words up to here begin a trigger, procedure, function or event. */
function createsBody(tokens: readonly SqlToken[], start: number, at: number): boolean {
  if (tokens[start]?.text !== 'CREATE') return false;
  const kind = tokens[at]?.text;
  return kind === 'TRIGGER' || kind === 'PROCEDURE' || kind === 'FUNCTION' || kind === 'EVENT';
}
