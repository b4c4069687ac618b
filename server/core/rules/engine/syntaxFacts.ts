import type { RevisionFile } from '../../project/environmentSnapshot';
import type { TextRange } from '../../text/textRange';

/** The first syntax error of a file. */
export interface SyntaxProblem {
  /** The parser's words; they begin with a capital letter or a quoted word and end without a full stop. */
  readonly message: string;
  /** Never empty where there is a character to stand on. */
  readonly range: TextRange;
  /** The file was not checked, and `message` says why, behind "since". */
  readonly isUnchecked?: true;
}

/** Syntax errors of a snapshot's files by path, as far as the parser of the whole language has run. */
export type SyntaxFacts = ReadonlyMap<string, SyntaxProblem>;

/**
 * Whether only a parser of the whole language can tell that a file is not valid Python: no compiled file, nor
 * one that is known to be broken, nor one that can't be read.
 */
export function needsParser({ path, reading, failure }: RevisionFile): boolean {
  const isRead = !reading.unread && failure?.type !== 'ImportError';
  return path.endsWith('.py') && reading.problems.length === 0 && isRead;
}
