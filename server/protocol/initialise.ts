/**
 * What the command that initialises Alembic takes where a config file says already where the script directory
 * is to be.
 */
export interface InitialiseArgument {
  readonly configUri: string;
  readonly directoryUri: string;
}
