import type { EnvironmentSnapshot, RevisionFile } from '../../core/project/environmentSnapshot';
import { needsParser } from '../../core/rules/engine/syntaxFacts';
import type { SyntaxFacts, SyntaxProblem } from '../../core/rules/engine/syntaxFacts';
import type { SyntaxChecker } from '../../disk/syntax/syntaxChecker';
import type { Log } from '../session/runSafe';
import type { Runtime } from '../session/runtime';
import { Debounce, diskDelays } from './debounce';
import type { IndexedEnvironment } from './indexState';
import type { WorkspaceFiles } from './workspaceFiles';
import type { WorkspaceIndex } from './workspaceIndex';

/** The parts of a session that parsing whole files needs. */
export interface SyntaxHost {
  readonly runtime: Runtime;
  readonly files: WorkspaceFiles;
  readonly index: WorkspaceIndex;
  readonly log: Log;
}

/** What is known of one environment's files. */
interface Checked {
  /** The files of a snapshot that were looked at: parsed, being parsed, or waiting. */
  seen: readonly RevisionFile[];
  /** Files with unsaved text: half-typed code is no mistake. */
  waiting: readonly RevisionFile[];
  readonly problems: Map<RevisionFile, SyntaxProblem>;
  /** Undefined until all files were parsed once. */
  facts: SyntaxFacts | undefined;
}

/**
 * Has the files of the index parsed whole, as they are saved, while nothing else is going on: all once, then
 * those that were read again. What a parse found holds for one reading of a file, so that it is gone with the
 * next keystroke and comes back, if it must, when the file is saved.
 */
export class WorkspaceSyntax {
  readonly #host: SyntaxHost;
  readonly #checker: SyntaxChecker;
  readonly #debounce: Debounce;
  readonly #checked = new Map<string, Checked>();
  #running: Promise<void> | undefined;
  #isUnable = false;

  constructor(host: SyntaxHost, checker: SyntaxChecker) {
    this.#host = host;
    this.#checker = checker;
    const { runtime } = host;
    const now = (): number => runtime.monotonicMilliseconds();
    this.#debounce = new Debounce(runtime.timers, now, () => void this.#checkAfterRunning());
    host.index.onDidChange(({ isComplete }) => {
      if (isComplete) this.noteChange();
    });
  }

  /** Files were read again, or saved: those that can be are parsed after a pause. */
  noteChange(): void {
    if (!this.#isUnable) this.#debounce.call(diskDelays);
  }

  /** What is known of a snapshot's files; the very same object while that is the same. */
  factsFor(snapshot: EnvironmentSnapshot): SyntaxFacts | undefined {
    const checked = this.#checked.get(snapshot.environment.key);
    if (!checked?.facts) return undefined;
    const facts = new Map<string, SyntaxProblem>();
    for (const [file, problem] of checked.problems)
      if (snapshot.filesByPath.get(file.path) === file) facts.set(file.path, problem);
    if (!isSame(facts, checked.facts)) checked.facts = facts;
    return checked.facts;
  }

  dispose(): void {
    this.#isUnable = true;
    this.#debounce.cancel();
    this.#checker.dispose();
  }

  async #checkAfterRunning(): Promise<void> {
    if (this.#running) {
      await this.#running;
      return this.noteChange();
    }
    this.#running = this.#check().finally(() => (this.#running = undefined));
    await this.#running;
  }

  async #check(): Promise<void> {
    const environments = [...this.#host.index.state.environments.values()];
    const due = environments.filter(isEnabled).map((each) => this.#takeDue(each));
    const paths = new Set(due.flatMap(({ files }) => files.map(({ path }) => path)));
    const problems: SyntaxFacts | undefined =
      paths.size > 0 ? await this.#checker.check([...paths]) : new Map<string, SyntaxProblem>();
    if (!problems) {
      this.#isUnable = true;
      return;
    }
    let isNew = false;
    for (const { checked, files } of due) {
      isNew ||= checked.facts === undefined;
      checked.facts ??= new Map();
      for (const file of files) {
        const problem = problems.get(file.path);
        if (problem) checked.problems.set(file, problem);
        isNew ||= problem !== undefined;
      }
    }
    if (isNew) this.#host.index.noteFacts();
  }

  /** The files of an environment that are to be parsed now, which then count as seen. */
  #takeDue({ snapshot }: IndexedEnvironment): {
    readonly checked: Checked;
    readonly files: readonly RevisionFile[];
  } {
    const { key } = snapshot.environment;
    const checked: Checked = this.#checked.get(key) ?? {
      seen: [],
      waiting: [],
      problems: new Map(),
      facts: undefined,
    };
    this.#checked.set(key, checked);
    const isCurrent = (file: RevisionFile): boolean => snapshot.filesByPath.get(file.path) === file;
    for (const file of checked.problems.keys()) if (!isCurrent(file)) checked.problems.delete(file);
    const candidates = [
      ...checked.waiting.filter(isCurrent),
      ...newFiles(snapshot.files, checked.seen).filter(needsParser),
    ];
    const isSaved = ({ path }: RevisionFile): boolean => this.#host.files.isSaved(path);
    checked.seen = snapshot.files;
    checked.waiting = candidates.filter((file) => !isSaved(file));
    const waiting = new Set(checked.waiting);
    return { checked, files: candidates.filter((file) => !waiting.has(file)) };
  }
}

/** Where the rule is off, nothing is parsed. */
function isEnabled({ folder }: IndexedEnvironment): boolean {
  return folder.settings.rules['invalid-syntax'] !== 'off';
}

function newFiles(files: readonly RevisionFile[], seen: readonly RevisionFile[]): readonly RevisionFile[] {
  if (files === seen) return [];
  if (files.length === seen.length) return files.filter((file, place) => file !== seen[place]);
  const known = new Set(seen);
  return files.filter((file) => !known.has(file));
}

function isSame(one: SyntaxFacts, other: SyntaxFacts): boolean {
  return one.size === other.size && [...one].every(([path, problem]) => other.get(path) === problem);
}

/** Starts to check the syntax of a session's files, where the host can. */
export function openWorkspaceSyntax(host: SyntaxHost): WorkspaceSyntax | undefined {
  const checker = host.runtime.openSyntax?.((message) => host.log.info(message));
  return checker && new WorkspaceSyntax(host, checker);
}
