import { distance } from 'fastest-levenshtein';
import type { ConfigurationProblem } from './alembicConfiguration';
import { attempt } from './configurationError';
import type { ConfigurationPlace } from './configurationError';
import type { ConfigurationFix } from './configurationFix';
import { valueFix } from './configurationFix';
import { configurationProblem } from './configurationProblems';
import type { ConfigurationSources, OptionLookup } from './configurationSources';
import { commentAboveFix, renameFix, separatorFixes } from './optionFixes';

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
