import { ByteOrderMarkError, EncodingError } from './encodingFlaws';
import type { ConfigurationError, ConfigurationPlace } from './configurationError';
import type { ConfigurationFix } from './configurationFix';
import { commentOutFix, valueFix } from './configurationFix';
import type { ConfigurationSources, OptionLookup } from './configurationSources';
import { configConflictFixes, MergeConflictError } from './mergeConflict';
import { percentFixes } from './optionFixes';
import { syntaxFixes } from './syntaxFixes';
import { UnreadableFileError } from './unreadableFile';

/** What can be done about an error that reading the configuration raises. `place` is where it is shown. */
export function errorFixes(
  sources: ConfigurationSources,
  lookup: OptionLookup,
  error: ConfigurationError,
  place: ConfigurationPlace,
): readonly ConfigurationFix[] {
  // No edit of the text reaches its bytes, or a text that is not there.
  if (
    error instanceof ByteOrderMarkError ||
    error instanceof EncodingError ||
    error instanceof UnreadableFileError
  )
    return [];
  const { ini, toml, section } = sources;
  const isToml = place.file === toml?.path;
  const text = isToml ? toml.text : ini?.path === place.file ? ini.text : undefined;
  if (text === undefined) return [];
  if (error instanceof MergeConflictError) return configConflictFixes(text);
  if (
    /^(?:MissingSectionHeader|DuplicateOption|DuplicateSection|Parsing|TOMLDecode)Error$/.test(error.type)
  ) {
    return syntaxFixes(text, error, section);
  }
  const option = error.option;
  if (option === undefined || !error.place) return [];
  const entry = isToml ? toml.entries.get(option) : undefined;
  const range = isToml ? entry?.value : place.range;
  if (!range) return [];
  const fallback =
    option === 'script_location' || entry?.isStatement === false
      ? []
      : [commentOutFix(text, range, `Make a comment of ${option}, so that the default holds`)];
  if (/^Interpolation/.test(error.type)) {
    const known = ini ? [...namesOf(sources), 'here'] : ['here'];
    return [...percentsOf(lookup, text, option, known, new Set()), ...fallback];
  }
  const written = text.slice(range.start, range.end);
  if (option === 'truncate_slug_length')
    return [valueFix(text, range, '40', 'Write 40, the default'), ...fallback];
  const bare = /^["'](true|false)["']$/i.exec(written)?.[1]?.toLowerCase();
  if (isToml && bare !== undefined) return [valueFix(text, range, bare, `Write ${bare}`), ...fallback];
  if (isToml && error.message.startsWith('unsupported TOML value')) {
    return [valueFix(text, range, `"${written}"`, `Write "${written}"`), ...fallback];
  }
  const percents = isToml ? percentFixes(text, entry?.members ?? [range], ['here']) : [];
  return [...percents, ...fallback];
}

function namesOf({ ini, section }: ConfigurationSources): readonly string[] {
  return [...(ini?.defaults.keys() ?? []), ...(ini?.sections.get(section)?.options.keys() ?? [])];
}

/** How many options are followed from one to the next. */
const mostFollowed = 100;

/** In an option's own value, else in those that it refers to. */
function percentsOf(
  lookup: OptionLookup,
  text: string,
  name: string,
  known: readonly string[],
  seen: Set<string>,
): readonly ConfigurationFix[] {
  const option = lookup.iniOption(name);
  if (!option || seen.has(name) || seen.size > mostFollowed) return [];
  seen.add(name);
  const own = percentFixes(text, [option.valueRange], known);
  if (own.length > 0) return own;
  return option.value
    .split('%(')
    .slice(1)
    .flatMap((part) => {
      const end = part.indexOf(')s');
      return end > 0 ? percentsOf(lookup, text, part.slice(0, end).toLowerCase(), known, seen) : [];
    });
}
