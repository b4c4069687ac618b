import type { ChangeBounds } from '../../core/edits/gateChange';
import { flawOfPaths } from '../../core/edits/gateChange';
import { writePlace } from '../writePlace';
import type { JournalStep } from './journalRecord';
import { temporariesOf } from './applyStep';
import { isNameBeside } from './temporaryFile';

/**
 * The message about the first step outside of the bounds or with foreign temporary files; undefined if there
 * is none.
 */
export function flawOfSteps(steps: readonly JournalStep[], bounds: ChangeBounds): string | undefined {
  const edits = steps.flatMap((step) =>
    step.kind === 'edit' ? [{ file: step.file, edits: [], before: '' }] : [],
  );
  const creates = steps.flatMap((step) => {
    if (step.kind === 'create') return [{ file: step.file, text: '' }];
    return step.kind === 'folder' ? [{ file: `${step.folder}/x`, text: '' }] : [];
  });
  const renames = steps.flatMap((step) =>
    step.kind === 'rename' ? [{ from: step.from, to: step.to, before: '' }] : [],
  );
  const strange = steps.find(
    (step) =>
      (step.kind === 'edit' || step.kind === 'create') &&
      temporariesOf(step).some((path) => !isNameBeside(path, step.file)),
  );
  if (strange)
    return `The temporary files of a change lie elsewhere than beside its files, so nothing was written.`;
  // Steps name real paths.
  const folders = [...bounds.folders, ...bounds.folders.flatMap((folder) => writePlace(folder) ?? [])];
  return flawOfPaths({ edits, creates, renames }, { ...bounds, folders }, writePlace);
}
