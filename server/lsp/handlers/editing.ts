import type { Change, ChangeOutcome } from '../../core/edits/change';
import type { ChangeBounds, GateOutcome } from '../../core/edits/gateChange';
import { boundsOf, gateChange } from '../../core/edits/gateChange';
import { applyFix, gitNeedOf } from '../../core/edits/fixes/fixes';
import type { GitNeed } from '../../core/edits/fixes/fixKind';
import type { GitFiles } from '../../core/findings/gitFiles';
import { appliedCommit } from '../../core/rules/engine/ruleFacts';
import type { FixSpecification } from '../../core/findings/fixSpecification';
import { withoutGit } from '../../core/findings/gitFiles';
import { readFilesForFix } from '../../disk/git/filesForFix';
import { parentPath, isWithin } from '../../core/files/paths';
import type { EditContext } from '../../core/edits/editContext';
import { editContextOf } from '../../core/features/editContextOf';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { ChangeTarget, PassedOutcome } from '../convert/changes';
import type { Session } from '../session/session';
import type { IndexedEnvironment } from '../workspace/indexState';

/**
 * What an edit of this environment needs besides its snapshot: the template, a new id, the time, and what is
 * on disk.
 */
export function editContextFor({ runtime, files }: Session, snapshot: EnvironmentSnapshot): EditContext {
  return editContextOf(runtime, files, snapshot);
}

/** Where the changes of an answer are applied. */
export function changeTargetFor(session: Session): ChangeTarget {
  const uris = session.uris();
  const { files } = session;
  return {
    uriOf: (path) => uris.of(path),
    versionOf: (path) => files.openText(path)?.version ?? null,
  };
}

/** Where changes of an environment may write: in Restricted Mode nowhere outside of its workspace folder. */
export function boundsFor(
  { client }: Session,
  { snapshot, folder }: Pick<IndexedEnvironment, 'snapshot' | 'folder'>,
): ChangeBounds {
  const onlyWithin = client.isWorkspaceTrusted ? undefined : folder.path;
  return boundsOf(snapshot.environment.configuration, [folder.path], onlyWithin);
}

/** Where changes of a config file may write that leads to no environment. */
export function boundsForConfig({ client, index }: Session, configFile: string): ChangeBounds {
  const folder = index.folders.find(({ path }) => isWithin(configFile, path))?.path;
  const own = parentPath(configFile);
  return {
    folders: [own, ...(folder === undefined ? [] : [folder])],
    onlyWithin: client.isWorkspaceTrusted ? undefined : (folder ?? own),
  };
}

/** A change through the gate, as the files are in the editor at this moment. */
export function passChange({ files }: Session, change: Change, bounds: ChangeBounds): GateOutcome {
  return gateChange(change, bounds, files);
}

/** The outcome of a change of an environment through the gate. */
export function passOutcome(
  session: Session,
  indexed: Pick<IndexedEnvironment, 'snapshot' | 'folder'>,
  outcome: ChangeOutcome,
): PassedOutcome {
  if (!outcome.ok) return outcome;
  const passed = passChange(session, outcome.change, boundsFor(session, indexed));
  return passed.ok ? { ...passed, title: outcome.title } : passed;
}

/** The outcome of a fix through the gate, with what Git has to give for it. */
export async function fixOutcome(
  session: Session,
  indexed: Pick<IndexedEnvironment, 'snapshot' | 'folder'>,
  fix: FixSpecification,
): Promise<PassedOutcome> {
  const { git } = session;
  const { snapshot } = indexed;
  const need = gitNeedOf(fix);
  const gitFiles =
    filesOfApplied(session, snapshot, need) ??
    (git && need ? await readFilesForFix(git.reader, snapshot, need) : withoutGit);
  const outcome = applyFix(snapshot, fix, { ...editContextFor(session, snapshot), gitFiles });
  return passOutcome(session, indexed, outcome);
}

/** The text that a database has run, for a fix that wants it; undefined for one that wants a commit's. */
function filesOfApplied(
  { applied }: Session,
  snapshot: EnvironmentSnapshot,
  need: GitNeed | undefined,
): GitFiles | undefined {
  if (need?.kind !== 'file' || need.commit !== appliedCommit) return undefined;
  const id = snapshot.filesByPath.get(need.path)?.script?.id ?? '';
  const version = applied?.of(snapshot)?.get(id);
  return version
    ? { ok: true, files: [{ path: need.path, text: version.text }] }
    : { ok: false, reason: 'It is not known any more what the database has run; ask it again.' };
}
