import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type * as vscode from 'vscode';

/** How the server for agents is started. */
export interface AgentServer {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The parts of an answer that are text. */
interface ToolAnswer {
  readonly content: readonly { readonly text?: string }[];
}

const protocolVersion = '2025-06-18';

/** Asks one tool of a server that lives as long as the question. Rejects with one sentence if that fails. */
export function askTool(
  { program, args, env }: AgentServer,
  name: string,
  input: object,
  token: vscode.CancellationToken,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const cancelling = token.onCancellationRequested(() => child.kill());
    const send = (message: object): void => {
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    };
    child.stdin.on('error', () => undefined);
    child.on('error', (error) =>
      reject(new Error(`The server for agents can't be started: ${error.message}`)),
    );
    child.on('close', () => {
      cancelling.dispose();
      reject(new Error('The server for agents ended without an answer; try again.'));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, result, error } = JSON.parse(line) as {
        readonly id?: number;
        readonly result?: ToolAnswer;
        readonly error?: { readonly message: string };
      };
      if (error) reject(new Error(error.message));
      if (id === 1 && result) {
        send({ method: 'notifications/initialized' });
        send({ id: 2, method: 'tools/call', params: { name, arguments: input } });
      }
      if (id === 2 && result) resolve(result.content.map(({ text = '' }) => text).join('\n'));
      if (id === 2 || error) child.stdin.end();
    });
    const clientInfo = { name: 'alembic-workbench', version: '1' };
    send({ id: 1, method: 'initialize', params: { protocolVersion, capabilities: {}, clientInfo } });
  });
}
