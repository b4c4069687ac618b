import { historyOrder } from '../../core/history/historyOrder';
import { whyNameIsUndetermined } from '../../core/history/undeterminedAnswers';
import { whyNotKnown } from '../../core/history/unknownParents';
import { viewRevision } from '../../core/history/revisionView';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import { revisionLine } from '../../core/render/revisionLine';
import { listHistory } from '../../core/revision/plan/history';
import type { CommandHost } from '../host';
import { refuseCurrent } from '../host';
import type { CommonOptions, EnvironmentAnswer } from '../report';
import { answerForEach } from '../report';
import { revisionAnswer } from '../../core/answers/revisionAnswer';
import { shownPath } from '../selectEnvironments';
import { visibleText } from '../../core/text/visibleText';

/** `alembic-ls history [RANGE]`: the revisions, newest first, as `alembic history -r RANGE` would list them. */
export async function historyCommand(
  host: CommandHost,
  range: string | undefined,
  options: CommonOptions,
): Promise<number> {
  refuseCurrent(range?.split(':') ?? []);
  return await answerForEach(host, options, (snapshot) => {
    const listed =
      range === undefined
        ? { ok: true as const, value: historyOrder(snapshot.map) }
        : listHistory(snapshot.map, range);
    const open = openEnd(snapshot, range);
    if (open !== undefined) return { keys: { unknown: open }, text: `${visibleText(open)}\n`, failed: true };
    if (!listed.ok) {
      const { type, message } = listed.error;
      return {
        keys: { error: { type, message } },
        text: `${visibleText(`${type}: ${message}`)}\n`,
        failed: true,
      };
    }
    const all = listRevisions(host, options, snapshot, listed.value);
    const unknown = range === undefined ? undefined : whyNotKnown(snapshot, 'What else lies in the range');
    if (unknown === undefined) return all;
    return { ...all, keys: { ...all.keys, unknown }, text: `${all.text}${visibleText(unknown)}\n` };
  });
}

/** Why an end of a range is not known. */
function openEnd(snapshot: EnvironmentSnapshot, range: string | undefined): string | undefined {
  for (const end of range?.split(':') ?? []) {
    const isRelative = /[+-]\d+$/.test(end);
    const open =
      end === ''
        ? undefined
        : isRelative
          ? whyNotKnown(snapshot, `What ${end} stands for`)
          : whyNameIsUndetermined(snapshot, end);
    if (open !== undefined) return open;
  }
  return undefined;
}

function listRevisions(
  host: CommandHost,
  options: CommonOptions,
  snapshot: EnvironmentSnapshot,
  ids: readonly string[],
): EnvironmentAnswer {
  const revisions = ids.flatMap((id) => viewRevision(snapshot, id) ?? []);
  return {
    get keys() {
      const shown = (path: string): string => shownPath(host, options, path);
      return {
        revisions: revisions.map((each) => revisionAnswer(each, shown(each.path))),
      };
    },
    get text() {
      const shown = { parents: true, labels: true, branchAndMerge: true, message: true };
      return revisions.map((each) => `${revisionLine(each, shown)}\n`).join('');
    },
    failed: loadErrorOf(snapshot) !== undefined,
  };
}
