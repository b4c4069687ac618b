import type { FindingReport } from '../findings/findingReport';
import type { FixedProject } from '../fixing/fixProject';
import { isEmpty } from '../fixing/fixProject';
import type { ChangeAnswer } from './changeAnswer';
import { changeAnswer } from './changeAnswer';

/** Fixes and the findings that are left, as JSON; paths as they are shown. */
export interface FixAnswer {
  readonly fixed: readonly { readonly code: string; readonly file: string; readonly title: string }[];
  readonly left: readonly (FindingReport & { readonly reason: string })[];
  readonly change: ChangeAnswer;
  /** The change as a unified diff. */
  readonly diff: string;
  readonly written: boolean;
}

/** `left` are the reports of `result.left`, with their reasons; `shown` gives a path as it is shown. */
export function fixAnswer(
  { change, fixed }: Pick<FixedProject, 'change' | 'fixed'>,
  { left, diff, isDryRun }: Pick<FixAnswer, 'left' | 'diff'> & { readonly isDryRun: boolean },
  shown: (path: string) => string,
): FixAnswer {
  return {
    fixed: fixed.map(({ finding, title }) => ({ code: finding.code, file: shown(finding.file), title })),
    left,
    change: changeAnswer(change, shown),
    diff,
    written: !isDryRun && !isEmpty(change),
  };
}
