import type { FileSystem } from '../core/project/fileSystem';

/** What a command line may touch. */
export interface CommandHost {
  /** Absolute, with `/`. */
  readonly workingDirectory: string;
  readonly fileSystem: FileSystem;
  /** Whether standard output is a terminal that may be sent colours. */
  readonly colours: boolean;
  print(text: string): void;
  printError(text: string): void;
  /** The lines of standard input, as they come. */
  inputLines(): AsyncIterable<string>;
}

/** Wrong use of the command line: one sentence on what is wrong and what to do next, exit code 2. */
export class UsageError extends Error {}
