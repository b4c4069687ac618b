import type { CodeConfiguration } from './ownCommand';
import { alembicVerbs } from './ownCommand';
import type { AlembicVerb } from './ownCommand';
import { shellCalls, verbOf } from './shellVerbs';

/** What a Python file does with Alembic. */
export interface PythonCalls {
  readonly calls: readonly { readonly verb: AlembicVerb; readonly offset: number }[];
  /** Whether it is meant to be run from a command line. */
  readonly isScript: boolean;
  readonly configuration: Omit<CodeConfiguration, 'file'> | undefined;
}

/** Signs of a file that reads a command line. */
const scriptSigns =
  /^if[ (]+__name__\s*==\s*["']__main__["']|^[ \t]*(?:import|from)\s+(?:argparse|click|typer|fire|invoke|nox|doit|docopt)\b/m;

/** A program that is started with Alembic's words, as a text or as a list. */
const started =
  /\b(?:run|call|check_call|check_output|Popen|system|getoutput|create_subprocess_(?:exec|shell)|\w{0,40}main)\(\s{0,100}(?:argv\s*=\s*)?(\[[^\]]{1,600}\]|[fr]?"[^"\n]{1,300}"|[fr]?'[^'\n]{1,300}')/g;

/** The calls of Alembic in a Python file. Texts and comments are no calls. */
export function pythonCalls(text: string): PythonCalls | undefined {
  if (!text.includes('alembic')) return undefined;
  const code = withoutComments(text);
  const calls = [...moduleCalls(code), ...startedCalls(code)].sort((a, b) => a.offset - b.offset);
  const configuration = configurationIn(code);
  if (calls.length === 0 && !configuration) return undefined;
  return { calls, isScript: scriptSigns.test(code), configuration };
}

/** Calls of the functions of `alembic.command`, by the name that it is imported under. */
function moduleCalls(code: string): PythonCalls['calls'] {
  const names = ['alembic.command'];
  for (const [, list = ''] of code.matchAll(
    /^[ \t]*from[ \t]+alembic[ \t]+import[ \t]+(\([^)]{0,500}\)|[^\n]{1,300})/gm,
  )) {
    const [, alias] = /\bcommand\b(?:[ \t]+as[ \t]+(\w+))?/.exec(list) ?? [];
    if (/\bcommand\b/.test(list)) names.push(alias ?? 'command');
  }
  const [, alias] = /^[ \t]*import[ \t]+alembic\.command[ \t]+as[ \t]+(\w+)/m.exec(code) ?? [];
  if (alias !== undefined) names.push(alias);
  const calls = names.flatMap((name) => callsOf(code, `${escaped(name)}\\.`, alembicVerbs));
  const [, own = ''] =
    /^[ \t]*from[ \t]+alembic\.command[ \t]+import[ \t]+(\([^)]{0,500}\)|[^\n]{1,300})/m.exec(code) ?? [];
  const imported = alembicVerbs.filter((verb) => new RegExp(`\\b${verb}\\b(?![ \\t]+as\\b)`).test(own));
  return [...calls, ...(imported.length > 0 ? callsOf(code, '', imported) : [])];
}

/** Also as an argument: `run_in_executor(None, command.upgrade, config, "head")`. */
function callsOf(code: string, before: string, verbs: readonly AlembicVerb[]): PythonCalls['calls'] {
  const pattern = new RegExp(`(?<![\\w.])(?<!def )${before}(${verbs.join('|')})(?=\\s{0,20}[(,])`, 'g');
  return [...code.matchAll(pattern)].flatMap((match) => {
    const verb = verbOf(match[1] ?? '');
    return verb ? [{ verb, offset: match.index }] : [];
  });
}

function startedCalls(code: string): PythonCalls['calls'] {
  return [...code.matchAll(started)].flatMap((match) => {
    const [all, given = ''] = match;
    const isMain = /^\w*main\(/.test(all);
    const words = given.startsWith('[')
      ? [...given.matchAll(/["']([^"'\n]{0,200})["']/g)].map(([, word = '']) => word).join(' ')
      : given.replace(/^[fr]?["']|["']$/g, '');
    const calls = shellCalls(isMain && given.startsWith('[') ? `alembic ${words}` : words);
    return calls.map(({ verb }) => ({ verb, offset: match.index }));
  });
}

/** The options that code sets on an Alembic configuration. */
function configurationIn(code: string): PythonCalls['configuration'] {
  if (!/\bConfig\(/.test(code)) return undefined;
  const options: Record<string, string | null> = {};
  let offset: number | undefined;
  for (const match of code.matchAll(
    /\.set_main_option\(\s{0,50}["']([\w.]{1,60})["']\s{0,50},\s{0,50}(?:["']([^"'\n]{0,500})["']\s{0,50},?\s{0,50}\))?/g,
  )) {
    const [, name = '', value] = match;
    options[name] = value ?? null;
    offset ??= match.index;
  }
  // Where a config file is read as well, it is not code alone.
  const readsFile = /\bConfig\(\s{0,50}[^\s)]/.test(code);
  return offset === undefined || readsFile || !('script_location' in options)
    ? undefined
    : { offset, options };
}

/** The code with comments and long texts blanked, so that offsets stay. */
function withoutComments(text: string): string {
  return text.replace(/"""[^]*?"""|'''[^]*?'''|(?<=^|\s)#[^\n]*/g, (found) => found.replace(/[^\n]/g, ' '));
}

function escaped(text: string): string {
  return text.replace(/\./g, '\\.');
}
