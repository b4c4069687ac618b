import { flawOfName } from '../../core/files/containment';
import { largestText } from '../../core/files/fileSystem';
import { runGit } from './runGit';
import type { GitRun, GitRunOptions } from './runGit';

/** One object as `git cat-file --batch` gives it. */
export interface GitObject {
  readonly id: string;
  readonly type: string;
  readonly content: Buffer;
}

/** One entry of a tree object. */
export interface TreeEntry {
  readonly kind: 'file' | 'directory' | 'other';
  readonly name: string;
  readonly id: string;
}

/**
 * Reads objects in one process, in the order of their names; undefined for missing ones. A name is an id or
 * `commit:path`.
 */
export async function readObjects(
  directory: string,
  names: readonly string[],
  options: Omit<GitRunOptions, 'input'> = {},
): Promise<readonly (GitObject | undefined)[] | Exclude<GitRun, { kind: 'done' }>> {
  if (names.length === 0) return [];
  const run = await runGit(directory, ['cat-file', '--batch', '--buffer'], {
    ...options,
    input: linesOf(names),
  });
  if (run.kind === 'done') return parseBatch(run.output, names.length);
  return run.kind === 'tooLarge' ? await readSmallObjects(directory, names, options) : run;
}

/** The ids of objects in one process, in the order of their names; undefined for those that are not there. */
export async function readObjectIds(
  directory: string,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly (string | undefined)[] | Exclude<GitRun, { kind: 'done' }>> {
  const words = ['cat-file', '--batch-check=%(objectname) %(objecttype)', '--buffer'];
  const run = await runGit(directory, words, { input: linesOf(names), signal });
  if (run.kind !== 'done') return run;
  const lines = run.output.toString('latin1').split('\n');
  return names.map((_, index) => /^([0-9a-f]{40,64}) \w+$/.exec(lines[index] ?? '')?.[1]);
}

// A name with a line break can't be asked for; nothing is called so.
function linesOf(names: readonly string[]): string {
  return names.map((name) => `${name.includes('\n') ? 'missing' : name}\n`).join('');
}

/** How much is read at once. Bytes. */
const largestBatch = 3 * largestText;

/** How much is kept all together; what comes behind that counts as not there. Bytes. */
const largestSum = 16 * largestText;

/**
 * Reads objects one by one if they are too large together. One above the size limit of files counts as
 * missing.
 */
async function readSmallObjects(
  directory: string,
  names: readonly string[],
  options: Omit<GitRunOptions, 'input'>,
): Promise<readonly (GitObject | undefined)[] | Exclude<GitRun, { kind: 'done' }>> {
  const sizes = await runGit(directory, ['cat-file', '--batch-check=%(objectsize)', '--buffer'], {
    ...options,
    input: linesOf(names),
  });
  if (sizes.kind !== 'done') return sizes;
  const batches: number[][] = [];
  let left = 0;
  let total = 0;
  for (const [place, line] of sizes.output.toString('latin1').split('\n').entries()) {
    const size = /^\d+$/.test(line) ? Number(line) : Infinity;
    if (size > largestText || (total += size) > largestSum) continue;
    if (size > left) {
      batches.push([]);
      left = largestBatch;
    }
    left -= size;
    batches.at(-1)?.push(place);
  }
  const objects = names.map((): GitObject | undefined => undefined);
  for (const places of batches) {
    const input = linesOf(places.map((place) => names[place] ?? ''));
    const run = await runGit(directory, ['cat-file', '--batch', '--buffer'], { ...options, input });
    if (run.kind !== 'done') return run;
    for (const [index, object] of parseBatch(run.output, places.length).entries())
      objects[places[index] ?? -1] = object;
  }
  return objects;
}

function parseBatch(output: Buffer, count: number): readonly (GitObject | undefined)[] {
  const objects: (GitObject | undefined)[] = [];
  let at = 0;
  while (objects.length < count && at < output.length) {
    const lineEnd = output.indexOf(10, at);
    if (lineEnd < 0) break;
    const header = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(output.toString('utf8', at, lineEnd));
    at = lineEnd + 1;
    if (!header) {
      objects.push(undefined);
      continue;
    }
    const [, id = '', type = '', size = '0'] = header;
    const end = at + Number(size);
    objects.push({ id, type, content: output.subarray(at, end) });
    at = end + 1;
  }
  while (objects.length < count) objects.push(undefined);
  return objects;
}

/**
 * Entries of a tree object; names that are no single path segment are left out, since no checkout has them.
 * Ids are as long as the tree's own.
 */
export function parseTree({ content, id }: GitObject): readonly TreeEntry[] {
  const idLength = id.length / 2;
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < content.length) {
    const space = content.indexOf(32, at);
    const nameEnd = content.indexOf(0, space);
    if (space < 0 || nameEnd < 0) break;
    const mode = content.toString('latin1', at, space);
    const idEnd = nameEnd + 1 + idLength;
    const name = content.toString('utf8', space + 1, nameEnd);
    if (flawOfName(name) === undefined)
      entries.push({
        kind: mode.startsWith('100') ? 'file' : mode === '40000' ? 'directory' : 'other',
        name,
        id: content.toString('hex', nameEnd + 1, idEnd),
      });
    at = idEnd;
  }
  return entries;
}
