import { viewRevision } from '../../core/history/revisionView';
import { revisionLine } from '../../core/render/revisionLine';
import { planAnswer } from '../../core/answers/planAnswer';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach, failedAnswer } from '../report';
import { visibleText } from '../../core/text/visibleText';

/** What is asked of a plan besides the environment. */
export interface PlanOptions extends CommonOptions {
  /** Rows of the version table; an empty database without them. */
  readonly from?: readonly string[];
}

/** `alembic-ls plan upgrade|downgrade TARGET`: the revisions that would run, in order. */
export async function planCommand(
  host: CommandHost,
  direction: 'upgrade' | 'downgrade',
  target: string,
  options: PlanOptions,
): Promise<number> {
  return await answerForEach(host, options, (snapshot) => {
    const answer = planAnswer(snapshot, direction, target, options.from ?? []);
    if ('steps' in answer)
      return { keys: { ...answer }, text: stepLines(snapshot, answer.steps), failed: false };
    return failedAnswer(answer);
  });
}

function stepLines(snapshot: EnvironmentSnapshot, steps: readonly string[]): string {
  if (steps.length === 0) return 'Nothing to run.\n';
  const lines = steps.map((id) => {
    const view = viewRevision(snapshot, id);
    return `${view ? revisionLine(view, { message: true }) : visibleText(id)}\n`;
  });
  return lines.join('');
}
