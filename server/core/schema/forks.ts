import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { RevisionGraph } from '../revision/graph/revisionGraph';
import type { RevisionScript } from '../revision/graph/revisionScript';
import { branchConflicts, mayConflict } from './branchConflicts';
import type { BranchConflict } from './branchConflicts';
import { agreeingDialects } from './agreeingDialects';
import type { ReplayedRevision } from './replay';
import { replay } from './replay';
import { emptySchema } from './schema';
import { ancestorScripts } from './schemaAt';
import { inSlices } from '../text/inSlices';

/** Two heads, what leads to both, and what leads to one of them only; ancestors first. */
export interface Fork {
  readonly common: readonly RevisionScript[];
  readonly left: readonly RevisionScript[];
  readonly right: readonly RevisionScript[];
}

/**
 * A revision file by its path: the same object for as long as its text is the same. None, or no text, where
 * it is gone.
 */
export type SourceOf = (file: string) => { readText(): string | undefined } | undefined;

/** The fork of two heads; undefined where a parent is not known, so that more may be common. */
export function forkOf(graph: RevisionGraph, left: string, right: string): Fork | undefined {
  const ofLeft = ancestorScripts(graph, [left]);
  const ofRight = ancestorScripts(graph, [right]);
  const [inLeft, inRight] = [new Set(ofLeft), new Set(ofRight)];
  const incomplete = new Set(graph.missing.map(({ node }) => graph.script(node)));
  const isKnown = (script: RevisionScript): boolean =>
    script.hasUnknownDownRevision !== true && !incomplete.has(script);
  const fork = {
    common: ofLeft.filter((script) => inRight.has(script)),
    left: ofLeft.filter((script) => !inRight.has(script)),
    right: ofRight.filter((script) => !inLeft.has(script)),
  };
  return [...ofLeft, ...ofRight].every(isKnown) ? fork : undefined;
}

/** The conflicts that were worked out before, for as long as the files that they come from are the same. */
export class ConflictMemory {
  readonly #known: { readonly sources: readonly unknown[]; readonly found: readonly BranchConflict[] }[] = [];

  find(sources: readonly unknown[]): readonly BranchConflict[] | undefined {
    return this.#known.find(
      (known) =>
        known.sources.length === sources.length && known.sources.every((each, at) => each === sources[at]),
    )?.found;
  }

  keep(sources: readonly unknown[], found: readonly BranchConflict[]): void {
    this.#known.unshift({ sources, found });
    this.#known.splice(mostKnown);
  }
}

/** More than the pairs of heads that are compared. */
const mostKnown = 40;

/** The conflicts of a fork by the rules of the project's database. Yields while it works. */
export function* conflictsOfFork(
  snapshot: EnvironmentSnapshot,
  fork: Fork,
  sourceOf: SourceOf,
  memory: ConflictMemory,
): Generator<undefined, readonly BranchConflict[]> {
  const sources = [fork.common, fork.left, fork.right].flatMap((scripts) => [
    ...scripts.map(({ file }) => sourceOf(file)),
    'next',
  ]);
  const known = memory.find(sources);
  if (known) return known;
  const found = sources.includes(undefined) ? [] : yield* compareFork(snapshot, fork, sourceOf);
  if (!found) return [];
  memory.keep(sources, found);
  return found;
}

/** Undefined where a file went away meanwhile. */
function* compareFork(
  snapshot: EnvironmentSnapshot,
  fork: Fork,
  sourceOf: SourceOf,
): Generator<undefined, readonly BranchConflict[] | undefined> {
  const [left, right] = [revisionsOf(fork.left, sourceOf), revisionsOf(fork.right, sourceOf)];
  if (!left || !right) return undefined;
  let agreed: readonly BranchConflict[] | undefined;
  for (const dialect of agreeingDialects(snapshot)) {
    // Most branches have no table in common, and pay for nothing else.
    if (!mayConflict(left, right, dialect)) return [];
    const common = revisionsOf(fork.common, sourceOf);
    if (!common) return undefined;
    const base = yield* inSlices(replay(emptySchema, common, dialect));
    const found = yield* inSlices(branchConflicts(base, left, right, dialect));
    agreed = agreed?.filter((each) => found.some((other) => isSamePlace(each, other))) ?? found;
    if (agreed.length === 0) return [];
  }
  return agreed ?? [];
}

/** The revisions with their texts; undefined where one is gone. */
function revisionsOf(
  scripts: readonly RevisionScript[],
  sourceOf: SourceOf,
): readonly ReplayedRevision[] | undefined {
  const revisions: ReplayedRevision[] = [];
  for (const { id, file } of scripts) {
    const text = sourceOf(file)?.readText();
    if (text === undefined) return undefined;
    revisions.push({ id, file, text });
  }
  return revisions;
}

function isSamePlace(a: BranchConflict, b: BranchConflict): boolean {
  return (
    a.kind === b.kind &&
    a.left.file === b.left.file &&
    a.left.range.start === b.left.range.start &&
    a.right.file === b.right.file &&
    a.right.range.start === b.right.range.start
  );
}
