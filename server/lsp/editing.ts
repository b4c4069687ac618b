import type { EditContext } from '../core/edits/editContext';
import { editContextOf } from '../core/features/editContextOf';
import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import type { ChangeTarget } from './convert/changes';
import type { Session } from './session';

/** What an edit of this environment needs besides its snapshot: the template, a new id, the time, and what is on disk. */
export function editContextFor({ runtime, files }: Session, snapshot: EnvironmentSnapshot): EditContext {
  return editContextOf(runtime, files, snapshot);
}

/** Where the changes of an answer are applied: texts and versions as the snapshot saw them; as they are now without one. */
export function changeTargetFor(session: Session, snapshot: EnvironmentSnapshot | undefined): ChangeTarget {
  const uris = session.uris();
  const { files } = session;
  return {
    uriOf: (path) => uris.of(path),
    textOf: (path) => snapshot?.filesByPath.get(path)?.text ?? files.readText(path),
    versionOf: (path) => files.openText(path)?.version ?? null,
  };
}
