import type { UnseenModel } from '../../models/unseenModels';
import type { GitFacts } from './gitFacts';
import type { SyntaxFacts } from './syntaxFacts';

/** What rules may know beside the snapshot, as far as somebody has found it out. */
export interface RuleFacts {
  /** Undefined where there is no Git, it was not read, or nothing can be compared. */
  readonly git?: GitFacts | undefined;
  /** Undefined where no parser of the whole language has looked at the files. */
  readonly syntax?: SyntaxFacts | undefined;
  /** The models that env.py misses; undefined where nobody has looked. */
  readonly unseenModels?: readonly UnseenModel[] | undefined;
}
