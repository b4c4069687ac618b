import { createRequire } from 'node:module';

const usage = 'Usage: alembic-ls server --stdio\n';

if (process.argv[2] === 'server') {
  // The server is a bundle of its own, so that every other command starts without loading it.
  createRequire(__filename)('./server.js');
} else {
  const asksForHelp = process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h');
  (asksForHelp ? process.stdout : process.stderr).write(usage);
  process.exitCode = asksForHelp ? 0 : 2;
}
