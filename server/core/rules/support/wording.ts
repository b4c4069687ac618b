/** `'a'`, `'a' and 'b'`, `'a', 'b' and 2 more`: for messages to people. */
export function quotedList(names: readonly string[], atMost = 3): string {
  const quoted = names.slice(0, atMost).map((name) => `'${name}'`);
  return wordList(quoted, atMost, names.length);
}

/** The same of what is quoted already; `count` words in all, where not all are given. */
export function wordList(words: readonly string[], atMost = 3, count = words.length): string {
  const shown = words.length > atMost ? words.slice(0, atMost) : words;
  const rest = count - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

/** A sentence as the end of another one: "There is no table carts" behind "for". */
export function asClause(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}
