import type { FileSystem } from '../../files/fileSystem';
import { fileNameOf, isWithin, joinPath, parentPath, relativePath } from '../../files/paths';
import { ConfigLookup } from '../../workbenchConfig/configLookup';
import { walkWorkspace } from '../discovery/workspaceTree';
import type { AlembicVerb, AutomaticRun, CodeConfiguration, OwnCommand, OwnCommands } from './ownCommand';
import { pythonCalls } from './pythonCalls';
import type { PythonCalls } from './pythonCalls';
import { scriptLines } from './scriptLines';
import { shellCalls, shellWords, verbOf } from './shellVerbs';
import type { ShellCall } from './shellVerbs';
import { isTaskFile, readTasks } from './taskFiles';
import type { Task } from './taskFiles';

/** Where commands are looked for. */
export interface OwnCommandSearch {
  readonly root: string;
  readonly exclude: readonly string[];
  /** The script directories of environments: what lies there is run by Alembic. */
  readonly without: readonly string[];
}

/** Python files that are read. */
const mostFiles = 3000;

/** Characters of the longest file that is read. */
const longestText = 300_000;

const isTest = /^(?:tests?|testing|conftest\.py|test_.*\.py|.*_test\.py)$/;

/** A Python file that runs Alembic. */
interface PythonFile {
  readonly file: string;
  readonly text: string;
  readonly found: PythonCalls;
  readonly isPackaged: boolean;
}

/** How the project runs its Alembic, as its scripts, task files and application say. Nothing is run. */
export function* findOwnCommands(
  fileSystem: FileSystem,
  { root, exclude, without }: OwnCommandSearch,
): Generator<void, OwnCommands> {
  const tree = yield* walkWorkspace(fileSystem, root, exclude, new ConfigLookup(fileSystem, root));
  const python: PythonFile[] = [];
  const others: string[] = [];
  let count = 0;
  for (const [folder, { files }] of tree.folders) {
    const isLeftOut = without.some((other) => isWithin(folder, other)) || isInTests(folder, root);
    if (isLeftOut) continue;
    for (const name of files) {
      const file = joinPath(folder, name);
      if (isTaskFile(name) || /\.(?:sh|bash)$/.test(name)) others.push(file);
      if (!name.endsWith('.py') || isTest.test(name) || ++count > mostFiles) continue;
      const text = readShort(fileSystem, file);
      const found = text === undefined ? undefined : pythonCalls(text);
      if (text !== undefined && found)
        python.push({ file, text, found, isPackaged: files.includes('__init__.py') });
      yield;
    }
  }
  const scripts = python.filter(({ found }) => found.isScript && found.calls.length > 0);
  const context = { root, scripts };
  const commands = scripts.flatMap((script) => commandsOfScript(root, script));
  for (const file of others) {
    const text = readShort(fileSystem, file);
    if (text !== undefined) commands.push(...commandsOfFile(context, file, text));
    yield;
  }
  return {
    commands: unique(commands),
    automatic: python.filter(({ found }) => !found.isScript).flatMap(automaticRuns),
    configured: python.flatMap(({ file, found }): readonly CodeConfiguration[] =>
      found.configuration ? [{ file, ...found.configuration }] : [],
    ),
  };
}

function isInTests(folder: string, root: string): boolean {
  return relativePath(folder, root)
    .split('/')
    .some((name) => isTest.test(name));
}

function readShort(fileSystem: FileSystem, file: string): string | undefined {
  const text = fileSystem.readText(file);
  return text !== undefined && text.length <= longestText ? text : undefined;
}

function automaticRuns({ file, found }: PythonFile): readonly AutomaticRun[] {
  return found.calls.filter(({ verb }) => verb === 'upgrade').map((call) => ({ ...call, file }));
}

function commandsOfScript(root: string, script: PythonFile): readonly OwnCommand[] {
  const { file, text, found } = script;
  const verbs = [...new Set(found.calls.map(({ verb }) => verb))];
  const path = relativePath(file, root);
  const call = script.isPackaged
    ? `python -m ${path.replace(/(?:\/__main__)?\.py$/, '').replaceAll('/', '.')}`
    : `python ${quoted(path)}`;
  const offset = found.calls[0]?.offset ?? 0;
  return scriptLines(call, text, verbs).map((each) => ({ ...each, file, offset }));
}

