import type { RevisionFile } from '../../core/project/environmentSnapshot';
import { readHistory } from '../../protocol/environments';
import { readFileFacts, toHistoryDto } from '../convert/historyDto';
import type { RevisionFileFacts } from '../convert/historyDto';
import type { Session } from '../session/session';
import type { Capabilities } from '../session/describeServer';
import { answer, slicedWork } from '../session/session';

/**
 * Answers an environment's history. What a file's text tells is remembered as long as the file stays as it
 * is.
 */
export function registerHistoryRequests(session: Session): Capabilities {
  const known = new WeakMap<RevisionFile, RevisionFileFacts>();
  const factsOf = (file: RevisionFile): RevisionFileFacts | undefined => {
    const facts = known.get(file) ?? readFileFacts(file);
    if (facts) known.set(file, facts);
    return facts;
  };
  answer(session, readHistory, async ({ environment }, token) => {
    // A client may know the environment from an earlier server.
    const { environments } = await session.index.complete();
    const indexed = environments.get(environment);
    if (!indexed) return null;
    const { snapshot, findings } = indexed;
    const work = toHistoryDto(snapshot, { findings, uris: session.uris(), factsOf });
    return await slicedWork(session, token, work);
  });
  return {};
}
