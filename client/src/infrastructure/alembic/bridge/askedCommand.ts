/** How a program of Python's is started: with `-m`, or as a script of its own, by its path or its name. */
export type AlembicProgram = { readonly module: string } | { readonly script: string };

/** The real command in whose place the bridge asks: env.py sees its words and its path of imports. */
export interface AskedCommand {
  readonly program: AlembicProgram;
  readonly config: string | null;
  /** Values of `-x`. */
  readonly xArguments: readonly string[];
  /** All words after the program, for a sub-command of Alembic with its arguments. */
  readonly words: (command: readonly string[]) => readonly string[];
}
