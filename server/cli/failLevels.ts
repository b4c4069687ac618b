import type { Severity } from '../core/findings/finding';

/** Severities from which on a check can fail, the mildest last. */
export const failLevels = ['error', 'warning', 'information', 'hint', 'never'] as const;
export type FailLevel = (typeof failLevels)[number];

/** Whether a finding is as bad as the level or worse. */
export function reaches(severity: Severity, level: FailLevel): boolean {
  return failLevels.indexOf(severity) <= failLevels.indexOf(level) && level !== 'never';
}
