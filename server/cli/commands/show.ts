import { loadErrorOf } from '../../core/project/loadErrorOf';
import { revisionDetails } from '../../core/render/revisionDetails';
import { getRevisions } from '../../core/revision/resolve/resolve';
import type { Revision } from '../../core/revision/graph/revisionMap';
import type { CommandHost } from '../host';
import { refuseCurrent } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';
import { reportRevision } from '../revisionReport';
import { shownPath } from '../selectEnvironments';

/** `alembic-ls show ID`: everything about the revisions that an identifier stands for. */
export async function showCommand(
  host: CommandHost,
  identifier: string,
  options: CommonOptions,
): Promise<number> {
  refuseCurrent([identifier]);
  return await answerForEach(host, options, (snapshot) => {
    const { map, filesByPath } = snapshot;
    const found = getRevisions(map, identifier);
    if (!found.ok) {
      const { type, message } = found.error;
      return { keys: { error: { type, message } }, text: `${type}: ${message}\n`, failed: true };
    }
    const revisions = found.value
      .map((id) => (id === null ? undefined : map.revisions.get(id)))
      .filter((each): each is Revision => each !== undefined);
    const details = revisions.map((each) => {
      const path = shownPath(host, options, each.script.file);
      const longMessage = filesByPath.get(each.script.file)?.reading.longMessage ?? '';
      return {
        report: { ...reportRevision(snapshot, each, path), longMessage },
        text: revisionDetails(map, each, { path, longMessage }),
      };
    });
    return {
      keys: { revisions: details.map(({ report }) => report) },
      text: details.map(({ text }) => `${text}\n`).join(''),
      failed: loadErrorOf(snapshot) !== undefined,
    };
  });
}
