import type { ConfigurationProblem } from './alembicConfiguration';
import type { ConfigurationError, ConfigurationPlace } from './configurationError';
import type { ConfigurationFix } from './configurationFix';
import { configurationProblem } from './configurationProblems';
import { ByteOrderMarkError, EncodingError } from './encodingFlaws';
import { tooLargeType } from './interpolation';
import { MergeConflictError } from './mergeConflict';
import { tooManyPartsType } from './tomlFile';
import { UnreadableFileError } from './unreadableFile';

/** What an error says, as a problem at its place. */
export function problemOfError(
  error: ConfigurationError,
  fallback: ConfigurationPlace,
  fixes: readonly ConfigurationFix[] = [],
): ConfigurationProblem {
  const place = error.place ?? fallback;
  const option = error.option ?? 'the option';
  if (error instanceof ByteOrderMarkError)
    return configurationProblem(
      'config-unreadable',
      'error',
      `This file begins with a UTF-8 byte order mark, which Python can't read here (${error.type}: ${firstSentence(error.message)}); save it as UTF-8 without the mark, in VS Code with “Change File Encoding”, “Save with Encoding”, “UTF-8”.`,
      place,
      fixes,
    );
  if (error instanceof EncodingError)
    return configurationProblem(
      'config-encoding',
      'error',
      `${wordsOfFlaw(error)}, so every Alembic command fails (${error.type}); save it as UTF-8, in VS Code with “Change File Encoding”, “Save with Encoding”, “UTF-8”.`,
      place,
      fixes,
    );
  if (error instanceof MergeConflictError)
    return {
      code: 'merge-conflict-markers',
      severity: 'error',
      message: `A merge conflict is not resolved in this config file, so every Alembic command fails (${error.type}): keep one side and remove the markers.`,
      ...place,
      fixes,
    };
  if (error instanceof UnreadableFileError)
    return configurationProblem(
      'config-unreadable',
      'error',
      `This config file can't be read, since it is ${error.message}: replace it, or give yourself the right to read it.`,
      place,
      fixes,
    );
  switch (error.type) {
    case 'InterpolationMissingOptionError':
    case 'InterpolationSyntaxError':
    case 'InterpolationDepthError':
      return configurationProblem(
        'config-interpolation',
        'error',
        `Alembic can't interpolate ${option}: ${firstSentence(error.message)}; write %% for a percent sign, or define the name in this section or [DEFAULT].`,
        place,
        fixes,
      );
    case tooLargeType:
      return configurationProblem(
        'config-invalid-value',
        'warning',
        `${option} is not followed here, for ${error.message}; shorten it.`,
        place,
        fixes,
      );
    case tooManyPartsType:
      return configurationProblem(
        'config-unreadable',
        'warning',
        `This file is not read here, because ${error.message}: shorten it, or set up Alembic in an alembic.ini.`,
        place,
        fixes,
      );
    case 'ModuleNotFoundError':
      return configurationProblem(
        'config-missing-script-directory',
        'warning',
        `${error.message}: the package was not found in this workspace; add its folder to prepend_sys_path, or correct the name.`,
        place,
        fixes,
      );
    case 'KeyError':
    case 'TypeError':
    case 'ValueError':
    case 'CommandError':
      return configurationProblem(
        'config-invalid-value',
        'error',
        `Alembic can't use ${option}: ${error.message}; correct the value.`,
        place,
        fixes,
      );
    default:
      return configurationProblem(
        'config-unreadable',
        'error',
        `Python can't read this file (${error.type}: ${firstSentence(error.message)}); correct the line.`,
        place,
        fixes,
      );
  }
}

/** Half a sentence on what the bytes of a config file are. */
function wordsOfFlaw({ flaw, place }: EncodingError): string {
  if (flaw.kind !== 'not-utf-8') return "This file is saved as UTF-16, which Python can't read here";
  return place?.file.endsWith('.toml') === true
    ? 'From here on, this file is not the UTF-8 that TOML has to be'
    : 'Python reads this file in the encoding of the machine, and from here on it is not UTF-8';
}

/** Characters of an error's text that a problem shows: it may quote a whole value. */
const mostShown = 1000;

function firstSentence(message: string): string {
  const [sentence = ''] = message.split('\n', 1);
  return sentence.length > mostShown ? `${sentence.slice(0, mostShown)}…` : sentence;
}
