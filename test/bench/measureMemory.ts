import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { didChangeEnvironments } from '../../server/protocol/environments';
import { initializeParams } from './benchClient';

// The memory of the built server with a folder, in a process of its own as an editor starts it: at its peak
// while indexing, and after.
const [server = '', folder = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onRequest('client/registerCapability', () => null);
  const indexed = new Promise<void>((resolve) =>
    connection.onNotification(didChangeEnvironments.method, resolve),
  );
  connection.listen();
  await connection.sendRequest('initialize', initializeParams(folder));
  await connection.sendNotification('initialized', {});
  await indexed;
  const { resident, peak } = memoryOf(child.pid ?? 0);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  process.stdout.write(JSON.stringify({ resident, peak }));
}

/** In megabytes. Only Linux tells the peak; elsewhere it is what is resident now. */
function memoryOf(process: number): { readonly resident: number; readonly peak: number } {
  try {
    const status = readFileSync(`/proc/${String(process)}/status`, 'utf8');
    const read = (name: string): number =>
      Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
    return { resident: read('VmRSS'), peak: read('VmHWM') };
  } catch {
    const resident =
      Number(execFileSync('ps', ['-o', 'rss=', '-p', String(process)], { encoding: 'utf8' })) / 1024;
    return { resident, peak: resident };
  }
}

void main();
