/** The commands of Alembic that a project may have lines of its own for. */
export const alembicVerbs = ['upgrade', 'downgrade', 'revision', 'current', 'history', 'stamp'] as const;

/** One of these commands. */
export type AlembicVerb = (typeof alembicVerbs)[number];

/** A command line of the project's own that runs Alembic, as far as its files say. Nothing was run. */
export interface OwnCommand {
  /** The line, run in the workspace folder, with the placeholders of the setting `commandLines`. */
  readonly line: string;
  /** What it has Alembic do; several where one line does several things. */
  readonly verbs: readonly AlembicVerb[];
  readonly file: string;
  readonly offset: number;
}

/** Code of the application that runs Alembic by itself. */
export interface AutomaticRun {
  readonly verb: AlembicVerb;
  readonly file: string;
  readonly offset: number;
}

/** Code that configures Alembic without a config file: `set_main_option("script_location", …)`. */
export interface CodeConfiguration {
  readonly file: string;
  readonly offset: number;
  /** Options with their text; null for one that is computed. */
  readonly options: Readonly<Record<string, string | null>>;
}

/** What the files of a workspace folder say of how its Alembic is run. */
export interface OwnCommands {
  readonly commands: readonly OwnCommand[];
  readonly automatic: readonly AutomaticRun[];
  readonly configured: readonly CodeConfiguration[];
}
