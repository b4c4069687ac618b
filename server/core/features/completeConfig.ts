import { listedRules } from '../rules/engine/ruleList';
import type { TextRange } from '../text/textRange';
import {
  configKeyOf,
  configKeys,
  describeConfigKey,
  dialectNames,
  ruleLevels,
} from '../workbenchConfig/configKeys';
import { configPrefix } from '../workbenchConfig/readWorkbenchConfig';
import type { ConfigPlace } from './configPlace';
import { configPlaceAt } from './configPlace';

/** A key, rule or value that may stand at a place. */
export interface ConfigChoice {
  readonly name: string;
  /** What is written in the place of the range. */
  readonly text: string;
  readonly description: string;
  readonly kind: 'key' | 'rule' | 'value';
}

/** What may stand at a place of a workbench configuration. */
export interface ConfigCompletion {
  readonly range: TextRange;
  readonly choices: readonly ConfigChoice[];
}

/** Completes keys, rule ids, severities and other words of a workbench configuration; undefined elsewhere. */
export function completeConfig(path: string, text: string, offset: number): ConfigCompletion | undefined {
  const header = headerAt(path, text, offset);
  if (header) return header;
  const place = configPlaceAt(path, text, offset);
  const choices = place && choicesAt(place);
  if (!place || !choices || choices.length === 0) return undefined;
  const line = text.slice(place.range.end, lineEnd(text, place.range.end));
  const isLast = line.trim() === '';
  return {
    range: place.range,
    choices: choices.map((choice) => ({ ...choice, text: writtenChoice(choice, place, isLast) })),
  };
}

/** A key or rule that is named in a workbench configuration, for the hover. */
export interface NamedInConfigFile {
  readonly range: TextRange;
  readonly kind: 'key' | 'rule';
  readonly name: string;
  readonly description: string;
}

/** The key or rule under an offset. */
export function configNameAt(path: string, text: string, offset: number): NamedInConfigFile | undefined {
  const place = configPlaceAt(path, text, offset);
  if (!place) return undefined;
  const { range } = place;
  const name = text.slice(range.start, range.end);
  const choice = choicesAt(place)?.find((each) => each.name === name);
  if (!choice || choice.kind === 'value') return undefined;
  return { range, kind: choice.kind, name, description: choice.description };
}

type Choice = Omit<ConfigChoice, 'text'>;

function choicesAt({ path, mode, isListed }: ConfigPlace): readonly Choice[] | undefined {
  const [key, name, ...more] = path;
  if (mode === 'key') {
    if (key === undefined) return keyChoices;
    return key === 'rules' && name === undefined ? ruleChoices : undefined;
  }
  if (key === undefined || more.length > 0) return undefined;
  const kind = configKeyOf(key)?.kind;
  if (name === undefined) {
    if (kind === 'dialects') return dialectNames.map((each) => value(each, ''));
    return kind === 'flag' ? ['true', 'false'].map((each) => value(each, '')) : undefined;
  }
  if (kind === 'levels' && !isListed) return ruleLevels.map((level) => value(level, ''));
  return kind === 'ignores' ? ruleChoices : undefined;
}

const keyChoices: readonly Choice[] = configKeys.map((key) => ({
  name: key.name,
  description: describeConfigKey(key),
  kind: 'key',
}));

const ruleChoices: readonly Choice[] = listedRules.map(({ id, severity, summary }) => ({
  name: id,
  description: `${summary} Default: ${severity}.`,
  kind: 'rule',
}));

function value(name: string, description: string): Choice {
  return { name, description, kind: 'value' };
}

/** A choice as TOML has it at the place. */
function writtenChoice(
  { name }: Choice,
  { mode, quote, isListed, path }: ConfigPlace,
  isLast: boolean,
): string {
  if (quote !== '') return name;
  if (mode === 'key') return isLast ? `${name} = ` : name;
  if (name === 'true' || name === 'false') return name;
  const isList = !isListed && (path[0] === 'dialects' || path[0] === 'per-revision-ignore');
  return isList ? `["${name}"]` : `"${name}"`;
}

/** The tables of pyproject.toml that are ours, where a header is being written. */
function headerAt(path: string, text: string, offset: number): ConfigCompletion | undefined {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const written = /^[ \t]*\[([\w.-]*)$/.exec(line.slice(-200))?.[1];
  if (written === undefined) return undefined;
  const prefix = configPrefix(path).join('.');
  const tables = ['', 'rules', 'per-revision-ignore']
    .map((name) => [prefix, name].filter((part) => part !== '').join('.'))
    .filter((name) => name !== '');
  const after = /^[\w.-]*/.exec(text.slice(offset, lineEnd(text, offset)))?.[0] ?? '';
  return {
    range: { start: offset - written.length, end: offset + after.length },
    choices: tables.map((name) => ({ name, text: name, description: '', kind: 'key' })),
  };
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
