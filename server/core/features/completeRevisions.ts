import { revisionTitle } from '../history/revisionTitle';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { TextRange } from '../text/textRange';
import { historyOrder } from '../history/historyOrder';
import type { RevisionName } from './revisionNameAt';
import { revisionNameAt } from './revisionNameAt';
import type { FileWithText } from '../project/fileWithText';

/** What may stand in the string under the cursor. */
export interface RevisionCompletion {
  /** The text between the quotes, which the choice replaces. */
  readonly range: TextRange;
  /** Best first: heads, then the other revisions, newest first; labels where a dependency may name one. */
  readonly choices: readonly RevisionChoice[];
}

export interface RevisionChoice {
  readonly name: string;
  readonly message: string;
  readonly kind: 'head' | 'revision' | 'label';
}

/**
 * The revisions that a file can name at an offset: inside a string of its `down_revision` or `depends_on`,
 * else undefined.
 */
export function completeRevisions(
  { map }: EnvironmentSnapshot,
  file: FileWithText,
  offset: number,
): RevisionCompletion | undefined {
  const name = revisionNameAt(file, offset);
  if (!name || name.variable === 'revision' || name.variable === 'branch_labels') return undefined;
  const range = contentOf(file, name);
  if (!range || offset < range.start || offset > range.end) return undefined;
  const revisions = historyOrder(map)
    .filter((id) => id !== file.script?.id)
    .map((id): RevisionChoice => {
      const revision = map.revisions.get(id);
      const isHead = revision?.nextRevisions.every((child) => child === file.script?.id) ?? false;
      const message = revisionTitle(revision?.script.message ?? '');
      return { name: id, message, kind: isHead ? 'head' : 'revision' };
    });
  const labels = name.variable === 'depends_on' ? [...map.labels] : [];
  return {
    range,
    choices: [
      ...revisions.filter(({ kind }) => kind === 'head'),
      ...revisions.filter(({ kind }) => kind === 'revision'),
      ...labels.map(
        ([label, id]) => ({ name: label, message: `branch label of ${id}`, kind: 'label' }) as const,
      ),
    ],
  };
}

/** Between the quotes of a single literal. */
function contentOf({ text }: FileWithText, { range }: RevisionName): TextRange | undefined {
  const match = /^[a-zA-Z]*("""|'''|"|')/.exec(text.slice(range.start, range.end));
  const quote = match?.[1];
  if (!match || quote === undefined) return undefined;
  const start = range.start + match[0].length;
  return { start, end: Math.max(start, range.end - quote.length) };
}
