import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { readRevisionFile } from '../python/readRevisionFile';
import type { ChangeOutcome } from './change';
import { describeFix } from './describeFix';
import type { EditContext } from './editContext';
import { smallestEdit } from './fileEdits';
import type { FixSpecification } from '../findings/fixSpecification';
import { withoutGit } from '../findings/gitFiles';
import { baseName } from './pathParts';
import { findFile } from './rewriteFiles';

/** Puts the text that Git has in the place of a file's own, with the file's line endings. */
export function restoreMerged(
  snapshot: EnvironmentSnapshot,
  fix: Extract<FixSpecification, { kind: 'restore-merged' }>,
  { gitFiles = withoutGit }: EditContext,
): ChangeOutcome {
  if (!gitFiles.ok) return gitFiles;
  const found = findFile(snapshot, fix.file);
  if (!found.ok) return found;
  const [merged] = gitFiles.files;
  if (!merged) return { ok: false, reason: `Git has no ${baseName(fix.path)}; restore it by hand.` };
  if (fix.ref === 'HEAD' && readRevisionFile(merged.text).problems.length > 0)
    return {
      ok: false,
      reason: `${baseName(fix.path)} was no Python in the last commit either; correct it by hand.`,
    };
  const { text } = found.file;
  const lines = merged.text.replace(/\r\n/g, '\n');
  const restored = text.includes('\r\n') ? lines.replace(/\n/g, '\r\n') : merged.text;
  const edits = smallestEdit(0, text, restored);
  if (edits.length === 0)
    return { ok: false, reason: 'The file has that text already; nothing was changed.' };
  return {
    ok: true,
    title: describeFix(fix),
    change: { edits: [{ file: fix.file, edits, before: text }], creates: [], renames: [] },
  };
}
