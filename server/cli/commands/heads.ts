import { viewRevision } from '../../core/history/revisionView';
import { unknownParents, whyNotKnown } from '../../core/history/unknownParents';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { revisionLine } from '../../core/render/revisionLine';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';
import { visibleText } from '../../core/text/visibleText';

/** `alembic-ls heads`: the revisions that nobody names as parent, in Alembic's order. */
export async function headsCommand(host: CommandHost, options: CommonOptions): Promise<number> {
  return await answerForEach(host, options, (snapshot) => {
    const { mayHaveChild } = unknownParents(snapshot);
    const heads = snapshot.map.heads.filter((id) => !mayHaveChild.has(id));
    const possible = snapshot.map.heads.filter((id) => mayHaveChild.has(id));
    const unknown = whyNotKnown(snapshot, 'Whether there are other heads');
    return {
      keys: { heads, ...(unknown === undefined ? {} : { possibleHeads: possible, unknown }) },
      text: [
        ...heads.map((id) => `${headLine(snapshot, id)}\n`),
        ...(unknown === undefined ? [] : [`${visibleText(unknown)}\n`]),
      ].join(''),
      failed: loadErrorOf(snapshot) !== undefined,
    };
  });
}

function headLine(snapshot: EnvironmentSnapshot, id: string): string {
  const view = viewRevision(snapshot, id);
  return view ? revisionLine(view, { labels: true }) : visibleText(id);
}
