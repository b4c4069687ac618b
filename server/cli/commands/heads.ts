import { viewRevision } from '../../core/history/revisionView';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { revisionLine } from '../../core/render/revisionLine';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';
import { visibleText } from '../../core/text/visibleText';

/** `alembic-ls heads`: the revisions that nobody names as parent, in Alembic's order. */
export async function headsCommand(host: CommandHost, options: CommonOptions): Promise<number> {
  return await answerForEach(host, options, (snapshot) => ({
    keys: { heads: snapshot.map.heads },
    text: snapshot.map.heads.map((id) => `${headLine(snapshot, id)}\n`).join(''),
    failed: loadErrorOf(snapshot) !== undefined,
  }));
}

function headLine(snapshot: EnvironmentSnapshot, id: string): string {
  const view = viewRevision(snapshot, id);
  return view ? revisionLine(view, { labels: true }) : visibleText(id);
}
