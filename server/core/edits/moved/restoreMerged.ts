import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { readRevisionFile } from '../../python/readRevisionFile';
import type { ChangeOutcome } from '../change';
import type { EditContext } from '../editContext';
import { smallestEdit } from '../../text/textEdit';
import type { FixSpecification } from '../../findings/fixSpecification';
import { withoutGit } from '../../findings/gitFiles';
import { findFile } from '../header/rewriteFiles';
import { fileNameOf } from '../../files/paths';

type RestoreMerged = Extract<FixSpecification, { kind: 'restore-merged' }>;

/** Puts the text that Git has in the place of a file's own, with the file's line endings. */
export function restoreMerged(
  snapshot: EnvironmentSnapshot,
  { file: path, path: mergedPath, ref }: Pick<RestoreMerged, 'file' | 'path' | 'ref'>,
  title: string,
  { gitFiles = withoutGit }: EditContext,
): ChangeOutcome {
  if (!gitFiles.ok) return gitFiles;
  const found = findFile(snapshot, path);
  if (!found.ok) return found;
  const [merged] = gitFiles.files;
  if (!merged) return { ok: false, reason: `Git has no ${fileNameOf(mergedPath)}; restore it by hand.` };
  if (ref === 'HEAD' && readRevisionFile(merged.text).problems.length > 0)
    return {
      ok: false,
      reason: `${fileNameOf(mergedPath)} was not valid Python in the last commit either; correct it by hand.`,
    };
  const { text } = found.file;
  const lines = merged.text.replace(/\r\n/g, '\n');
  const restored = text.includes('\r\n') ? lines.replace(/\n/g, '\r\n') : merged.text;
  const edits = smallestEdit(0, text, restored);
  if (edits.length === 0)
    return { ok: false, reason: 'The file has that text already; nothing was changed.' };
  return {
    ok: true,
    title,
    change: { edits: [{ file: path, edits, before: text }], creates: [], renames: [] },
  };
}
