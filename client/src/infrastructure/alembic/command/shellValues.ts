import { basename } from 'node:path';

/** What the ids, labels and relative places of revisions are made of. */
const plainTarget = /^[\w.@:+~^-]+$/;

/** What a shell takes for more than text, in quotes too. */
const forShell = /["'`$\\;&|<>(){}\r\n]/;

/** Programs that give what they are told to a shell: as its words, or in a recipe. */
const shellPrograms = new Set(
  [
    ['sh', 'bash', 'dash', 'zsh', 'ksh', 'fish', 'cmd', 'powershell', 'pwsh'],
    ['make', 'gmake', 'just', 'task', 'invoke', 'inv', 'poe', 'nox', 'tox', 'hatch', 'pdm'],
    ['npm', 'npx', 'pnpm', 'yarn', 'bun'],
  ].flat(),
);

/**
 * Why a target can't be handed to a command line of the project's own; undefined where it can. Ids come from
 * files, and whatever the line starts may hand its words to a shell.
 */
export function targetFlaw(target: string): string | undefined {
  return plainTarget.test(target) ? undefined : `'${target}' has characters that a shell may run`;
}

/** The same of a message, where one of the line's words names a program that works through a shell. */
export function messageFlaw(words: readonly string[], message: string): string | undefined {
  const found = forShell.exec(message)?.[0];
  const program = words.find((word) => shellPrograms.has(basename(word).replace(/\.(?:exe|cmd)$/i, '')));
  if (found === undefined || program === undefined) return undefined;
  const character = /\s/.test(found) ? 'a line break' : found;
  return `the message has ${character}, which ${basename(program)} may hand to a shell`;
}
