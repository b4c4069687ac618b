import { ConfigurationError } from './configurationError';
import { fileNameOf } from '../files/paths';

/** The ini and the pyproject.toml that a command line reads, as given there. */
export interface ConfigFilePair {
  readonly ini: string;
  readonly toml: string;
}

/**
 * Which files `alembic -c … -c …` reads: `options` are the values of `-c`, `environment` that of
 * `ALEMBIC_CONFIG`. Throws a ConfigurationError where one kind is given twice.
 */
export function configFilePair(options: readonly string[], environment: string | undefined): ConfigFilePair {
  const isToml = (path: string): boolean => fileNameOf(path) === 'pyproject.toml';
  const tomls = options.filter(isToml);
  const inis = options.filter((path) => !isToml(path));
  if (tomls.length > 1)
    throw new ConfigurationError('CommandError', 'pyproject.toml indicated more than once');
  if (inis.length > 1) throw new ConfigurationError('CommandError', 'only one ini file may be indicated');
  const given = environment === '' ? undefined : environment;
  return {
    ini: inis[0] ?? (given !== undefined && !isToml(given) ? given : 'alembic.ini'),
    toml: tomls[0] ?? (given !== undefined && isToml(given) ? given : 'pyproject.toml'),
  };
}
