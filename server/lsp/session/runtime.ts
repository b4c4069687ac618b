import type { ChangeBounds } from '../../core/edits/gateChange';
import type { FileSystem } from '../../core/files/fileSystem';
import type { GitHost, GitReader } from '../../disk/git/gitReader';
import type { SyntaxChecker } from '../../disk/syntax/syntaxChecker';

/**
 * Everything that the server takes from the outside world, so that tests and other hosts can give their own.
 */
export interface Runtime {
  /** The files on disk; open documents are laid over it by the server. */
  readonly disk: FileSystem;
  readonly timers: Timers;
  /** Milliseconds of a clock that never goes back; only differences count. */
  monotonicMilliseconds(): number;
  /** The wall clock in milliseconds since 1970, for the create date of a new revision. */
  epochMilliseconds(): number;
  /** The name of the local time zone, as `Europe/Paris`. */
  localTimeZone(): string;
  /** A new revision id as Alembic makes them: twelve hexadecimal digits. */
  newRevisionId(): string;
  /** Reads Git, by running it; undefined for a host that can't. Called in trusted workspaces only. */
  readonly openGit: ((host: GitHost) => GitReader) | undefined;
  /**
   * The sentences on changes to these folders in which commands were killed; left out by a host that can't
   * know.
   */
  readonly interruptedChanges?: (bounds: ChangeBounds) => readonly string[];
  /**
   * Parses whole files, in a process of our own program; undefined for a host that can't. The function given
   * is told why it does not work.
   */
  readonly openSyntax: ((log: (message: string) => void) => SyntaxChecker) | undefined;
}

export interface Timers {
  /** Calls back once after the given milliseconds; the result cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
  /** Resolves after whatever waits in the event loop had its turn. */
  yieldToOthers(): Promise<void>;
}
