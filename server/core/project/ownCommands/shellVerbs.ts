import { alembicVerbs } from './ownCommand';
import type { AlembicVerb } from './ownCommand';

/** Options of Alembic and Flask-Migrate whose value is the next word. */
const takesValue = new Set(['-c', '--config', '-n', '--name', '-x', '-d', '--directory', '-m', '--message']);

/** Characters of a line that are looked at. */
const longestLine = 2000;

/** Programs to which `alembic` is a folder, a package or a text. */
const otherPrograms =
  /^[\s@+-]*(?:echo|printf|rm|cp|mv|cd|ls|cat|mkdir|touch|chmod|chown|find|grep|git|pip3?|ruff|mypy|black|isort|flake8|pylint|pytest|sed|tar|zip)\b/;

/** A call of Alembic in a shell's line. */
export interface ShellCall {
  readonly verb: AlembicVerb;
  /** The words behind the verb, without quotes. */
  readonly words: readonly string[];
}

/** The calls of Alembic in a line of a shell: `alembic upgrade head`, `flask db migrate -m "x"`. */
export function shellCalls(line: string): readonly ShellCall[] {
  const calls: ShellCall[] = [];
  const text = line.slice(0, longestLine);
  for (const match of text.matchAll(/(?<![\w.-])(?:alembic(?:\.exe)?|flask\s{1,20}db)(?=\s)/g)) {
    const before = text.slice(0, match.index).split(/[;&|]/).at(-1) ?? '';
    if (otherPrograms.test(before)) continue;
    const rest = text.slice(match.index + match[0].length);
    const words = shellWords(/^[^\n;&|`]*/.exec(rest)?.[0] ?? '');
    const call = callOf(words, match[0].startsWith('flask'));
    if (call) calls.push(call);
  }
  return calls;
}

/** The verb that a word means. */
export function verbOf(word: string): AlembicVerb | undefined {
  return alembicVerbs.find((verb) => verb === word);
}

/** Words as a shell has them, without quotes; what it would expand stays as it is written. */
export function shellWords(text: string): readonly string[] {
  const found = text.match(/(?:"[^"]{0,500}"|'[^']{0,500}'|[^\s"'])+/g) ?? [];
  return found.map((word) => word.replace(/["']/g, ''));
}

function callOf(words: readonly string[], isFlask: boolean): ShellCall | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (takesValue.has(word)) at++;
    else if (!word.startsWith('-')) {
      const verb = isFlask && word === 'migrate' ? 'revision' : verbOf(word);
      return verb && { verb, words: words.slice(at + 1) };
    }
  }
  return undefined;
}
