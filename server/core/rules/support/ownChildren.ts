import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import type { RevisionScript } from '../../revision/graph/revisionScript';
import { ancestorsOf } from '../../revision/graph/relatives';
import type { GitFacts } from '../engine/gitFacts';

/** The files that follow `file` where its id is that of several; undefined where it is that of one. */
export function childrenOfSharedId(
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  file: RevisionFile,
): readonly string[] | undefined {
  const id = file.script?.id;
  const { scripts } = snapshot.map;
  const others = scripts
    .filter((script) => script.id === id && script.file !== file.path)
    .flatMap((script) => snapshot.filesByPath.get(script.file) ?? []);
  if (id === undefined || others.length === 0) return undefined;
  const namers = scripts.filter(
    (script) => script.downRevisions.includes(id) || script.dependsOn.includes(id),
  );
  return ownChildren(snapshot, git, id, file, others, namers);
}

/**
 * The files that must follow when `file`, one of several with its id, gets another one: those that Git knows
 * to be built on it; else those that came with it, if Git tells it from the others; else those that name the
 * id and lie below one of the others, so that they can't be built on them.
 */
export function ownChildren(
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  id: string,
  file: RevisionFile,
  others: readonly RevisionFile[],
  namers: readonly RevisionScript[],
): readonly string[] {
  if (namers.length === 0) return [];
  const belowOthers = new Set(others.flatMap((other) => [...below(snapshot, id, other)]));
  const own = below(snapshot, id, file);
  const isMerged = (path: string): boolean => git?.mergeBase.files.has(path) === true;
  const tells = others.every((other) => isMerged(other.path) !== isMerged(file.path));
  const follows = (script: RevisionScript): boolean => {
    const builtOn = git?.builtOn?.get(script.file);
    if (builtOn !== undefined) return builtOn === file.path;
    return tells ? isMerged(script.file) === isMerged(file.path) : belowOthers.has(script.id);
  };
  return namers
    .filter(
      (script) =>
        script.id !== id && follows(script) && (git?.builtOn?.has(script.file) || !own.has(script.id)),
    )
    .map((script) => script.file);
}

/** What one of the files with an id is built on, not looking past the id itself. */
function below(snapshot: EnvironmentSnapshot, id: string, file: RevisionFile): ReadonlySet<string> {
  const { map } = snapshot;
  const starts = [...(file.script?.downRevisions ?? []), ...(file.script?.dependsOn ?? [])].map(
    (name) => map.labels.get(name) ?? name,
  );
  return ancestorsOf(map, starts, 'parents-and-dependencies', id);
}
