import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { readRevisionFile } from '../../python/readRevisionFile';
import type { ChangeOutcome } from '../change';
import type { EditContext } from '../editContext';
import { withoutGit } from '../../findings/gitFiles';
import { headerValues } from '../header/rewriteFiles';
import { fileNameOf } from '../../files/paths';

/**
 * Writes the files that Git gave for a missing revision. Files that are there stay as they are: then it is
 * refused.
 */
export function importRevisions(
  { filesByPath, map }: EnvironmentSnapshot,
  id: string,
  title: string,
  { gitFiles = withoutGit, fileExists }: EditContext,
): ChangeOutcome {
  if (!gitFiles.ok) return gitFiles;
  if (map.revisions.has(id)) return { ok: false, reason: `'${id}' is here already; nothing was changed.` };
  const declared = gitFiles.files.map(({ text }) => headerValues(readRevisionFile(text)).id);
  if (!declared.includes(id)) {
    return { ok: false, reason: `The file that Git has does not declare '${id}'; look for it by hand.` };
  }
  for (const { path } of gitFiles.files) {
    if (!filesByPath.has(path) && fileExists?.(path) !== true) continue;
    return { ok: false, reason: `${fileNameOf(path)} exists already with other content; rename it first.` };
  }
  const others = gitFiles.files.length - 1;
  const addition =
    others === 0 ? '' : `, with ${others === 1 ? 'one revision' : `${others} revisions`} that it builds on`;
  return {
    ok: true,
    title: title + addition,
    change: {
      edits: [],
      creates: gitFiles.files.map(({ path, text }) => ({ file: path, text })),
      renames: [],
    },
  };
}
