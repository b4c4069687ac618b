import type { ChildEnd, ChildRun } from './childRun';

/** How a run went: its end, and whether a person asked it to stop. */
export interface FinishedRun {
  readonly end: ChildEnd;
  readonly interruptAsked: boolean;
}

/** Another checkout that something is run in, such as a temporary worktree. */
export interface Elsewhere {
  /** Gets every process that is started there. */
  readonly onStart: (child: ChildRun) => void;
  /** True for the files of that checkout. */
  readonly isFileThere: (file: string) => boolean;
  /** The same file in the workspace; undefined where it has none, or another text. */
  readonly fileHere: (file: string) => string | undefined;
}
