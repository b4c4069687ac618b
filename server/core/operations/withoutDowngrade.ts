/**
 * The text up to a `downgrade` that is the last of the file and that nothing above it names, which halves the
 * time of a parse; else the whole text.
 */
export function withoutDowngrade(text: string): string {
  const found = /^def downgrade\(/m.exec(text);
  if (!found) return text;
  const before = text.slice(0, found.index);
  const isInString = /"""|'''/.test(before) && [...before.matchAll(/"""|'''/g)].length % 2 === 1;
  if (isInString || /\bdowngrade\b/.test(before)) return text;
  const behind = text.slice(text.indexOf('\n', found.index));
  // What begins a line behind it may be a helper of `upgrade`; brackets close those of the function.
  return /\n[^\s#)\]}]/.test(behind) ? text : before;
}
