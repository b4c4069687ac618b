import type { ProcessIdentity } from './processIdentity';

/** One step of a change on disk; paths are real paths, contents are named by SHA-256. */
export type JournalStep =
  | {
      readonly kind: 'edit';
      readonly file: string;
      /** What the file is to hold. */
      readonly staged: string;
      /** What it held. */
      readonly kept: string;
      readonly before: string;
      readonly after: string;
      /** The file has other names, which a rename would leave behind: it is written where it is. */
      readonly inPlace: boolean;
    }
  | { readonly kind: 'create'; readonly file: string; readonly staged: string; readonly after: string }
  /** `content` is what the file holds then. */
  | { readonly kind: 'rename'; readonly from: string; readonly to: string; readonly content: string }
  /** A folder that the change creates. */
  | { readonly kind: 'folder'; readonly folder: string };

/** What a process is about to do, written before it does it. */
export interface JournalRecord {
  readonly version: 1;
  readonly process: ProcessIdentity;
  /** The real paths of the folders that the change may write to. */
  readonly roots: readonly string[];
  readonly steps: readonly JournalStep[];
  readonly phase: JournalPhase;
}

/**
 * Progress of a change: temporary files written (`staging`), steps being applied (`applying`), all applied
 * (`applied`), being reverted (`reverting`), all reverted (`reverted`). Where all are applied or all reverted
 * only traces are left.
 */
export type JournalPhase = 'staging' | 'applying' | 'applied' | 'reverting' | 'reverted';

const phases: readonly JournalPhase[] = ['applying', 'applied', 'reverting', 'reverted'];

/** The line that is added to a journal when a phase begins. */
export function phaseLine(phase: JournalPhase): string {
  return `${phase}\n`;
}

/** Parses a journal; undefined for a damaged one. An incomplete last line was never acted upon. */
export function parseJournal(text: string): JournalRecord | undefined {
  const [first = '', ...lines] = text.split('\n');
  lines.pop();
  const begun = lines.map((line) => phases.find((phase) => phase === line));
  if (!text.includes('\n') || begun.includes(undefined)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(first);
  } catch {
    return undefined;
  }
  return isRecord(value) ? { ...value, phase: begun.at(-1) ?? 'staging' } : undefined;
}

/** The first line of a journal. */
export function journalLine({ version, process, roots, steps }: Omit<JournalRecord, 'phase'>): string {
  return `${JSON.stringify({ version, process, roots, steps })}\n`;
}

function isRecord(value: unknown): value is Omit<JournalRecord, 'phase'> {
  if (!isObject(value)) return false;
  const { version, process, roots, steps } = value;
  return (
    version === 1 &&
    isObject(process) &&
    typeof process['pid'] === 'number' &&
    typeof process['started'] === 'string' &&
    typeof process['machine'] === 'string' &&
    isTexts(roots) &&
    Array.isArray(steps) &&
    steps.every(isStep)
  );
}

const partsOfSteps: Readonly<Record<string, readonly string[]>> = {
  edit: ['file', 'staged', 'kept', 'before', 'after'],
  create: ['file', 'staged', 'after'],
  rename: ['from', 'to', 'content'],
  folder: ['folder'],
};

function isStep(value: unknown): value is JournalStep {
  if (!isObject(value) || typeof value['kind'] !== 'string') return false;
  const { kind } = value;
  const parts = Object.hasOwn(partsOfSteps, kind) ? partsOfSteps[kind] : undefined;
  if (!parts?.every((part) => typeof value[part] === 'string')) return false;
  return kind !== 'edit' || typeof value['inPlace'] === 'boolean';
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
