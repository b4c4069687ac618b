import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadData, ThreadMessage } from './parsingThread';
import { loadPythonParser } from './pythonParser';
import type { PythonParser } from './pythonParser';
import { readSource } from './readSource';

/** Parses the files that the thread's owner asks for, and reports the invalid ones. */
export async function parseInThread(): Promise<void> {
  try {
    const parser = await loadPythonParser();
    parentPort?.on('message', (paths: readonly string[]) => {
      tell(check(parser, paths, workerData as ThreadData));
    });
    tell({ kind: 'ready' });
  } catch (error) {
    tell({ kind: 'unable', reason: error instanceof Error ? error.message : String(error) });
  }
}

function check(parser: PythonParser, paths: readonly string[], { currentIndex }: ThreadData): ThreadMessage {
  for (const [index, path] of paths.entries()) {
    Atomics.store(currentIndex, 0, index);
    const source = readSource(path);
    if (!source) continue;
    try {
      const problem = 'problem' in source ? source.problem : parser(source.text);
      if (problem) tell({ kind: 'invalid', path, problem });
    } catch {
      // A parser that has failed is not to be trusted with more files.
      return { kind: 'failed' };
    }
  }
  return { kind: 'through' };
}

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}
