import { changeRevisionId } from '../../core/edits/history/changeRevisionId';
import { joinPath } from '../../core/files/paths';
import { editContextOf } from '../../core/features/editContextOf';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { applyChange, refuse } from '../applyChange';
import type { ChangeOptions } from '../changeReport';
import type { CommandHost } from '../host';
import { childrenOfSharedIdByGit } from '../sharedIds';
import { namedRevisions, reasonOf } from '../../core/history/namedRevisions';
import { readOneEnvironment, shownPath, workingDirectory } from '../selectEnvironments';

/**
 * `alembic-ls rename OLD [NEW]`: another id for a revision, a random one without NEW. Everything that names
 * it follows; if several files share the id, only the revisions built on this file do.
 */
export async function renameCommand(
  host: CommandHost,
  old: string,
  wanted: string | undefined,
  options: ChangeOptions,
): Promise<number> {
  const snapshot = readOneEnvironment(host, options);
  const file = fileOf(host, options, snapshot, old);
  if (!file.ok) return await refuse(host, options, snapshot, file.reason);
  const context = editContextOf(host.editing, host.fileSystem, snapshot);
  const children = await childrenOfSharedIdByGit(host, snapshot, file.path);
  const outcome = changeRevisionId(snapshot, file.path, wanted, children, context);
  return await applyChange(host, options, snapshot, outcome);
}

type FoundFile =
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string };

/** The file of a revision, or the file itself: two files may have one id. */
function fileOf(
  host: CommandHost,
  options: ChangeOptions,
  snapshot: EnvironmentSnapshot,
  old: string,
): FoundFile {
  const path = joinPath(workingDirectory(host, options), old);
  if (snapshot.filesByPath.has(path)) return { ok: true, path };
  const found = namedRevisions(snapshot, [old]);
  if (!found.ok) return { ok: false, reason: reasonOf(found.error) };
  const [id, ...others] = found.value;
  if (id === undefined || others.length > 0)
    return { ok: false, reason: `'${old}' stands for ${String(found.value.length)} revisions; name one.` };
  const files = snapshot.map.scripts.filter((script) => script.id === id).map(({ file }) => file);
  const [only, ...more] = files;
  if (only !== undefined && more.length === 0) return { ok: true, path: only };
  const shown = files.map((each) => shownPath(host, options, each)).join(', ');
  return {
    ok: false,
    reason: `${id} is the id of ${String(files.length)} files; name one of them: ${shown}.`,
  };
}