interface FileContext {
  readonly root: string;
  readonly scripts: readonly PythonFile[];
}

function commandsOfFile(context: FileContext, file: string, text: string): readonly OwnCommand[] {
  const name = fileNameOf(file);
  const folder = relativePath(parentPath(file), context.root);
  const within = (call: string): string => (folder === '.' ? call : `cd ${quoted(folder)} && ${call}`);
  if (!isTaskFile(name)) {
    const calls = text.split('\n').flatMap((line) => (/^\s*#/.test(line) ? [] : callsOf(context, line)));
    const verbs = verbsOf(calls);
    const call = `./${quoted(name)}`;
    return verbs.length === 0 ? [] : [{ line: within(call), verbs, file, offset: 0 }];
  }
  return readTasks(name, text).flatMap((task) => {
    const calls = task.lines.flatMap((line) => callsOf(context, line));
    const verbs = verbsOf(calls);
    if (verbs.length === 0) return [];
    const line = [task.call, ...argumentsOf(task, calls)].join(' ');
    return [{ line: within(line), verbs, file, offset: task.offset }];
  });
}

function verbsOf(calls: readonly ShellCall[]): readonly AlembicVerb[] {
  return [...new Set(calls.map(({ verb }) => verb))];
}

/** Calls of Alembic, and of scripts that run it: by path, by module, or as `module:function`. */
function callsOf({ root, scripts }: FileContext, line: string): readonly ShellCall[] {
  const direct = shellCalls(line);
  if (direct.length > 0) return direct;
  const words = shellWords(line);
  return scripts.flatMap(({ file, found }) => {
    const path = relativePath(file, root);
    const module = path.replace(/(?:\/__main__)?\.py$/, '').replaceAll('/', '.');
    const at = words.findIndex(
      (word) =>
        word === path ||
        word.endsWith(`/${path}`) ||
        path.endsWith(`/${word.replace(/^\.\//, '')}`) ||
        word.split(':')[0] === module ||
        (word.includes('.') && module.endsWith(`.${word.split(':')[0] ?? ''}`)),
    );
    if (at < 0) return [];
    const rest = words.slice(at + 1);
    const named = rest.flatMap((word) => verbOf(word) ?? []).slice(0, 1);
    const verbs = named.length > 0 ? named : found.calls.map(({ verb }) => verb);
    return verbs.map((verb) => ({ verb, words: rest.slice(rest.indexOf(verb) + 1) }));
  });
}

/** What the parameters of a task get, as far as its lines say what they are for. */
function argumentsOf({ parameters, names }: Task, calls: readonly ShellCall[]): readonly string[] {
  if (parameters === 'none') return [];
  const uses = calls.flatMap(({ verb, words }) => words.map((word) => [word, placeholderOf(verb)] as const));
  const pattern = parameters === 'make' ? /\$[({](\w{1,60})[)}]/ : /\{\{\s*(\w{1,60})\s*\}\}/;
  const given = new Map<string, string>();
  for (const [word, placeholder] of uses) {
    const name = pattern.exec(word)?.[1];
    if (name !== undefined && placeholder !== undefined) given.set(name, placeholder);
  }
  if (parameters === 'make') return [...given].map(([name, placeholder]) => `${name}=${placeholder}`);
  return names.flatMap((name) => given.get(name) ?? []);
}

function placeholderOf(verb: AlembicVerb): string | undefined {
  switch (verb) {
    case 'upgrade':
    case 'downgrade':
    case 'stamp':
      return '${target}';
    case 'revision':
      return '"${message}"';
    case 'current':
    case 'history':
      return undefined;
  }
}

function quoted(path: string): string {
  return /\s/.test(path) ? `"${path}"` : path;
}

function unique(commands: readonly OwnCommand[]): readonly OwnCommand[] {
  return [...new Map(commands.map((command) => [command.line, command])).values()];
}
