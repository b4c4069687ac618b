/** The values with which a snippet's tab stops are filled. */
export interface SnippetFilling {
  /** Picks one of the options of `${1|a,b|}`. */
  readonly choose: (options: readonly string[]) => string;
}

/**
 * The text that a person gets who accepts every default of a snippet: placeholders become their defaults, a
 * repeated tab stop becomes what its first placeholder holds, and a bare tab stop becomes nothing.
 */
export function fillSnippet(body: string, filling: SnippetFilling): string {
  const values = new Map<string, string>();
  const collect = (text: string): string => {
    let result = '';
    for (let at = 0; at < text.length; at++) {
      const rest = text.slice(at);
      const escaped = /^\\([$}\\])/.exec(rest);
      const bare = /^\$(?:(\d+)|\{(\d+)\})/.exec(rest);
      const choice = /^\$\{(\d+)\|((?:[^|\\]|\\.)*)\|\}/.exec(rest);
      const open = /^\$\{(\d+):/.exec(rest);
      if (escaped) {
        result += escaped[1];
        at += 1;
      } else if (bare) {
        result += values.get(bare[1] ?? bare[2] ?? '') ?? '';
        at += bare[0].length - 1;
      } else if (choice) {
        const value = filling.choose((choice[2] ?? '').split(','));
        values.set(choice[1] ?? '', value);
        result += value;
        at += choice[0].length - 1;
      } else if (open) {
        const end = closingBrace(text, at + open[0].length);
        const number = open[1] ?? '';
        const value = values.get(number) ?? collect(text.slice(at + open[0].length, end));
        values.set(number, value);
        result += value;
        at = end;
      } else {
        if (rest.startsWith('$')) throw new Error(`Not a tab stop: ${rest.slice(0, 20)}`);
        result += text[at];
      }
    }
    return result;
  };
  return collect(body);
}

function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '{') depth += 1;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  throw new Error(`Unclosed placeholder: ${text.slice(from - 5, from + 20)}`);
}
