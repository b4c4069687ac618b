import type { AlembicConfiguration } from '../../config/alembicConfiguration';
import { readRevisionEnvironment } from '../../config/alembicSettings';
import { ConfigurationError } from '../../config/configurationError';
import { OptionLookup } from '../../config/configurationSources';
import { loadSources } from '../../config/loadSources';
import type { FileSystem } from '../../files/fileSystem';
import type { EditContext } from '../editContext';

/**
 * What a template may ask of the configuration: its options, and whether env.py runs before a template is
 * rendered.
 */
export function templateOptions(
  fileSystem: FileSystem,
  configuration: Pick<AlembicConfiguration, 'configFile' | 'section' | 'workingDirectory'>,
): Required<Pick<EditContext, 'mainOption' | 'revisionEnvironment'>> {
  const { configFile, section, workingDirectory } = configuration;
  const isToml = configFile !== undefined && /(?:^|\/)pyproject\.toml$/.test(configFile);
  const lookup = new OptionLookup(
    loadSources(fileSystem, {
      ini: isToml ? 'alembic.ini' : configFile,
      toml: isToml ? configFile : 'pyproject.toml',
      section,
      workingDirectory,
    }),
  );
  return {
    mainOption: (name) => withoutErrors(() => lookup.iniValue(name.toLowerCase()), undefined),
    // An option that Alembic would stumble over leaves open what env.py does.
    revisionEnvironment: withoutErrors(() => readRevisionEnvironment(lookup), true),
  };
}

function withoutErrors<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigurationError) return otherwise;
    throw error;
  }
}
