import type { Finding } from './finding';

/** A finding that is not told, and what silences it. */
export interface SilencedFinding {
  readonly finding: Finding;
  /** A comment in its file, `per-revision-ignore`, or the baseline. */
  readonly by: 'comment' | 'configuration' | 'baseline';
}
