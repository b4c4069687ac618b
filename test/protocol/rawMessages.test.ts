import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { MessageFrames } from '../../server/lsp/session/messageFrames';
import { projectRoot } from '../fixtures/projectRoot';

const script = join(projectRoot, 'server', 'dist', 'server.js');

function frame(message: unknown): string {
  const body = JSON.stringify({ jsonrpc: '2.0', ...(message as object) });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const initialize = frame({
  id: 1,
  method: 'initialize',
  params: { processId: null, rootUri: null, capabilities: {} },
});

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}

/** The messages in what a server wrote. */
function messagesIn(text: string): readonly Answer[] {
  return text
    .split(/Content-Length: \d+\r\n\r\n/)
    .filter((body) => body !== '')
    .map((body) => JSON.parse(body) as Answer);
}

/** Sends bytes to the real server and gives what it wrote until it ended. */
async function send(
  text: string,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const server = spawn(process.execPath, [script, '--stdio']);
  server.stdin.on('error', () => undefined);
  server.stdin.write(text);
  return await endOf(server);
}

async function endOf(server: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  server.stdout?.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  server.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const [code] = (await once(server, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const broken: readonly (readonly [header: string, reason: RegExp])[] = [
  ['Content-Length: abc\r\n\r\n{}', /no number/],
  ['Content-Length: -5\r\n\r\n{}', /no number/],
  ['Content-Length: 12abc\r\n\r\n{}', /no number/],
  ['Content-Length: 1e3\r\n\r\n{}', /no number/],
  ['Content-Length:\r\n\r\n{}', /no number/],
  ['Content-Length: 999999999999\r\n\r\n{}', /more than/],
  ['Content-Type: text\r\n\r\n{}', /not one Content-Length/],
  ['Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}', /not one Content-Length/],
  ['\r\n\r\n{}', /no field|not one Content-Length/],
  ['Content-Length: 2\n\n{}', /CR LF/],
  ['{"jsonrpc":"2.0"}\r\n\r\n', /no field/],
  [`X: ${'a'.repeat(10_000)}`, /more than 8192 bytes/],
];

suite('messages as bytes', () => {
  for (const [header, reason] of broken) {
    test(`${JSON.stringify(header.slice(0, 60))} ends the server with a sentence`, async () => {
      const { code, stderr } = await send(initialize + header + initialize);
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^alembic-ls server: a message of the client's can't be read, because .*start it again\.$/m,
      );
      assert.match(stderr, reason);
    });
  }

  test('what is well formed is let through in pieces of any size', () => {
    const bytes = Buffer.from(
      [
        initialize,
        'content-length:  2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}',
        initialize,
      ].join(''),
    );
    for (let size = 1; size < 200; size += 7) {
      const frames = new MessageFrames((reason) => assert.fail(reason));
      for (let at = 0; at < bytes.length; at += size) frames.take(bytes.subarray(at, at + size));
    }
  });

  test('before initialize, requests are refused with the code of the protocol and notifications dropped', async () => {
    const { stdout, code } = await send(
      [
        frame({ id: 'early', method: 'alembicWorkbench/environments', params: null }),
        frame({ id: 'unknown', method: 'no/such', params: null }),
        frame({ id: 'hover', method: 'textDocument/hover', params: {} }),
        frame({ method: 'textDocument/didOpen', params: {} }),
        initialize,
        frame({ id: 2, method: 'shutdown' }),
        frame({ method: 'exit' }),
      ].join(''),
    );
    const answers = new Map(messagesIn(stdout).map((answer) => [String(answer.id), answer]));
    for (const id of ['early', 'unknown', 'hover']) assert.equal(answers.get(id)?.error?.code, -32002, id);
    assert.ok(answers.get('1')?.result);
    assert.equal(code, 0);
  });

  test('exit before initialize ends the server', async () => {
    const { code } = await send(frame({ method: 'exit' }));
    assert.equal(code, 1);
  });

  test('over a socket too', async () => {
    const listening = createServer().listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const server = spawn(process.execPath, [script, `--socket=${port}`]);
    const ended = endOf(server);
    const [client] = (await once(listening, 'connection')) as [Socket];
    client.on('error', () => undefined).resume();
    client.write(initialize);
    client.write('Content-Length: abc\r\n\r\n');
    const { code, stderr } = await ended;
    listening.close();
    assert.equal(code, 1);
    assert.match(stderr, /no number/);
  });
});
