import { historyAnswer, listRevisions } from '../../core/answers/historyAnswer';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import { revisionLine } from '../../core/render/revisionLine';
import { visibleText } from '../../core/text/visibleText';
import type { CommandHost } from '../host';
import { refuseCurrent } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach, failedAnswer } from '../report';
import { shownPath } from '../selectEnvironments';

/** The parts of a line of the history. */
const parts = { parents: true, labels: true, branchAndMerge: true, message: true };

/** `alembic-ls history [RANGE]`: the revisions, newest first. Alembic: command.py, history. */
export async function historyCommand(
  host: CommandHost,
  range: string | undefined,
  options: CommonOptions,
): Promise<number> {
  refuseCurrent(range?.split(':') ?? []);
  return await answerForEach(host, options, (snapshot) => {
    const list = listRevisions(snapshot, range);
    if (!('views' in list)) return failedAnswer(list);
    const { views, unknown } = list;
    return {
      get keys() {
        return { ...historyAnswer(list, (path) => shownPath(host, options, path)) };
      },
      get text() {
        const lines = views.map((view) => revisionLine(view, parts));
        return [...lines, ...(unknown === undefined ? [] : [visibleText(unknown)])]
          .map((line) => `${line}\n`)
          .join('');
      },
      failed: loadErrorOf(snapshot) !== undefined,
    };
  });
}
