import type { LineAndCharacter } from '../text/lineIndex';
import type { FindingReport } from './findingReport';
import type { SilencedFinding } from './silencedFinding';

/** A range in lines and characters, both from zero. */
export interface PlaceRange {
  readonly start: LineAndCharacter;
  readonly end: LineAndCharacter;
}

/** A finding with everything that a program may want to know of it. */
export interface DetailedFinding extends FindingReport {
  /** The page about its rule. */
  readonly url: string;
  /** Whether `alembic-ls fix` applies its fix. */
  readonly fixable: boolean;
  /** The fixes to choose from, best first. */
  readonly fixes: readonly { readonly kind: string; readonly title: string }[];
  readonly related: readonly {
    readonly file: string;
    readonly range: PlaceRange;
    readonly message: string;
  }[];
  /** The same for the same finding, wherever its lines are. */
  readonly fingerprint: string;
}

/** A finding as the reports of CI have it. */
export interface CheckFinding extends DetailedFinding {
  /** Left out where it is told. */
  readonly silencedBy?: SilencedFinding['by'];
  /** The fixes that only edit files. */
  readonly edits: readonly FixEdits[];
}

/** A fix as replacements in files. */
export interface FixEdits {
  readonly title: string;
  readonly files: readonly {
    readonly file: string;
    readonly replacements: readonly { readonly range: PlaceRange; readonly text: string }[];
  }[];
}
