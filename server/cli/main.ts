import { createRequire } from 'node:module';
import { version } from '../package.json';
import { runCommandLine } from './commandLine';
import { createNodeHost } from './nodeHost';

const words = process.argv.slice(2);
const asksForHelp = words.includes('--help') || words.includes('-h');
if (words[0] === 'mcp' && !asksForHelp) {
  // A bundle of its own, as the server is.
  createRequire(__filename)('./mcp.js');
} else if (words[0] === 'server' && !asksForHelp) {
  // Editors that name no way of speaking mean standard input and output.
  if (!words.some((word) => /^--(stdio|node-ipc|socket|pipe)(=|$)/.test(word))) process.argv.push('--stdio');
  // The server is a bundle of its own, so that every other command starts without loading it.
  createRequire(__filename)('./server.js');
} else {
  const host = createNodeHost(currentDirectory(), process.env);
  // A reader that closes the pipe early (`| head`) is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE')
      host.printError(`alembic-ls: the answer can't be written: ${error.message}.\n`);
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  // There is nobody left to tell.
  process.stderr.on('error', () => undefined);
  runCommandLine(words, host, version).then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      host.printError(`alembic-ls failed: ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}

/** Ends the process where the directory that it was started in is gone. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    process.stderr.write(
      'alembic-ls: the current directory does not exist any more: change to another one.\n',
    );
    process.exit(2);
  }
}
