import type { DetailedFinding } from '../findings/detailedFinding';
import { viewRevision } from '../history/revisionView';
import { historyOrder } from '../history/historyOrder';
import { unreleasedRevisions } from '../newness/unreleasedRevisions';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { GitFacts } from '../rules/engine/gitFacts';
import { releasedRevisions } from '../rules/engine/releasedRevisions';
import { conflictsOfFork, ConflictMemory, forkOf } from '../schema/forks';
import type { Dialect } from '../schema/dialect';
import { schemaAt } from '../schema/schemaAt';
import type { SchemaDifference } from '../schema/schemaDiff';
import { schemaDiff } from '../schema/schemaDiff';
import { finish } from '../text/finish';
import type { ConflictAnswer } from './conflictsAnswer';
import { conflictAnswers } from './conflictsAnswer';
import type { HeadsAnswer } from './headsAnswer';
import { headsAnswer } from './headsAnswer';
import type { RevisionAnswer } from './revisionAnswer';
import { revisionAnswer } from './revisionAnswer';
import type { UnknownPlaceAnswer } from './schemaAnswer';
import { unknownPlaces } from './schemaAnswer';

/** What a branch brings, as JSON. */
export interface ReviewAnswer extends HeadsAnswer {
  /** What it is compared with; null where that is nothing, and the heads count as new. */
  readonly base: string | null;
  /** Those that are new, newest first. */
  readonly revisions: readonly RevisionAnswer[];
  readonly schemaDiff: readonly SchemaDifference[];
  /** Places that could not be read, so that the schema may be another. */
  readonly unknownPlaces: readonly UnknownPlaceAnswer[];
  readonly findings: readonly DetailedFinding[];
  readonly conflicts: readonly ConflictAnswer[];
}

/** Of more heads than this only the first ones are compared. */
const mostHeads = 5;

/** `findings` are those of the environment; `shown` gives a path as it is shown. */
export function reviewAnswer(
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  { findings, dialect }: { readonly findings: readonly DetailedFinding[]; readonly dialect: Dialect },
  shown: (path: string) => string,
): ReviewAnswer {
  const { map, environment } = snapshot;
  const since = environment.workbench?.config.since ?? [];
  const added = unreleasedRevisions(snapshot, releasedRevisions(git), since);
  const after = finish(schemaAt(snapshot, map.realHeads, dialect));
  const before = finish(schemaAt(snapshot, tipsWithout(snapshot, added), dialect));
  return {
    base: git?.mainBranch ?? null,
    ...headsAnswer(snapshot),
    revisions: historyOrder(map)
      .filter((id) => added.has(id))
      .flatMap((id) => viewRevision(snapshot, id) ?? [])
      .map((view) => revisionAnswer(view, shown(view.path))),
    schemaDiff: schemaDiff(before, after),
    unknownPlaces: unknownPlaces(snapshot, after, shown).filter(({ revision }) => added.has(revision)),
    findings,
    conflicts: conflictsOfHeads(snapshot, shown),
  };
}

/** The revisions that nothing old is built on, if those that are new were not there. */
function tipsWithout({ map }: EnvironmentSnapshot, added: ReadonlySet<string>): readonly string[] {
  const old = [...map.revisions.keys()].filter((id) => !added.has(id));
  const below = new Set<string>();
  for (const id of old) {
    const revision = map.revisions.get(id);
    for (const parent of [...(revision?.downRevisions ?? []), ...(revision?.resolvedDependencies ?? [])])
      below.add(parent);
  }
  return old.filter((id) => !below.has(id));
}

function conflictsOfHeads(
  snapshot: EnvironmentSnapshot,
  shown: (path: string) => string,
): readonly ConflictAnswer[] {
  const heads = snapshot.map.realHeads.slice(0, mostHeads);
  const memory = new ConflictMemory();
  const sourceOf = (file: string) => snapshot.filesByPath.get(file);
  const conflicts = heads.flatMap((left, at) =>
    heads.slice(at + 1).flatMap((right) => {
      const fork = forkOf(snapshot.map.graph, left, right);
      return fork ? finish(conflictsOfFork(snapshot, fork, sourceOf, memory)) : [];
    }),
  );
  return conflictAnswers(snapshot, conflicts, shown);
}
