const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does something to its end: an interruption that comes meanwhile waits, and then ends the process as it would have. `tell` is told the result before.
 */
export async function deferSignals<Result>(
  work: () => Result,
  tell: (result: Result) => void,
): Promise<Result> {
  let interruption: NodeJS.Signals | undefined;
  const remember = (signal: NodeJS.Signals): void => {
    interruption ??= signal;
  };
  for (const signal of interruptions) process.on(signal, remember);
  try {
    const result = work();
    // Signals are delivered by the event loop, which stood still meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
    if (interruption) tell(result);
    return result;
  } finally {
    for (const signal of interruptions) process.off(signal, remember);
    if (interruption) process.kill(process.pid, interruption);
  }
}
