import type { ReferenceVariable } from '../../findings/fixSpecification';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import type { FileWithText } from '../../project/fileWithText';
import { cycleThrough } from '../history/cycleThrough';
import type { ChangeOutcome } from '../change';
import type { FileEdits } from '../fileEdits';
import { removeReference } from './references';
import { findFile, headerValues, rewriteFiles } from './rewriteFiles';
import type { HeaderValues } from './rewriteFiles';

/**
 * Edits the names of one header variable; `promise` gives the names that it holds afterwards. Fails if they
 * would make a cycle or a label twice.
 */
export function editReferences(
  snapshot: EnvironmentSnapshot,
  title: string,
  { file: path, variable }: { readonly file: string; readonly variable: ReferenceVariable },
  edit: (file: FileWithText) => FileEdits,
  promise: (names: readonly string[]) => readonly string[],
): ChangeOutcome {
  const found = findFile(snapshot, path);
  if (!found.ok) return found;
  const before = headerValues(found.file.reading);
  const part = partOf[variable];
  const names = before[part] ?? [];
  const after = promise(names);
  const obstacle =
    part === 'labels'
      ? obstacleToLabels(snapshot, after, names)
      : cycleThrough(snapshot, before.id, after, names);
  if (obstacle !== undefined) return { ok: false, reason: obstacle };
  const promised: Partial<HeaderValues> = { [part]: after };
  return rewriteFiles(title, [{ file: found.file, edits: [edit(found.file)], promise: promised }]);
}

/** Takes a name out of a header variable. */
export function removeName(
  snapshot: EnvironmentSnapshot,
  title: string,
  fix: { readonly file: string; readonly variable: ReferenceVariable; readonly name: string },
): ChangeOutcome {
  return editReferences(
    snapshot,
    title,
    fix,
    (file) => removeReference(file, fix.variable, fix.name),
    (names) => names.filter((name) => name !== fix.name),
  );
}

const partOf = { down_revision: 'parents', depends_on: 'dependencies', branch_labels: 'labels' } as const;

/** Why a revision can't bear the labels that are new to it. */
function obstacleToLabels(
  { map }: EnvironmentSnapshot,
  labels: readonly string[],
  before: readonly string[],
): string | undefined {
  const taken = labels.find(
    (label) => !before.includes(label) && (map.labels.has(label) || map.revisions.has(label)),
  );
  return taken === undefined
    ? undefined
    : `${taken} is the ${map.revisions.has(taken) ? 'id' : 'branch label'} of a revision already; choose another label.`;
}
