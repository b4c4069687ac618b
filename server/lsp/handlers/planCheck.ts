import { flawOfPlan } from '../../core/edits/gateChange';
import { textHash } from '../../disk/textHash';
import { checkPlan } from '../../protocol/changes';
import type { PlannedEditDto } from '../../protocol/changes';
import { pathFromUri } from '../convert/paths';
import type { Session } from '../session/session';
import type { Capabilities } from '../session/describeServer';
import { answer } from '../session/session';

/** Answers whether an edit that was planned earlier may still be applied. */
export function registerPlanCheck(session: Session): Capabilities {
  answer(session, checkPlan, (planned) => ({ reason: reasonAgainst(session, planned) ?? null }));
  return {};
}

function reasonAgainst(
  { files, client }: Session,
  { bounds, files: planned, newFiles }: PlannedEditDto,
): string | undefined {
  const [folders, realFolders, within, created] = [
    bounds.folders,
    bounds.realFolders,
    bounds.onlyWithin === null ? [] : [bounds.onlyWithin],
    newFiles,
  ].map((uris) => uris.flatMap((uri) => pathFromUri(uri) ?? []));
  const edited = planned.flatMap(({ uri, hash }) => {
    const path = pathFromUri(uri);
    return path === undefined ? [] : [{ path, hash }];
  });
  const isWhole =
    folders?.length === bounds.folders.length &&
    created?.length === newFiles.length &&
    edited.length === planned.length;
  if (!isWhole || !realFolders) return 'Only files on disk can be changed, so nothing was written.';
  const [onlyWithin] = within ?? [];
  if (!client.isWorkspaceTrusted && onlyWithin === undefined)
    return 'Nothing is written here in Restricted Mode; trust this workspace to go on.';
  return flawOfPlan(
    { edited, created, bounds: { folders, realFolders, onlyWithin } },
    (path) => files.writePlace(path),
    ({ path, hash }) => {
      const text = files.readText(path);
      return text !== undefined && textHash(text) === hash;
    },
  );
}
