import type { ConfigurationProblem } from './alembicConfiguration';
import type { ConfigurationPlace } from './configurationError';
import type { ConfigurationFix } from './configurationFix';

/** The codes of what is found in config files. */
export type ConfigurationProblemCode =
  | 'config-unreadable'
  | 'config-interpolation'
  | 'config-missing-script-directory'
  | 'config-missing-version-location'
  | 'config-duplicate-location'
  | 'config-invalid-path'
  | 'config-encoding'
  | 'config-unreachable-file-template'
  | 'config-unknown-separator'
  | 'config-invalid-value'
  | 'config-unknown-option'
  | 'workbench-config';

/** Every code with one sentence on what it finds. */
export const configurationProblemCodes: Readonly<Record<ConfigurationProblemCode, string>> = {
  'config-unreadable': 'The config file is not valid ini or TOML.',
  'config-interpolation': 'A percent sign or reference in an option cannot be interpolated.',
  'config-missing-script-directory': 'The directory that script_location names does not exist.',
  'config-missing-version-location': 'A directory of version_locations does not exist.',
  'config-duplicate-location': 'Two entries of version_locations are the same folder.',
  'config-invalid-path': 'An entry of prepend_sys_path is no folder.',
  'config-encoding': "Python can't read the encoding of a config file, or that of new revisions.",
  'config-unreachable-file-template':
    'The file_template puts new revisions into a folder from which Alembic never reads them.',
  'config-unknown-separator': 'The separator of path lists is none that Alembic knows.',
  'config-invalid-value': 'The value of an option is not what Alembic expects.',
  'config-unknown-option': 'An option that Alembic does not know has almost the name of one that it knows.',
  'workbench-config': 'An entry of [tool.alembic-workbench] does not exist or has the wrong form.',
};

/** A problem; where its place is not known it is put at the start of `file`. */
export function configurationProblem(
  code: ConfigurationProblemCode,
  severity: ConfigurationProblem['severity'],
  message: string,
  place: ConfigurationPlace,
  fixes: readonly ConfigurationFix[] = [],
): ConfigurationProblem {
  return { code, severity, message, file: place.file, range: place.range, fixes };
}
