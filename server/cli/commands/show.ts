import { findRevisions, showAnswer } from '../../core/answers/showAnswer';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import { revisionDetails } from '../../core/render/revisionDetails';
import type { CommandHost } from '../host';
import { refuseCurrent } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach, failedAnswer } from '../report';
import { shownPath } from '../selectEnvironments';

/** `alembic-ls show ID`: everything about the revisions that an identifier stands for. */
export async function showCommand(
  host: CommandHost,
  identifier: string,
  options: CommonOptions,
): Promise<number> {
  refuseCurrent([identifier]);
  const shown = (path: string): string => shownPath(host, options, path);
  return await answerForEach(host, options, (snapshot) => {
    const found = findRevisions(snapshot, identifier);
    if (!('views' in found)) return failedAnswer(found);
    const { views } = found;
    return {
      keys: { ...showAnswer(views, shown) },
      text: views.map((view) => `${revisionDetails(view, shown(view.path))}\n`).join(''),
      failed: loadErrorOf(snapshot) !== undefined,
    };
  });
}
