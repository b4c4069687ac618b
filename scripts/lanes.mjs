// Runs parts of `npm test` side by side, each in a process of its own.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { freshCountsFile, oneFailure } from './counts.mjs';
import { root } from './paths.mjs';

/** How many parts may open windows at a time: one keeps more than half of a processor busy. */
export const windowCount = Math.min(2, availableParallelism());

/** How many parts run at a time: two more than that, for windows and databases let a processor wait. */
export const laneCount = windowCount + 2;

/**
 * Runs every part, as many at a time as there are lanes, the earlier ones first; of parts with a `window` as
 * many as there may be windows. Each result is handed to `report` as it comes; the results keep the order of
 * the parts.
 */
export async function runInLanes(parts, { lanes, windows }, runPart, report) {
  const waiting = [...parts];
  const running = new Set();
  const results = new Map();
  const mayStart = (part) => !part.window || [...running].filter(({ window }) => window).length < windows;
  const work = async () => {
    for (;;) {
      const part = waiting.find(mayStart);
      // The windows that are left are for the lanes that have one now.
      if (!part) return;
      waiting.splice(waiting.indexOf(part), 1);
      running.add(part);
      const result = await runPart(part);
      results.set(part, result);
      running.delete(part);
      report(result);
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return parts.map((part) => results.get(part));
}

/**
 * Runs a script that leaves its counts (see `leaveCounts`), and gives them with its seconds and what it
 * wrote. With `live` that goes to the terminal at once, and is not given. One that crashes is one failure.
 */
export async function runScript(name, script, args, { live }) {
  const start = Date.now();
  const countsFile = freshCountsFile(`part-${name.replaceAll(' ', '-')}`);
  const child = spawn(process.execPath, [join(root, 'scripts', script), ...args], {
    cwd: root,
    stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
      ALEMBIC_WORKBENCH_TEST_COUNTS: countsFile,
    },
  });
  const written = [];
  // Interrupted, or out of time: what the part has said so far tells where it was.
  const endChild = () => {
    if (!live) console.log(`\n──── ${name}, not ended ────\n${Buffer.concat(written).toString()}`);
    child.kill();
  };
  process.on('exit', endChild);
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => written.push(chunk));
  await new Promise((resolve) => {
    child.on('close', resolve);
    child.on('error', resolve);
  });
  process.off('exit', endChild);
  const counts = existsSync(countsFile)
    ? JSON.parse(readFileSync(countsFile, 'utf8'))
    : oneFailure(`${name} could not be run`);
  const seconds = Math.round((Date.now() - start) / 1000);
  return { name, counts, seconds, output: Buffer.concat(written).toString() };
}
