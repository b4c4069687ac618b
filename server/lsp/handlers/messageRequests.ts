import { messageStyleOf, proposeMessage, wordsThatSayNothing } from '../../core/history/messageStyle';
import { proposeMessage as proposeMessageMethod } from '../../protocol/messages';
import type { Capabilities } from '../session/describeServer';
import type { Session } from '../session/session';
import { answer } from '../session/session';

/** Answers what a new revision may be called. */
export function registerMessageRequests(session: Session): Capabilities {
  answer(session, proposeMessageMethod, async ({ environment, changes }) => {
    const { environments } = await session.index.settled();
    const indexed = environments.get(environment);
    if (!indexed) return null;
    const style = messageStyleOf(indexed.snapshot.map.scripts.map(({ message }) => message));
    return {
      message: proposeMessage(changes, style) ?? null,
      wordsThatSayNothing: [...wordsThatSayNothing],
    };
  });
  return {};
}
