import { loadErrorOf } from '../../core/project/loadErrorOf';
import type { RevisionMap } from '../../core/revision/graph/revisionMap';
import { revisionLine } from '../../core/render/revisionLine';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';

/** `alembic-ls heads`: the revisions that nobody names as parent, in Alembic's order. */
export async function headsCommand(host: CommandHost, options: CommonOptions): Promise<number> {
  return await answerForEach(host, options, (snapshot) => ({
    keys: { heads: snapshot.map.heads },
    text: snapshot.map.heads.map((id) => `${headLine(snapshot.map, id)}\n`).join(''),
    failed: loadErrorOf(snapshot) !== undefined,
  }));
}

function headLine(map: RevisionMap, id: string): string {
  const revision = map.revisions.get(id);
  return revision ? revisionLine(map, revision, { labels: true }) : id;
}
