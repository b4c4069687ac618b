import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What Python and Alembic import from the standard library before env.py runs, as far as Python has it in
 * files of its own.
 */
const neededAtStart = (
  'abc argparse ast asyncio base64 bisect bz2 calendar codecs collections concurrent configparser contextlib contextvars copy copyreg csv dataclasses datetime ' +
  'decimal dis email enum fnmatch functools gettext hashlib heapq html importlib inspect io ipaddress json keyword linecache locale logging lzma numbers ' +
  'opcode operator os pathlib pickle platform queue random re reprlib runpy secrets select selectors shlex shutil signal site socket ssl stat string struct ' +
  'subprocess tempfile textwrap threading timeit token tokenize tomllib traceback types typing urllib uuid warnings weakref zipfile zoneinfo'
).split(' ');

/**
 * How Alembic is started with an interpreter. `-m alembic` puts the working directory before all installed
 * modules, so a config file inside of a package that has a `types.py` or an `alembic` of its own would keep
 * Alembic from starting; then the installed script is run, which does not look there.
 */
export function alembicProgram(interpreter: string, workingDirectory: string): readonly string[] {
  const script = join(dirname(interpreter), 'alembic');
  const isShadowed = ['alembic', ...neededAtStart].some((name) => hasModule(workingDirectory, name));
  return isShadowed && existsSync(script) ? [script] : ['-m', 'alembic'];
}

function hasModule(folder: string, name: string): boolean {
  return existsSync(join(folder, `${name}.py`)) || existsSync(join(folder, name, '__init__.py'));
}
