import { isWindowsPath } from '../files/paths';
import type { ConfigurationProblem } from './alembicConfiguration';
import { attempt } from './configurationError';
import { configurationProblem } from './configurationProblems';
import { commentOutFix, valueFix } from './configurationFix';
import type { ConfigurationSources, OptionLookup } from './configurationSources';
import { kindOfEncoding } from './pythonEncodings';

/** What is wrong with `output_encoding`, in which `alembic revision` and `alembic merge` write. */
export function outputEncodingProblems(
  sources: ConfigurationSources,
  lookup: OptionLookup,
): readonly ConfigurationProblem[] {
  const value = attempt(() => lookup.option('output_encoding'));
  const place = lookup.place('output_encoding');
  if (typeof value !== 'string' || !place) return [];
  const kind = kindOfEncoding(value, isWindowsPath(sources.workingDirectory));
  if (kind === 'utf-8' || kind === 'ascii-compatible') return [];
  const isToml = place.file === sources.toml?.path;
  const text = (isToml ? sources.toml?.text : sources.ini?.text) ?? '';
  const name = isToml ? '"utf-8"' : place.range.start === place.range.end ? ' utf-8' : 'utf-8';
  const isStatement = !isToml || sources.toml?.entries.get('output_encoding')?.isStatement === true;
  return [
    configurationProblem(
      'config-encoding',
      'error',
      kind === 'unknown'
        ? `‘${value}’ is no encoding of texts that Python knows, so “alembic revision” and “alembic merge” fail with LookupError; write utf-8.`
        : `Python can't load a revision that is written in ‘${value}’, so every Alembic command fails after “alembic revision”; write utf-8.`,
      place,
      [
        valueFix(text, place.range, name, 'Write utf-8, the default'),
        ...(isStatement
          ? [commentOutFix(text, place.range, 'Make a comment of output_encoding, so that the default holds')]
          : []),
      ],
    ),
  ];
}

/** The first character beyond ASCII in an ini file, which Python on Windows reads in the code page. */
export function codePageProblems({ ini }: ConfigurationSources): readonly ConfigurationProblem[] {
  const at = ini?.error ? -1 : (ini?.text.search(/[^\0-\x7f]/) ?? -1);
  if (!ini || at < 0) return [];
  const character = String.fromCodePoint(ini.text.codePointAt(at) ?? 0);
  return [
    configurationProblem(
      'config-encoding',
      'hint',
      `Python on Windows reads this file in the code page of the machine, where ‘${character}’ may be another character or none; write ASCII alone.`,
      { file: ini.path, range: { start: at, end: at + character.length } },
    ),
  ];
}
