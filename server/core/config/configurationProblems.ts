import { distance } from 'fastest-levenshtein';
import type { ConfigurationProblem } from './alembicConfiguration';
import { ByteOrderMarkError, EncodingError } from './encodingFlaws';
import { ConfigurationError } from './configurationError';
import type { ConfigurationPlace } from './configurationError';
import type { ConfigurationSources, OptionLookup } from './configurationSources';
import type { ConfigurationFix } from './configurationFix';
import { valueFix } from './configurationFix';
import { tooLargeType } from './interpolation';
import { MergeConflictError } from './mergeConflict';
import { UnreadableFileError } from './unreadableFile';
import { commentAboveFix, renameFix, separatorFixes } from './optionFixes';

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
        `Alembic refuses ${option}: ${error.message}; correct the value.`,
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

const separatorValues = ['os', 'space', 'newline', ':', ';'];
const knownOptions = [
  'script_location',
  'version_locations',
  'path_separator',
  'version_path_separator',
  'recursive_version_locations',
  'prepend_sys_path',
  'file_template',
  'truncate_slug_length',
  'timezone',
  'revision_environment',
  'sourceless',
  'output_encoding',
];

/** What can be said of the options themselves, without looking at directories. */
export function optionProblems(sources: ConfigurationSources, lookup: OptionLookup): ConfigurationProblem[] {
  const text = sources.ini?.text ?? '';
  return [...separatorProblems(lookup, text), ...booleanProblems(lookup, text), ...unknownOptions(sources)];
}

function separatorProblems(lookup: OptionLookup, text: string): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const hasList = [lookup.iniOption('version_locations'), lookup.iniOption('prepend_sys_path')];
  for (const name of ['path_separator', 'version_path_separator']) {
    const value = attempt(() => lookup.iniValue(name));
    const option = lookup.iniOption(name);
    const place = option && lookup.iniPlace(option);
    if (value === undefined || !place || separatorValues.includes(value)) continue;
    const lists = name === 'path_separator' ? hasList : hasList.slice(0, 1);
    // Alembic asks for the older name only where the newer one is not set; before 1.16 it knew no other.
    const isHidden = name === 'version_path_separator' && lookup.iniOption('path_separator') !== undefined;
    const isFatal = !isHidden && lists.some((list) => list !== undefined && list.value !== '');
    const consequence = isFatal
      ? ', so that every command fails'
      : isHidden
        ? ', which matters to Alembic before 1.16 alone, for path_separator comes first'
        : ', which matters as soon as a list of paths is set';
    const comment = /^(os|space|newline|:|;)\s*[#;]/.exec(value);
    const advice = comment
      ? `an ini file has no comments behind a value; put the comment on its own line so that the value is ‘${comment[1] ?? ''}’`
      : 'use os, space, newline, : or ;';
    problems.push(
      configurationProblem(
        'config-unknown-separator',
        isFatal ? 'error' : 'information',
        `‘${value}’ is no separator that Alembic knows${consequence}; ${advice}.`,
        place,
        comment
          ? [commentAboveFix(text, place.range, comment[1] ?? '')]
          : separatorFixes(text, place.range, value, lists.find((list) => list?.value)?.value),
      ),
    );
  }
  return problems;
}

/** `True`, `1` or `yes` look like true and are false. */
function booleanProblems(lookup: OptionLookup, text: string): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  for (const name of ['recursive_version_locations', 'sourceless']) {
    const value = attempt(() => lookup.iniValue(name));
    const option = lookup.iniOption(name);
    const place = option && lookup.iniPlace(option);
    if (!value || !place || ['true', 'false'].includes(value) || !/^(true|yes|on|1|y|t)\b/i.test(value))
      continue;
    problems.push(
      configurationProblem(
        'config-invalid-value',
        'warning',
        `Alembic takes ‘${value}’ for false, because only ‘true’ in exactly this spelling is true; write ${name} = true.`,
        place,
        ['true', 'false'].map((word) => valueFix(text, place.range, word, `Write ${word}`)),
      ),
    );
  }
  return problems;
}

function unknownOptions(sources: ConfigurationSources): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const report = (
    name: string,
    place: ConfigurationPlace | undefined,
    fixes: (known: string) => readonly ConfigurationFix[],
  ): void => {
    const meant = place && !knownOptions.includes(name) && knownOptions.find((known) => isClose(name, known));
    if (meant)
      problems.push(
        configurationProblem(
          'config-unknown-option',
          'warning',
          `Alembic has no option ‘${name}’ and ignores it; did you mean ${meant}?`,
          place,
          fixes(meant),
        ),
      );
  };
  const { ini, toml } = sources;
  const own = ini?.sections.get(sources.section)?.options;
  for (const option of own?.values() ?? [])
    report(option.name, ini && { file: ini.path, range: option.nameRange }, (known) => [
      renameFix(ini?.text ?? '', option.nameRange, known, own?.has(known) ?? false),
    ]);
  for (const [name, { key, value, isStatement }] of toml?.entries ?? [])
    report(name, toml && { file: toml.path, range: value ?? key }, (known) => {
      const isTaken = toml?.entries.has(known) ?? false;
      const canChange = value !== undefined && (isStatement || !isTaken);
      return canChange ? [renameFix(toml?.text ?? '', isTaken ? value : key, known, isTaken)] : [];
    });
  return problems;
}

/** Whether at most two letters are to be changed, added or left out. */
function isClose(a: string, b: string): boolean {
  return a.length >= 6 && Math.abs(a.length - b.length) <= 2 && distance(a, b) <= 2;
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

/** Characters of an error's text that a problem shows: it may quote a whole value. */
const mostShown = 1000;

function firstSentence(message: string): string {
  const [sentence = ''] = message.split('\n', 1);
  return sentence.length > mostShown ? `${sentence.slice(0, mostShown)}…` : sentence;
}
