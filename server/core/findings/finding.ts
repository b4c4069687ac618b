import type { TextRange } from '../text/textRange';
import type { FixSpecification } from './fixSpecification';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/**
 * One thing that a rule has to say about one place. Offsets refer to the text that the snapshot was built
 * from.
 */
export interface Finding {
  /** The rule's id, which is also the name of its page in docs/rules. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what is wrong and what to do next. */
  readonly message: string;
  readonly file: string;
  readonly range: TextRange;
  readonly related: readonly RelatedPlace[];
  /** The fixes, best first, each holding all that is needed to apply it. */
  readonly fixes: readonly FixSpecification[];
  /** The range is code that could be left out. */
  readonly unnecessary?: boolean;
}

export interface RelatedPlace {
  readonly file: string;
  readonly range: TextRange;
  readonly message: string;
}
