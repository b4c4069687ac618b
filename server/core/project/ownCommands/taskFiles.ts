import { parseToml } from '../../text/parseToml';
import { assignmentsOf, isTomlTable, tableOf } from '../../text/tomlDocument';
import type { TomlTable } from '../../text/tomlDocument';

/** A task of a task runner: a name, what a shell gets, and how it is called. */
export interface Task {
  /** The call, without what its parameters get. */
  readonly call: string;
  /** The lines that the task runs. */
  readonly lines: readonly string[];
  readonly offset: number;
  /** How a parameter is written in a line, and given in the call. */
  readonly parameters: 'make' | 'just' | 'none';
  /** Parameters of the task, in order, where it names them. */
  readonly names: readonly string[];
}

/** Tasks of one file. */
const mostTasks = 500;

type ReadTasks = (text: string) => readonly Task[];

/** The readers of task files by the files' names. */
const readers: ReadonlyMap<string, ReadTasks> = new Map<string, ReadTasks>([
  ['Makefile', makeTasks],
  ['makefile', makeTasks],
  ['GNUmakefile', makeTasks],
  ['justfile', justTasks],
  ['Justfile', justTasks],
  ['.justfile', justTasks],
  ['package.json', packageTasks],
  ['pyproject.toml', pyprojectTasks],
]);

/** Whether a file of this name has tasks. */
export function isTaskFile(name: string): boolean {
  return readers.has(name);
}

/** The tasks of a file, by its name. */
export function readTasks(name: string, text: string): readonly Task[] {
  return (readers.get(name)?.(text) ?? []).slice(0, mostTasks);
}

function makeTasks(text: string): readonly Task[] {
  return recipes(text, /^([A-Za-z0-9][\w./-]{0,100})[ \t]*::?(?!=)/).map(({ header, lines, offset }) => ({
    call: `make ${header[1] ?? ''}`,
    lines: lines.map((line) => line.replace(/^[@+-]+/, '')),
    offset,
    parameters: 'make',
    names: [],
  }));
}

function justTasks(text: string): readonly Task[] {
  return recipes(text, /^@?([A-Za-z_][\w-]{0,100})([ \t][^:\n]{1,200})?:(?!=)/).map(
    ({ header, lines, offset }) => ({
      call: `just ${header[1] ?? ''}`,
      lines: lines.map((line) => line.replace(/^@/, '')),
      offset,
      parameters: 'just',
      names: [...(header[2] ?? '').matchAll(/(?:^|\s)[+*$]?([A-Za-z_][\w-]*)/g)].map(([, name = '']) => name),
    }),
  );
}

/** A header at the beginning of a line, with the indented lines that follow. */
function recipes(
  text: string,
  pattern: RegExp,
): readonly {
  readonly header: RegExpExecArray;
  readonly lines: readonly string[];
  readonly offset: number;
}[] {
  const found: { header: RegExpExecArray; lines: string[]; offset: number }[] = [];
  let offset = 0;
  for (const line of text.replace(/\\\n/g, '  ').split('\n')) {
    const last = found.at(-1);
    if (/^[ \t]/.test(line)) last?.lines.push(line.trim());
    else {
      const header = pattern.exec(line.slice(0, 400));
      if (header) found.push({ header, lines: [], offset });
    }
    offset += line.length + 1;
  }
  return found;
}

function packageTasks(text: string): readonly Task[] {
  const { scripts } = parseJson(text) as { readonly scripts?: unknown };
  return commandsOf(scripts, text, (name) => `npm run ${name}`);
}

/** The tables of a pyproject.toml that have commands as texts, and how one is called. */
const tomlTables: readonly (readonly [path: readonly string[], call: string])[] = [
  [['tool', 'poe', 'tasks'], 'poe'],
  [['tool', 'taskipy', 'tasks'], 'task'],
  [['tool', 'pdm', 'scripts'], 'pdm run'],
  [['tool', 'hatch', 'envs', 'default', 'scripts'], 'hatch run'],
  [['tool', 'rye', 'scripts'], 'rye run'],
  [['tool', 'pixi', 'tasks'], 'pixi run'],
  [['tool', 'poetry', 'scripts'], ''],
  [['project', 'scripts'], ''],
];

function pyprojectTasks(text: string): readonly Task[] {
  const table = parseTable(text);
  return tomlTables.flatMap(([path, call]) => {
    let at: unknown = table;
    for (const name of path) at = isTomlTable(at) ? at[name] : undefined;
    return commandsOf(at, text, (name) => (call === '' ? name : `${call} ${name}`));
  });
}

function commandsOf(table: unknown, text: string, call: (name: string) => string): readonly Task[] {
  if (typeof table !== 'object' || table === null) return [];
  return Object.entries(table).flatMap(([name, value]) => {
    const lines = textsOf(value);
    if (lines.length === 0) return [];
    return [
      { call: call(name), lines, offset: Math.max(0, text.indexOf(name)), parameters: 'none', names: [] },
    ];
  });
}

/** A command as a text, a list of commands, or a table with a key for it. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.filter((each) => typeof each === 'string');
  if (typeof value !== 'object' || value === null) return [];
  const { cmd, shell, script } = value as Readonly<Record<string, unknown>>;
  return [cmd, shell, script].flatMap((each) => (typeof each === 'string' ? [each] : []));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function parseTable(text: string): TomlTable | undefined {
  try {
    return tableOf(assignmentsOf(parseToml(text)));
  } catch {
    return undefined;
  }
}
