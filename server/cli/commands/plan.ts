import { viewRevision } from '../../core/history/revisionView';
import { revisionLine } from '../../core/render/revisionLine';
import type { Plan } from '../../core/revision/plan/plan';
import { planDowngrade, planUpgrade } from '../../core/revision/plan/plan';
import type { Outcome } from '../../core/revision/errors/alembicError';
import { whyPlanIsOpen } from '../../core/history/openAnswers';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';
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
  const plan = direction === 'upgrade' ? planUpgrade : planDowngrade;
  return await answerForEach(host, options, (snapshot) => {
    const { map } = snapshot;
    const outcome: Outcome<Plan> = map.loadError
      ? { ok: false, error: map.loadError }
      : plan(map, target, options.from ?? []);
    const unknown = whyPlanIsOpen(snapshot, direction, target, options.from ?? [], outcome);
    if (unknown !== undefined) return { keys: { unknown }, text: `${visibleText(unknown)}\n`, failed: true };
    if (!outcome.ok) {
      const { type, message } = outcome.error;
      return {
        keys: { error: { type, message } },
        text: `${visibleText(`${type}: ${message}`)}\n`,
        failed: true,
      };
    }
    const { steps } = outcome.value;
    const lines = steps.map((id) => {
      const view = viewRevision(snapshot, id);
      return `${view ? revisionLine(view, { message: true }) : visibleText(id)}\n`;
    });
    return { keys: { steps }, text: lines.length > 0 ? lines.join('') : 'Nothing to run.\n', failed: false };
  });
}
