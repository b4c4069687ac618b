import { createInterface } from 'node:readline';

// A process of its own beside the extension host: where that one is gone, however it ended, the runs that it
// had started are interrupted as Ctrl+C would. It reads `+ID` and `-ID` of process groups, one a line; the
// end of its input is the end of the extension host.
const groups = new Set<number>();

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const id = Number(line.slice(1));
    if (line.startsWith('+')) groups.add(id);
    else groups.delete(id);
  })
  .on('close', () => {
    for (const id of groups) {
      try {
        process.kill(-id, 'SIGINT');
      } catch {
        // It ended by itself.
      }
    }
  });
