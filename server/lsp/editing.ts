import type { EditContext } from '../core/edits/editContext';
import type { CreateDate } from '../core/edits/createDate';
import { createDateAt } from '../core/edits/createDate';
import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import type { ChangeTarget } from './convert/changes';
import type { Session } from './session';

/** What an edit of this environment needs besides its snapshot: the template, a new id, the time, and what is on disk. */
export function editContextFor(session: Session, snapshot: EnvironmentSnapshot): EditContext {
  const { runtime, files } = session;
  const { scriptDirectory, timezone } = snapshot.environment.configuration;
  const now = runtime.epochMilliseconds();
  const zone = runtime.localTimeZone();
  return {
    scriptTemplate: files.readText(`${scriptDirectory}/script.py.mako`),
    newRevisionId: unusedRevisionId(session, snapshot),
    now: createDateAt(now, timezone, zone) ?? createDateAt(now, 'UTC', zone) ?? epoch,
    fileExists: (path) => files.version(path) !== undefined || files.readDirectory(path) !== undefined,
  };
}

/** Where the changes of an answer are applied: texts and versions as the snapshot saw them. */
export function changeTargetFor(session: Session, snapshot: EnvironmentSnapshot): ChangeTarget {
  const uris = session.uris();
  const { files } = session;
  return {
    uriOf: (path) => uris.of(path),
    textOf: (path) => snapshot.filesByPath.get(path)?.text ?? files.readText(path),
    versionOf: (path) => files.openText(path)?.version ?? null,
  };
}

/** For a host without any time zone data. */
const epoch: CreateDate = {
  year: 1970,
  month: 1,
  day: 1,
  hour: 0,
  minute: 0,
  second: 0,
  microsecond: 0,
  epochSeconds: 0,
};

function unusedRevisionId({ runtime }: Session, { map }: EnvironmentSnapshot): string {
  for (;;) {
    const id = runtime.newRevisionId();
    if (!map.revisions.has(id)) return id;
  }
}
