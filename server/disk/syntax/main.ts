import { constants, setPriority } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import type { SyntaxRefusal } from '../../core/rules/syntaxFacts';
import { inBackground } from './checkMessages';
import type { CheckReply, CheckRequest } from './checkMessages';
import { loadPythonParser } from './pythonParser';
import type { PythonParser } from './pythonParser';
import { readSource } from './readSource';

// The program of the process that parses whole files, since the parser takes time and memory that neither server nor command line are to give. It ends when
// whoever started it closes the channel or is gone.

void main();

async function main(): Promise<void> {
  if (process.argv.includes(inBackground)) giveWay();
  // Compiling the parser's code a second time, for speed, takes more time than it saves, and four times the memory.
  setFlagsFromString('--liftoff-only');
  try {
    const parser = await loadPythonParser();
    process.on('message', ({ paths }: CheckRequest) => {
      reply(check(parser, paths));
    });
    reply({ kind: 'ready' });
  } catch (error) {
    reply({ kind: 'unable', reason: error instanceof Error ? error.message : String(error) });
  }
}

function check(parser: PythonParser, paths: readonly string[]): CheckReply {
  const refused: [string, SyntaxRefusal][] = [];
  let isLast = false;
  for (const path of paths) {
    const source = readSource(path);
    if (!source) continue;
    try {
      const refusal = 'refusal' in source ? source.refusal : isLast ? undefined : parser(source.text);
      if (refusal) refused.push([path, refusal]);
    } catch {
      isLast = true;
    }
  }
  return { kind: 'checked', refused, isLast };
}

function reply(message: CheckReply): void {
  process.send?.(message);
}

function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // As important as others, then.
  }
}
