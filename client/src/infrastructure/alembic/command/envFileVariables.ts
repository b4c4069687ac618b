import { parseEnv } from 'node:util';

/** `${NAME}` and `${NAME:-otherwise}`, as python-dotenv expands them. */
const reference = /\$\{([^}:]{0,200})(?::-([^}]{0,2000}))?\}/g;

/**
 * The variables of an env file. One may name others: those above it in the file, else those of the process,
 * as with python-dotenv's `override`.
 */
export function envFileVariables(
  text: string,
  outside: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const known: Record<string, string> = {};
  const values = parseEnv(text);
  // Node gives them by the alphabet.
  const written = [...text.matchAll(/^[ \t]*(?:export[ \t]+)?([^\s=#]{1,200})[ \t]*=/gm)];
  const names = new Set(written.map(([, name = '']) => name).filter((name) => name in values));
  for (const name of [...names, ...Object.keys(values).filter((each) => !names.has(each))])
    known[name] = (values[name] ?? '').replace(
      reference,
      (_all, other: string, otherwise = '') => known[other] ?? outside[other] ?? (otherwise as string),
    );
  return known;
}
