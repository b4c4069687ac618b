const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Finishes an action before an interruption takes effect: a signal waits, then ends the process as usual.
 * `tell` gets the result first.
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
