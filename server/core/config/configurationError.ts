import type { AlembicError } from '../revision/errors/alembicError';
import type { TextRange } from '../text/textRange';

/** Where in a config file an error comes from. */
export interface ConfigurationPlace {
  readonly file: string;
  readonly range: TextRange;
}

/** An error of Alembic or Python over the configuration. Thrown inside this folder only. */
export class ConfigurationError extends Error {
  readonly type: string;
  readonly place: ConfigurationPlace | undefined;
  /** The option that was being read. */
  readonly option: string | undefined;

  constructor(type: string, message: string, place?: ConfigurationPlace, option?: string) {
    super(message);
    this.type = type;
    this.place = place;
    this.option = option;
  }

  get alembicError(): AlembicError {
    return { type: this.type, message: this.message };
  }
}

/** The result, or undefined where a ConfigurationError is thrown. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}
