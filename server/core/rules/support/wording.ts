/** `'a'`, `'a' and 'b'`, `'a', 'b' and 2 more`: for messages to people. */
export function quotedList(names: readonly string[], atMost = 3): string {
  const shown = names.length > atMost ? names.slice(0, atMost) : names;
  const quoted = shown.map((name) => `'${name}'`);
  const rest = names.length - shown.length;
  if (rest > 0) return `${quoted.join(', ')} and ${rest} more`;
  if (quoted.length < 2) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} and ${quoted[quoted.length - 1]}`;
}

/** A sentence as the end of another one: "There is no table carts" behind "for". */
export function asClause(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}
