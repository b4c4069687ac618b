import { losesData } from '../../core/features/destructiveOperations';
import { historyOrder } from '../../core/features/historyOrder';
import type { RevisionFile } from '../../core/project/environmentSnapshot';
import { readHistory } from '../../protocol/environments';
import { toHistoryDto } from '../convert/historyDto';
import type { Session } from '../session';
import { answer } from '../session';

/** Answers an environment's history. What a file's operations are is remembered as long as the file stays as it is. */
export function registerHistoryRequests(session: Session): void {
  const destructive = new WeakMap<RevisionFile, boolean>();
  const losesDataUpward = (file: RevisionFile): boolean => {
    const known = destructive.get(file) ?? losesData(file, 'upgrade');
    destructive.set(file, known);
    return known;
  };
  answer(session, readHistory, ({ environment }) => {
    const indexed = session.index.state.environments.get(environment);
    if (!indexed) return null;
    const { snapshot, findings } = indexed;
    const order = historyOrder(snapshot.map);
    return toHistoryDto(snapshot, { findings, order, uris: session.uris(), losesDataUpward });
  });
}
