import type { FixSpecification } from '../findings/fixSpecification';
import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { revisesIds } from './support/docstringFields';
import { fileOfRevision, fileOfScript, rangeOfRevisionId, rangeOfVariable } from './support/headerStrings';
import { ancestorsOf, descendantNodes, descendantsOf } from '../revision/graph/relatives';
import type { Rule } from './engine/rule';
import { fileNameOf, innermostFolder } from '../files/paths';

/**
 * A second root that nothing marks as meant: no branch label on its line, no dependency, no version location
 * of its own, and never merged with the first. Usually a `down_revision` that got lost.
 */
export const multipleBases: Rule = {
  id: 'multiple-bases',
  defaultSeverity: 'warning',
  summary: 'A second revision has no parent, though nothing marks it as a separate branch.',
  *check({ snapshot }) {
    const main = yield* mainBase(snapshot);
    const mainFile = main === undefined ? undefined : fileOfRevision(snapshot, main);
    if (main === undefined || !mainFile) return;
    const mainLine = descendantNodes(snapshot.map, main).marks;
    for (const base of unmarkedBases(snapshot)) {
      yield undefined;
      const file = fileOfRevision(snapshot, base);
      if (!file || base === main || isKeptApart(snapshot, base, main, mainLine)) continue;
      yield {
        message: `'${base}' has no down_revision, so it starts a second history beside '${main}': name its parent, or give it a branch label if that is meant.`,
        file: file.path,
        range: file.reading.header.down_revision?.value.range ?? rangeOfVariable(file, 'down_revision'),
        related: [
          {
            file: mainFile.path,
            range: rangeOfRevisionId(mainFile),
            message: `The history starts with '${main}' in ${fileNameOf(mainFile.path)}.`,
          },
        ],
        fixes: likelyParents(snapshot, file, base).map((parent): FixSpecification => ({
          kind: 'reparent',
          file: file.path,
          parents: [parent],
        })),
      };
    }
  },
};

/** Bases without a parent that is unknown, and whose line bears no label of its own. */
function unmarkedBases(snapshot: EnvironmentSnapshot): readonly string[] {
  const { map } = snapshot;
  return [...new Set(map.realBases)].filter((id) => {
    const file = fileOfRevision(snapshot, id);
    return file && saysNoParent(file) && !file.dynamic.includes('depends_on');
  });
}

function saysNoParent(file: RevisionFile): boolean {
  const value = file.reading.header.down_revision?.value;
  return (
    value?.kind === 'none' ||
    (value?.kind === 'sequence' && value.items.every((item) => item.kind === 'none'))
  );
}

/** The base on which most is built; of equals the one read first. */
function* mainBase(snapshot: EnvironmentSnapshot): Generator<undefined, string | undefined, void> {
  let best: { id: string; size: number } | undefined;
  const bases = new Set(snapshot.map.bases);
  if (bases.size < 2) return undefined;
  for (const id of bases) {
    const size = descendantNodes(snapshot.map, id).members.length;
    if (!best || size > best.size) best = { id, size };
    yield undefined;
  }
  return best?.id;
}

function isKeptApart(
  snapshot: EnvironmentSnapshot,
  base: string,
  main: string,
  mainLine: Uint8Array,
): boolean {
  const { map } = snapshot;
  const line = descendantNodes(map, base).members;
  if (line.some((node) => mainLine[node])) return true;
  const location = (id: string) =>
    innermostFolder(
      map.revisions.get(id)?.script.file ?? '',
      snapshot.environment.configuration.versionLocations,
    );
  if (location(base) !== location(main)) return true;
  return line.some((node) => {
    const file = fileOfScript(snapshot, map.graph.script(node));
    return (
      (file?.script?.branchLabels.length ?? 0) > 0 ||
      (file?.script?.dependsOn.some((name) => name !== '') ?? false) ||
      file?.dynamic.includes('branch_labels') === true ||
      file?.dynamic.includes('down_revision') === true
    );
  });
}

/** What the docstring still names, then the heads that do not build on this base. */
function likelyParents(snapshot: EnvironmentSnapshot, file: RevisionFile, base: string): readonly string[] {
  const own = descendantsOf(snapshot.map, base);
  const named = (revisesIds(file) ?? []).filter((id) => snapshot.map.revisions.has(id) && !own.has(id));
  const heads = snapshot.map.heads.filter((head) => !own.has(head));
  const covered = ancestorsOf(snapshot.map, named);
  return [...new Set([...named, ...heads.filter((head) => !covered.has(head))])].slice(0, 3);
}
