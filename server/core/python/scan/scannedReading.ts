import type { TextRange } from '../../text/textRange';
import { docstringFieldsOf, messageOf, messagesOf } from '../docstring';
import { watchedNames } from './pythonWords';
import type {
  Docstring,
  HeaderAssignment,
  HeaderName,
  MigrationFunction,
  ReadingProblem,
  RevisionFileReading,
  StaticValue,
} from '../revisionFile';

/**
 * A header value: null for None, the content of a single string, or a value of another kind; undefined where
 * the variable is not assigned.
 */
export type ScannedValue = string | null | StaticValue | undefined;

/**
 * Where the offsets of each part begin in `ScannedReading.offsets`: those of the four assignments in the
 * order of `watchedNames`, the docstring's, and the functions'. -1 for the first of a part says that it is
 * not there.
 */
export const enum Part {
  header = 0,
  docstring = 16,
  upgrade = 20,
  downgrade = 25,
  all = 30,
}

/** The offsets of an assignment. */
export const enum OfAssignment {
  name,
  statement,
  value,
  end,
  count,
}

/** The offsets of the docstring: the literal, and the text between its quotes. */
const enum OfDocstring {
  start,
  content,
  contentEnd,
  end,
}

/** The offsets of a function; the last number is 1 where it does nothing. */
export const enum OfFunction {
  start,
  name,
  codeStart,
  codeEnd,
  isEmpty,
}

const noProblems: readonly ReadingProblem[] = [];

/**
 * What a scan of a file found, in as few objects as possible, since ten thousand of these are made and kept.
 * Ranges and fields are worked out when they are asked for.
 */
export class ScannedReading implements RevisionFileReading {
  constructor(
    /** See `Part`. */
    readonly offsets: readonly number[],
    readonly revision: ScannedValue,
    readonly downRevision: ScannedValue,
    readonly branchLabels: ScannedValue,
    readonly dependsOn: ScannedValue,
    /** The text between the docstring's quotes. */
    readonly content: string | undefined,
    /** The docstring's value: the same, where there are neither escapes nor carriage returns. */
    readonly moduleDoc: string | undefined,
  ) {}

  get header(): RevisionFileReading['header'] {
    const header: Partial<Record<HeaderName, HeaderAssignment>> = {};
    this.#addTo(header, 0, this.revision);
    this.#addTo(header, 1, this.downRevision);
    this.#addTo(header, 2, this.branchLabels);
    this.#addTo(header, 3, this.dependsOn);
    return header;
  }

  get docstring(): Docstring | undefined {
    if (this.moduleDoc === undefined) return undefined;
    return {
      range: { start: this.#at(Part.docstring), end: this.#at(Part.docstring + OfDocstring.end) },
      contentRange: {
        start: this.#at(Part.docstring + OfDocstring.content),
        end: this.#at(Part.docstring + OfDocstring.contentEnd),
      },
      value: this.moduleDoc,
    };
  }

  get message(): string {
    return messageOf(this.moduleDoc);
  }

  get longMessage(): string {
    return messagesOf(this.moduleDoc).longMessage;
  }

  get upgrade(): MigrationFunction | undefined {
    return this.#functionAt(Part.upgrade, 'upgrade');
  }

  get downgrade(): MigrationFunction | undefined {
    return this.#functionAt(Part.downgrade, 'downgrade');
  }

  get hasUpgrade(): boolean {
    return this.#at(Part.upgrade) >= 0;
  }

  get hasDowngrade(): boolean {
    return this.#at(Part.downgrade) >= 0;
  }

  get docstringFields(): RevisionFileReading['docstringFields'] {
    const { content } = this;
    if (content === undefined) return {};
    const offset = this.#at(Part.docstring + OfDocstring.content);
    return docstringFieldsOf(content, { start: 0, end: content.length }, offset);
  }

  get problems(): readonly ReadingProblem[] {
    return noProblems;
  }

  #addTo(
    header: Partial<Record<HeaderName, HeaderAssignment>>,
    index: 0 | 1 | 2 | 3,
    scanned: ScannedValue,
  ): void {
    if (scanned === undefined) return;
    const name = watchedNames[index];
    const group = Part.header + index * OfAssignment.count;
    const start = this.#at(group + OfAssignment.name);
    const valueRange = {
      start: this.#at(group + OfAssignment.value),
      end: this.#at(group + OfAssignment.end),
    };
    header[name] = {
      name,
      nameRange: { start, end: start + name.length },
      statementRange: { start: this.#at(group + OfAssignment.statement), end: valueRange.end },
      value: staticValue(scanned, valueRange),
      valueRange,
    };
  }

  #functionAt(part: Part.upgrade | Part.downgrade, name: string): MigrationFunction | undefined {
    const start = this.#at(part);
    if (start < 0) return undefined;
    const nameStart = this.#at(part + OfFunction.name);
    const end = this.#at(part + OfFunction.codeEnd);
    return {
      nameRange: { start: nameStart, end: nameStart + name.length },
      range: { start, end },
      bodyRange: { start: this.#at(part + OfFunction.codeStart), end },
      isEmpty: this.#at(part + OfFunction.isEmpty) === 1,
    };
  }

  #at(place: number): number {
    return this.offsets[place] ?? -1;
  }
}

function staticValue(scanned: string | null | StaticValue, range: TextRange): StaticValue {
  if (scanned === null) return { kind: 'none', range };
  return typeof scanned === 'string' ? { kind: 'string', value: scanned, range, literals: [range] } : scanned;
}
