import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { readRevisionFile } from '../../python/readRevisionFile';
import { buildRevisionMap } from '../../revision/graph/buildRevisionMap';
import type { RevisionScript } from '../../revision/graph/revisionScript';
import type { ChangeOutcome } from '../change';
import type { EditContext } from '../editContext';
import type { FixSpecification } from '../../findings/fixSpecification';
import { withoutGit } from '../../findings/gitFiles';
import { importRevisions } from './importRevisions';
import { rebaseRevisions } from './rebaseRevisions';
import { headerValues } from '../header/rewriteFiles';

type ImportAndRebase = Extract<FixSpecification, { kind: 'import-and-rebase' }>;

/**
 * Writes the revisions that another commit has grown, byte for byte, and moves those of this branch on top of
 * them: one change. Refused where a file would be overwritten, or the result would not be one line.
 */
export function importAndRebase(
  snapshot: EnvironmentSnapshot,
  fix: ImportAndRebase,
  title: string,
  context: EditContext,
): ChangeOutcome {
  const { gitFiles = withoutGit } = context;
  if (!gitFiles.ok) return gitFiles;
  const imported = importRevisions(snapshot, fix.onto, title, context);
  if (!imported.ok) return imported;
  const scripts = imported.change.creates.flatMap(({ file: path, text }) => scriptOf(path, text) ?? []);
  if (scripts.length < imported.change.creates.length) {
    return {
      ok: false,
      reason: `The header of a revision on ${fix.ref} can't be read without running it; merge the branch here instead.`,
    };
  }
  const map = buildRevisionMap([...snapshot.map.scripts, ...scripts]);
  const missing = scripts.flatMap(({ downRevisions }) => downRevisions).find((id) => !map.revisions.has(id));
  if (missing !== undefined) {
    return { ok: false, reason: `${fix.ref} has no '${missing}' itself; merge the branch here instead.` };
  }
  const { environment, generation, files, filesByPath, warnings } = snapshot;
  const placeOf = (path: string): number | undefined => snapshot.placeOf(path);
  const complete = { environment, generation, files, filesByPath, placeOf, map, warnings };
  const rebased = rebaseRevisions(complete, fix.revisions, fix.onto, {}, context);
  if (!rebased.ok) return rebased;
  return {
    ok: true,
    title,
    change: { ...rebased.change, creates: imported.change.creates },
  };
}

function scriptOf(file: string, text: string): RevisionScript | undefined {
  const reading = readRevisionFile(text);
  const { id, parents, dependencies = [], labels = [] } = headerValues(reading);
  if (id === undefined || parents === undefined || reading.problems.length > 0) return undefined;
  return {
    id,
    downRevisions: parents,
    dependsOn: dependencies,
    branchLabels: labels,
    message: reading.message,
    hasUpgrade: reading.upgrade !== undefined,
    hasDowngrade: reading.downgrade !== undefined,
    file,
  };
}
