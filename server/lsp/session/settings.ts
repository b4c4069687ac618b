import { defaultServerSettings } from '../../protocol/settings';
import type { RuleLevel, ServerSettings } from '../../protocol/settings';

/** Reads settings as a client sends them: what is missing or malformed has its default. */
export function parseServerSettings(value: unknown): ServerSettings {
  if (!isRecord(value)) return defaultServerSettings;
  return {
    configFiles: Array.isArray(value.configFiles)
      ? value.configFiles.filter(isConfigFile)
      : defaultServerSettings.configFiles,
    rules: isRecord(value.rules)
      ? Object.fromEntries(Object.entries(value.rules).filter(isRuleSetting))
      : defaultServerSettings.rules,
    mainBranch: typeof value.mainBranch === 'string' ? value.mainBranch : defaultServerSettings.mainBranch,
    codeLens: typeof value.codeLens === 'boolean' ? value.codeLens : defaultServerSettings.codeLens,
  };
}

/** The globs that are switched on in a setting such as `files.exclude`. */
export function parseExclude(value: unknown): readonly string[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
}

const levels: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'] satisfies RuleLevel[];

function isRuleSetting(entry: [string, unknown]): entry is [string, RuleLevel] {
  return typeof entry[1] === 'string' && levels.includes(entry[1]);
}

function isConfigFile(value: unknown): value is ServerSettings['configFiles'][number] {
  if (typeof value === 'string') return true;
  if (!isRecord(value) || typeof value.file !== 'string') return false;
  return value.section === undefined || typeof value.section === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
