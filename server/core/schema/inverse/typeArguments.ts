/** Whether a class of types with these parameters takes the arguments, as a type's text has them. */
export function takesArguments(parameters: readonly string[] | undefined, text: string): boolean {
  if (!parameters) return false;
  const { positional, keywords } = split(text);
  if (!keywords.every((name) => parameters.includes(name))) return false;
  if (positional.length > 0 && isFlag(parameters[0])) return false;
  return (
    positional.length <= parameters.length ||
    parameters.some((name) => name.startsWith('*') && name !== '*args')
  );
}

/** The arguments with the name of what a number is for where the first parameter is a flag: `fsp=6`. */
export function byKeyword(parameters: readonly string[] | undefined, text: string): string {
  const second = parameters?.[1];
  return second !== undefined && isFlag(parameters?.[0]) && /^\d/.test(text) ? `${second}=${text}` : text;
}

function isFlag(parameter: string | undefined): boolean {
  return parameter === 'timezone';
}

function split(text: string): {
  readonly positional: readonly string[];
  readonly keywords: readonly string[];
} {
  const parts = argumentsIn(text);
  const names = parts.map((part) => /^\s*(\w+)=/.exec(part)?.[1]);
  return {
    positional: parts.filter((_, index) => names[index] === undefined),
    keywords: names.filter((name) => name !== undefined),
  };
}

/** The parts between commas that stand in no quotes; empty ones are left out. */
function argumentsIn(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (quote !== '') {
      if (letter === '\\') at++;
      else if (letter === quote) quote = '';
    } else if (letter === "'" || letter === '"') quote = letter;
    else if (letter === ',') {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].filter((part) => part !== '');
}
