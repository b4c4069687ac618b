import type { RevisionMap } from '../../core/revision/revisionMap';
import { revisionLine } from '../../core/render/revisionLine';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';

/** `alembic-ls heads`: the revisions that nobody names as parent, in Alembic's order. */
export async function headsCommand(host: CommandHost, options: CommonOptions): Promise<number> {
  return await answerForEach(host, options, ({ map }) => ({
    keys: { heads: map.heads },
    text: map.heads.map((id) => `${headLine(map, id)}\n`).join(''),
    failed: map.refusal !== undefined,
  }));
}

function headLine(map: RevisionMap, id: string): string {
  const revision = map.revisions.get(id);
  return revision ? revisionLine(map, revision, { labels: true }) : id;
}
