/** The folders that an environment's Alembic is run with. */
export interface RunPlace {
  readonly configFile: string;
  readonly workingDirectory: string;
  /** The folder above which nothing of the project is looked for. */
  readonly top: string;
  /** Another checkout than the workspace's, in which a command of the settings' own might mean other folders. */
  readonly isElsewhere: boolean;
}
