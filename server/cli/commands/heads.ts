import { viewRevision } from '../../core/history/revisionView';
import { headsAnswer } from '../../core/answers/headsAnswer';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { revisionLine } from '../../core/render/revisionLine';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';
import { visibleText } from '../../core/text/visibleText';

/** Options of `alembic-ls heads`. */
export interface HeadsOptions extends CommonOptions {
  /** A dependency counts as a parent, so that what others depend on is no head. */
  readonly resolveDependencies?: boolean;
}

/** `alembic-ls heads`: the revisions that nobody names as parent, in Alembic's order. */
export async function headsCommand(host: CommandHost, options: HeadsOptions): Promise<number> {
  return await answerForEach(host, options, (snapshot) => {
    const answer = headsAnswer(snapshot, options.resolveDependencies);
    const { heads, unknown } = answer;
    return {
      keys: { ...answer },
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
