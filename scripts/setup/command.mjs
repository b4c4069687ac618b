import { spawn } from 'node:child_process';

/** Something that set-up can't do by itself: one sentence for a person, printed without a stack. */
export class SetupError extends Error {}

/**
 * Runs a program to its end and gives its output. Rejects with the last lines of the output where it can't be
 * started or ends with another code than 0. Arguments are never joined into a shell line.
 */
export function run(program, args, { cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    // npm is a .cmd file on Windows, which needs a shell; all arguments that go there are ours and hold no
    // spaces.
    const shell = process.platform === 'win32' && program === 'npm';
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => reject(new SetupError(`${program} can't be started: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else
        reject(
          new SetupError(
            `${program} ${args.join(' ')} ended with ${code}:\n${output.split('\n').slice(-25).join('\n')}`,
          ),
        );
    });
  });
}

/** Says what set-up is doing; it may take minutes, and silence looks like a hang. */
export function say(text) {
  console.log(`set-up: ${text}`);
}

/**
 * Runs a script's main part: a SetupError is printed as its sentence, everything else with its stack; both
 * end with code 1.
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}

/**
 * Ends the process on Ctrl+C and its kin by way of its `exit` handlers, which stop what was started and
 * remove what was left.
 */
export function exitOnInterrupt() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));
}
