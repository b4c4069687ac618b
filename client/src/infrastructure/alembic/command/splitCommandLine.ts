/** A command line in parts: what a shell would make of it, without its expansions. */
export interface SplitLine {
  /** The folder of a leading `cd FOLDER &&`; undefined where there is none. */
  readonly folder: string | undefined;
  /** Leading `NAME=value` words. */
  readonly variables: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/** A word, and whether some of it stood in quotes. */
interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

const assignment = /^[A-Za-z_]\w{0,100}=/;
/** What only a shell does; `${name}` is a placeholder of ours. */
const forShell = /[|&;<>`]|\$\(/;

/** Splits a command line into words, by quotes and blanks; undefined where only a shell could run it. */
export function splitCommandLine(line: string): SplitLine | undefined {
  const all = readWords(line);
  if (!all) return undefined;
  const isMove = all[0]?.text === 'cd' && all[2]?.text === '&&' && !all[2].isQuoted;
  const rest = isMove ? all.slice(3) : all;
  if (rest.some(({ text, isQuoted }) => !isQuoted && forShell.test(text))) return undefined;
  const start = rest.findIndex(({ text, isQuoted }) => isQuoted || !assignment.test(text));
  const assigned = start < 0 ? rest : rest.slice(0, start);
  const words = start < 0 ? [] : rest.slice(start).map(({ text }) => text);
  if (words.length === 0) return undefined;
  return {
    folder: isMove ? all[1]?.text : undefined,
    variables: Object.fromEntries(assigned.map(({ text }) => cutAt(text, text.indexOf('=')))),
    words,
  };
}

function cutAt(text: string, at: number): readonly [string, string] {
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Undefined where a quote is not closed. */
function readWords(line: string): readonly Word[] | undefined {
  const words: Word[] = [];
  const piece = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\$\{[^{}\s'"]*\}|(\\.)|([^\s'"\\$]+|.)/gsu;
  let word: Word | undefined;
  for (const [all, single, double, escaped] of line.matchAll(piece)) {
    if (/^\s+$/.test(all)) {
      if (word) words.push(word);
      word = undefined;
      continue;
    }
    if (all === "'" || all === '"') return undefined;
    const inside = single ?? double?.replace(/\\(["\\$`])/g, '$1');
    // A backslash of Windows' paths is no escape.
    const text = inside ?? (escaped === undefined || process.platform === 'win32' ? all : escaped.slice(1));
    word = {
      text: (word?.text ?? '') + text,
      isQuoted: (word?.isQuoted ?? false) || inside !== undefined || escaped !== undefined,
    };
  }
  if (word) words.push(word);
  return words;
}
