// Runs parts of `npm test` side by side, each in a process of its own.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { freshCountsFile, oneFailure } from './counts.mjs';
import { root } from './paths.mjs';

/** Parts that run at a time: a window and its server keep one processor busy, a layer in Node another. */
export const laneCount = Math.min(2, availableParallelism());

/**
 * Runs every part, as many at a time as there are lanes, the earlier ones first. Of parts that name the same
 * thing as `alone`, one runs at a time, until nothing else is left for a free lane. Each result is handed to
 * `report` as it comes; the results keep the order of the parts.
 */
export async function runInLanes(parts, lanes, runPart, report) {
  const waiting = [...parts];
  const taken = new Set();
  const results = new Map();
  const take = () => {
    const at = waiting.findIndex(({ alone }) => alone === undefined || !taken.has(alone));
    return waiting.splice(Math.max(at, 0), 1)[0];
  };
  const work = async () => {
    while (waiting.length > 0) {
      const part = take();
      if (part.alone !== undefined) taken.add(part.alone);
      const result = await runPart(part);
      results.set(part, result);
      taken.delete(part.alone);
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
