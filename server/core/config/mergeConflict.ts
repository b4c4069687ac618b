import { conflictSides, mergeConflictMarkers } from '../text/mergeConflicts';
import { smallestEdit } from '../text/textEdit';
import type { ConfigurationFix } from './configurationFix';
import { editingFix } from './configurationFix';
import { ConfigurationError } from './configurationError';

/** The error over a config file that conflict markers break, of Python's type and text. */
export class MergeConflictError extends ConfigurationError {}

/** The error of a file whose conflict markers are what Python fails on; its own error elsewhere. */
export function errorOfConflict(
  file: string,
  text: string,
  error: ConfigurationError | undefined,
): ConfigurationError | undefined {
  const range = error && mergeConflictMarkers(text)[0];
  return range ? new MergeConflictError(error.type, error.message, { file, range }) : error;
}

/** The two sides of a conflict, each as what is kept. */
export function configConflictFixes(text: string): readonly ConfigurationFix[] {
  const sides = conflictSides(text);
  if (!sides) return [];
  return (['ours', 'theirs'] as const).map((side) => {
    const label = sides.labels[side];
    const title = label === '' ? `Keep ${side}` : `Keep ${side} (${label})`;
    const edits = smallestEdit(0, text, sides[side]);
    return editingFix(
      text,
      title,
      edits.map(({ range, newText }) => ({ ...range, newText })),
    );
  });
}
