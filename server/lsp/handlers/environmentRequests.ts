import { didFocusWindow, listEnvironments, refreshEnvironments } from '../../protocol/environments';
import { toEnvironmentList } from '../convert/environmentDtos';
import type { Session } from '../session/session';
import type { Capabilities } from '../session/describeServer';
import { answer } from '../session/session';
import { compareWithDisk } from '../workspace/compareWithDisk';
import { diskDelays } from '../workspace/debounce';

/**
 * Answers which environments there are. While the workspace is read for the first time, that is said at once.
 */
export function registerEnvironmentRequests(session: Session): Capabilities {
  answer(session, listEnvironments, () => toEnvironmentList(session.index.state, session.uris()));
  answer(session, refreshEnvironments, async () => {
    session.files.forgetAll();
    session.index.noteEverything(diskDelays);
    await session.index.settled();
    return null;
  });
  session.connection.onNotification(didFocusWindow.method, () => compareWithDisk(session));
  return {};
}
