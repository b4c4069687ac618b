import type { TextRange } from '../text/textRange';
import type { TomlAssignment } from '../text/tomlDocument';
import { rangeOfNode } from '../text/tomlDocument';
import { tomlPlaceOf } from '../text/tomlPlace';
import type {
  NamedInConfig,
  WorkbenchConfigFix,
  WorkbenchConfigProblem,
  WorkbenchConfigReading,
} from './workbenchConfig';

/** The most faults of one file that are told. */
const mostProblems = 200;

/** Faults and names gathered while one file is read. */
export class ConfigNotes {
  readonly #file: string;
  readonly #text: string;
  readonly #problems: WorkbenchConfigProblem[] = [];
  readonly #named: NamedInConfig[] = [];

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  add(
    message: string,
    range: TextRange,
    fixes: readonly WorkbenchConfigFix[] = [],
    severity: WorkbenchConfigProblem['severity'] = 'warning',
  ): void {
    if (this.#problems.length < mostProblems)
      this.#problems.push({ code: 'workbench-config', severity, message, file: this.#file, range, fixes });
  }

  /** Notes a fault at the key or value of a path; `fixes` are told the range and what stands there. */
  at(
    assignments: readonly TomlAssignment[],
    path: readonly (string | number)[],
    part: 'key' | 'value',
    message: string,
    fixes: (range: TextRange, written: string) => readonly WorkbenchConfigFix[] = () => [],
  ): void {
    if (this.#problems.length >= mostProblems) return;
    const range = rangeAt(assignments, path, part);
    this.add(message, range, fixes(range, this.#text.slice(range.start, range.end)));
  }

  /** Notes a name that only others can check. */
  name(
    assignments: readonly TomlAssignment[],
    path: readonly (string | number)[],
    part: 'key' | 'value',
    kind: NamedInConfig['kind'],
    name: string,
  ): void {
    if (this.#named.length >= mostNames) return;
    const range = rangeAt(assignments, path, part);
    const written = this.#text.slice(range.start, range.end);
    this.#named.push({ kind, name, range, written });
  }

  fix(title: string, range: TextRange, newText: string, isCertain = false): WorkbenchConfigFix {
    const oldText = this.#text.slice(range.start, range.end);
    const edits = [{ range, oldText, newText }];
    return { title, edits, creates: [], ...(isCertain && { isCertain }) };
  }

  result(): Omit<WorkbenchConfigReading, 'config'> {
    return { problems: this.#problems, named: this.#named };
  }
}

/** The most names of one file that are checked. */
const mostNames = 2000;

function rangeAt(
  assignments: readonly TomlAssignment[],
  path: readonly (string | number)[],
  part: 'key' | 'value',
): TextRange {
  const place = tomlPlaceOf(assignments, path);
  if (!place) return { start: 0, end: 0 };
  return part === 'value' && place.value ? rangeOfNode(place.value) : place.key;
}
