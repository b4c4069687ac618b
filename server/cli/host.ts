import type { GitNeed } from '../core/edits/fixes/fixKind';
import type { ChangeBounds, PassedChange } from '../core/edits/gateChange';
import type { GitFiles } from '../core/findings/gitFiles';
import type { StagedFiles } from '../core/features/committedApart';
import type { EditSources } from '../core/features/editContextOf';
import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import type { FileSystem } from '../core/files/fileSystem';
import type { GitFacts } from '../core/rules/engine/gitFacts';
import type { SyntaxFacts } from '../core/rules/engine/syntaxFacts';
import type { Finding } from '../core/findings/finding';
import type { RuleSettings } from '../core/rules/engine/ruleSettings';
import type { CiRun } from './ciVariables';
import type { SettleOutcome } from '../disk/write/settleInterrupted';
import type { WriteOutcome } from '../disk/write/writeChange';

/** What a command line may touch. */
export interface CommandHost {
  /** Absolute, with `/`. */
  readonly workingDirectory: string;
  readonly fileSystem: FileSystem;
  /** The config file that the variable `ALEMBIC_CONFIG` names. */
  readonly alembicConfig: string | undefined;
  /** What a CI service says of this run. */
  readonly ci: CiRun;
  /** Whether a person reads standard output in a terminal. */
  readonly isTerminal: boolean;
  /** Whether standard output is a terminal that may be sent colours. */
  readonly colours: boolean;
  /** The same of standard error. */
  readonly errorColours: boolean;
  print(text: string): void;
  printError(text: string): void;
  /** Chance and time, for commands that change files. */
  readonly editing: EditSources;
  /** Writes a change to disk, whole or not at all. */
  write(change: PassedChange): Promise<WriteOutcome>;
  /** Messages about changes to these folders that a kill interrupted; empty without a journal of one. */
  interruptedChanges(bounds: () => ChangeBounds): Promise<readonly string[]>;
  /** Finishes or reverts such changes, and keeps other processes from writing there until this one ends. */
  settleInterrupted(bounds: () => ChangeBounds): Promise<Omit<SettleOutcome, 'claim'>>;
  /**
   * Git's facts about an environment; undefined, with a printed note, if there are none. Compares with the
   * usual main branch unless one is named.
   */
  readGit(snapshot: EnvironmentSnapshot, mainBranch?: string): Promise<GitFacts | undefined>;
  /** What the commit under way takes; undefined outside of Git's hook before a commit. */
  readStaged(snapshot: EnvironmentSnapshot): Promise<StagedFiles | undefined>;
  /** The files that Git has for a fix. */
  readGitFiles(snapshot: EnvironmentSnapshot, need: GitNeed): Promise<GitFiles>;
  /** Runs every rule; their code is loaded when it is first asked for. */
  runRules(snapshot: EnvironmentSnapshot, settings: RuleSettings): Promise<readonly Finding[]>;
  /** Which of these files are not valid Python, or undefined and a word on why that can't be told. */
  checkSyntax(paths: readonly string[]): Promise<SyntaxFacts | undefined>;
  /** The lines of standard input, as they come. */
  inputLines(): AsyncIterable<string>;
  /** The pages about rules, by rule id. */
  rulePages(): Promise<ReadonlyMap<string, string>>;
  /** Waits until something in one of these folders changes; false where they can't be watched. */
  nextChange(folders: readonly string[]): Promise<boolean>;
  /** Writes a report to a file that a person named; gives the reason where that fails. */
  writeOutput(path: string, text: string): Promise<string | undefined>;
}

/** Wrong use of the command line: one sentence on what is wrong and what to do next, exit code 2. */
export class UsageError extends Error {}

/** Throws a UsageError where `current` is among the words that name revisions for Alembic. */
export function refuseCurrent(words: readonly string[]): void {
  if (words.includes('current'))
    throw new UsageError(
      "'current' is known to the database alone, which is not asked here: give a revision in its place.",
    );
}
