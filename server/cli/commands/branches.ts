import type { BranchPoint } from '../../core/answers/branchesAnswer';
import { branchesAnswer, branchPoints } from '../../core/answers/branchesAnswer';
import { whyNotKnown } from '../../core/history/unknownParents';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import { revisionLine } from '../../core/render/revisionLine';
import { visibleText } from '../../core/text/visibleText';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';

/** `alembic-ls branches`: the branch points and their children, as `alembic branches` prints them. */
export async function branchesCommand(host: CommandHost, options: CommonOptions): Promise<number> {
  return await answerForEach(host, options, (snapshot) => {
    const points = branchPoints(snapshot);
    const unknown = whyNotKnown(snapshot, 'Whether there are other branch points');
    return {
      keys: { ...branchesAnswer(points), ...(unknown === undefined ? {} : { unknown }) },
      text: [...points.map(pointText), ...(unknown === undefined ? [] : [`${visibleText(unknown)}\n`])].join(
        '',
      ),
      failed: loadErrorOf(snapshot) !== undefined,
    };
  });
}

/** Alembic ends each branch point with an empty line. */
function pointText({ view, children }: BranchPoint): string {
  const parts = { labels: true, branchAndMerge: true };
  const indent = ' '.repeat([...view.id].length);
  const lines = children.map((child) => `${indent} -> ${revisionLine(child, parts)}\n`);
  return `${revisionLine(view, parts)}\n${lines.join('')}\n`;
}
