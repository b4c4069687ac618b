/**
 * Whether a pattern with `*` for any characters and `?` for one is the text as a whole, whatever the case.
 * Goes back to the last `*` only, so the time is bounded by the product of both lengths.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  const [name, wanted] = [text.toLowerCase(), pattern.toLowerCase()];
  let [at, place] = [0, 0];
  let [star, starAt] = [-1, 0];
  while (at < name.length) {
    if (wanted[place] === '*') {
      star = place++;
      starAt = at;
    } else if (place < wanted.length && (wanted[place] === '?' || wanted[place] === name[at])) {
      place++;
      at++;
    } else if (star >= 0) {
      place = star + 1;
      at = ++starAt;
    } else return false;
  }
  while (wanted[place] === '*') place++;
  return place === wanted.length;
}
