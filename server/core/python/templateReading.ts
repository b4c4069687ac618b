import type { TextRange } from '../text/textRange';
import { docstringFieldsOf, messagesOf } from './docstring';
import type {
  Docstring,
  HeaderAssignment,
  HeaderName,
  MigrationFunction,
  ReadingProblem,
  RevisionFileReading,
  StaticValue,
} from './revisionFile';

/** One assignment by its offsets: name, value (up to its end, which is the statement's), and the value where it is no plain literal. */
export interface ScannedAssignment {
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
  /** The string's content, null for None, or a value of another kind. */
  readonly value: string | null | StaticValue;
}

/** A function by its offsets. */
export interface ScannedFunction {
  readonly start: number;
  readonly nameStart: number;
  readonly codeStart: number;
  readonly codeEnd: number;
  readonly isEmpty: boolean;
}

/** What a scan of a file found, in as few objects as possible: ten thousand of these are kept. */
export interface ScannedParts {
  readonly revision: ScannedAssignment | undefined;
  readonly down_revision: ScannedAssignment | undefined;
  readonly branch_labels: ScannedAssignment | undefined;
  readonly depends_on: ScannedAssignment | undefined;
  /** Without escapes or carriage returns, so that offsets in it are offsets in the file. */
  readonly docstring: string | undefined;
  readonly docstringStart: number;
  /** Width of the quotes around the docstring. */
  readonly quotes: number;
  readonly upgrade: ScannedFunction | undefined;
  readonly downgrade: ScannedFunction | undefined;
}

const noProblems: readonly ReadingProblem[] = [];

/** A reading whose details are worked out when they are asked for. */
export class TemplateReading implements RevisionFileReading {
  readonly #parts: ScannedParts;

  constructor(parts: ScannedParts) {
    this.#parts = parts;
  }

  get header(): RevisionFileReading['header'] {
    const { revision, down_revision, branch_labels, depends_on } = this.#parts;
    return {
      ...(revision && { revision: assignmentOf('revision', revision) }),
      ...(down_revision && { down_revision: assignmentOf('down_revision', down_revision) }),
      ...(branch_labels && { branch_labels: assignmentOf('branch_labels', branch_labels) }),
      ...(depends_on && { depends_on: assignmentOf('depends_on', depends_on) }),
    };
  }

  get docstring(): Docstring | undefined {
    const { docstring: value, docstringStart: start, quotes } = this.#parts;
    if (value === undefined) return undefined;
    const contentRange = { start: start + quotes, end: start + quotes + value.length };
    return { range: { start, end: contentRange.end + quotes }, contentRange, value };
  }

  get message(): string {
    return messagesOf(this.#parts.docstring).message;
  }

  get longMessage(): string {
    return messagesOf(this.#parts.docstring).longMessage;
  }

  get upgrade(): MigrationFunction | undefined {
    return functionOf(this.#parts.upgrade, 'upgrade');
  }

  get downgrade(): MigrationFunction | undefined {
    return functionOf(this.#parts.downgrade, 'downgrade');
  }

  get docstringFields(): RevisionFileReading['docstringFields'] {
    const { docstring, docstringStart, quotes } = this.#parts;
    if (docstring === undefined) return {};
    const offset = docstringStart + quotes;
    const fields = docstringFieldsOf(docstring, { start: 0, end: docstring.length });
    return Object.fromEntries(
      Object.entries(fields).map(([name, { value, range }]) => [
        name,
        { value, range: shifted(range, offset) },
      ]),
    );
  }

  get problems(): readonly ReadingProblem[] {
    return noProblems;
  }

  /** The offsets themselves, for who wants no objects. */
  get parts(): ScannedParts {
    return this.#parts;
  }
}

function shifted({ start, end }: TextRange, offset: number): TextRange {
  return { start: start + offset, end: end + offset };
}

function assignmentOf(
  name: HeaderName,
  { start, valueStart, end, value }: ScannedAssignment,
): HeaderAssignment {
  return {
    name,
    nameRange: { start, end: start + name.length },
    statementRange: { start, end },
    value: valueOf(value, { start: valueStart, end }),
    valueRange: { start: valueStart, end },
  };
}

function valueOf(value: ScannedAssignment['value'], range: TextRange): StaticValue {
  if (value === null) return { kind: 'none', range };
  return typeof value === 'string' ? { kind: 'string', value, range, literals: [range] } : value;
}

function functionOf(found: ScannedFunction | undefined, name: string): MigrationFunction | undefined {
  if (!found) return undefined;
  const { start, nameStart, codeStart, codeEnd, isEmpty } = found;
  return {
    nameRange: { start: nameStart, end: nameStart + name.length },
    range: { start, end: codeEnd },
    bodyRange: { start: codeStart, end: codeEnd },
    isEmpty,
  };
}
