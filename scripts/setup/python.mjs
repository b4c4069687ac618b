import { SetupError, run } from './command.mjs';
import { canInstallDebianPackages, installDebianPackages } from './debianPackages.mjs';

const needed = 'Python 3.9 or later';

/** Gives the command line of a Python 3.9 or later that can make virtual environments, as an argv prefix. */
export async function ensurePython() {
  let probe = await findPython();
  if (!probe && canInstallDebianPackages) {
    await installDebianPackages(['python3', 'python3-venv'], needed);
    probe = await findPython();
  }
  if (!probe)
    throw new SetupError(
      `${needed} is needed and none is on the PATH; install it from https://www.python.org and run this again.`,
    );
  if (!probe.hasVenv) await installDebianPackages(['python3-venv'], "Python's venv module");
  return probe.command;
}

async function findPython() {
  const commands = [['python3'], ['python'], ...(process.platform === 'win32' ? [['py', '-3']] : [])];
  for (const command of commands) {
    const probe = await probePython(command);
    if (probe) return probe;
  }
  return undefined;
}

async function probePython(command) {
  const code =
    'import sys, importlib.util as u; print(sys.version_info >= (3, 9), bool(u.find_spec("venv") and u.find_spec("ensurepip")))';
  try {
    const [isRecent, hasVenv] = (await run(command[0], [...command.slice(1), '-c', code])).trim().split(' ');
    return isRecent === 'True' ? { command, hasVenv: hasVenv === 'True' } : undefined;
  } catch {
    return undefined;
  }
}
