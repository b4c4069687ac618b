import type { PlanStepDto } from '../../../../../server/protocol/migrations';
import { shownText } from '../../vscode/shownText';

/** What the mark of a destructive step means. */
export const destructiveLegend = '⚠ marks what drops tables or columns: their data is lost.';

/** Dialogs show no more lines on a small screen, and cut the rest. */
const mostListed = 15;
const firstListed = 6;
const lastListed = 2;
const mostDestructive = 6;

/** True where `stepLines` leaves some out. */
export function isLongList(steps: readonly PlanStepDto[]): boolean {
  return steps.length > mostListed;
}

/** The steps as numbered lines. Of many the first, the last and what loses data; the others are counted. */
export function stepLines(steps: readonly PlanStepDto[]): readonly string[] {
  const all = steps.map((step, index) => ({ step, index }));
  if (!isLongList(steps)) return all.map(({ step, index }) => stepLine(step, index));
  const middle = all.slice(firstListed, steps.length - lastListed);
  const destructive = middle.filter(({ step }) => step.destructive).slice(0, mostDestructive);
  const listed = [...all.slice(0, firstListed), ...destructive, ...all.slice(-lastListed)];
  return listed.flatMap(({ step, index }, place) => {
    const left = steps.slice((listed[place - 1]?.index ?? -1) + 1, index);
    return [...(left.length > 0 ? [leftOut(left)] : []), stepLine(step, index)];
  });
}

function stepLine({ id, message, destructive }: PlanStepDto, index: number): string {
  return `${index + 1}. ${destructive ? '⚠ ' : ''}${shownText(message || '(no message)')} — ${shownText(id)}`;
}

function leftOut(steps: readonly PlanStepDto[]): string {
  const destructive = steps.filter((step) => step.destructive).length;
  return `… ${steps.length} more${destructive > 0 ? `, ${destructive} of them ⚠` : ''}`;
}
