import { whyNameIsUndetermined } from '../../core/history/undeterminedAnswers';
import { viewRevision } from '../../core/history/revisionView';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import { revisionDetails } from '../../core/render/revisionDetails';
import { getRevisions } from '../../core/revision/resolve/resolve';
import type { CommandHost } from '../host';
import { refuseCurrent } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';
import { revisionAnswer } from '../../core/answers/revisionAnswer';
import { shownPath } from '../selectEnvironments';
import { visibleText } from '../../core/text/visibleText';

/** `alembic-ls show ID`: everything about the revisions that an identifier stands for. */
export async function showCommand(
  host: CommandHost,
  identifier: string,
  options: CommonOptions,
): Promise<number> {
  refuseCurrent([identifier]);
  return await answerForEach(host, options, (snapshot) => {
    const unknown = whyNameIsUndetermined(snapshot, identifier);
    if (unknown !== undefined) return { keys: { unknown }, text: `${visibleText(unknown)}\n`, failed: true };
    const found = getRevisions(snapshot.map, identifier);
    if (!found.ok) {
      const { type, message } = found.error;
      return {
        keys: { error: { type, message } },
        text: `${visibleText(`${type}: ${message}`)}\n`,
        failed: true,
      };
    }
    const revisions = found.value.flatMap((id) => (id === null ? [] : (viewRevision(snapshot, id) ?? [])));
    const details = revisions.map((each) => {
      const path = shownPath(host, options, each.path);
      const longMessage = each.file?.reading.longMessage ?? '';
      return {
        report: { ...revisionAnswer(each, path), longMessage },
        text: revisionDetails(each, { path, longMessage }),
      };
    });
    return {
      keys: { revisions: details.map(({ report }) => report) },
      text: details.map(({ text }) => `${text}\n`).join(''),
      failed: loadErrorOf(snapshot) !== undefined,
    };
  });
}
