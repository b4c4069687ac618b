import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';

// A process in a terminal, where a person can answer: it runs a program with its words as they are, without a
// shell, notes in a file how that ended, and leaves what was written on the screen until Enter is pressed.
const [endFile = '', program = '', ...words] = process.argv.slice(2);
const environment = { ...process.env };
delete environment['ELECTRON_RUN_AS_NODE'];

// Ctrl+C reaches the program too, and ends that one alone.
process.on('SIGINT', () => undefined);

spawn(program, words, { stdio: 'inherit', env: environment, shell: false })
  .on('error', (error) => finish({ exitCode: null, message: error.message }))
  .on('exit', (exitCode) => finish({ exitCode }));

/** Notes the end once and whole, because the file is read as soon as it is there. */
function finish(end: { readonly exitCode: number | null; readonly message?: string }): void {
  try {
    writeFileSync(`${endFile}.new`, JSON.stringify(end));
    renameSync(`${endFile}.new`, endFile);
  } catch {
    // The window is gone, and with it who asked.
  }
  process.stdout.write(`\n${end.message ?? 'Ended'}. Press Enter to close this terminal.`);
  process.stdin.once('data', () => process.exit(0));
}
