import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { parseEnv } from 'node:util';
import type { RunTarget } from '../command/runTarget';

/** No env file is longer. */
const longestFile = 1_000_000;

const databaseUrl =
  /^(?:postgres(?:ql)?|mysql|mariadb|mssql|oracle|sqlite)[\w+]{0,40}:\/\/(?:([^:@/]{1,200})(?::.{0,400})?@)?([^:/?@]{1,200})?(?::(\d{1,5}))?\/([^?]{0,200})/;

/** A file of variables, and whether the settings name it, so that runs get them. */
export interface FoundEnvFile {
  readonly path: string;
  readonly isSet: boolean;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** What of a target says where its variables may come from. */
export type EnvFileTarget = Pick<RunTarget, 'settings' | 'place'>;

/** The env file of the settings; without one each `.env` beside the config file and above, nearest first. */
export function findEnvFiles({ settings, place }: EnvFileTarget): readonly FoundEnvFile[] {
  const { top, workingDirectory, configFile } = place;
  const { envFile } = settings;
  const set = envFile === '' ? [] : [isAbsolute(envFile) ? envFile : join(top, envFile)];
  const beside = [dirname(configFile), workingDirectory, dirname(workingDirectory), top]
    .filter((folder) => folder === top || folder.startsWith(join(top, '/')))
    .map((folder) => join(folder, '.env'));
  return [...new Set(set.length > 0 ? set : beside)].flatMap((path) => {
    const variables = readVariables(path);
    return variables ? [{ path, isSet: set.includes(path), variables }] : [];
  });
}

/** Of the files those with all of the variables that are missing, and not set yet. */
export function filesThatSet(
  files: readonly FoundEnvFile[],
  names: readonly string[],
): readonly FoundEnvFile[] {
  return files.filter(({ isSet, variables }) => !isSet && names.every((name) => isThere(variables, name)));
}

/** The variable with the URL that a refusal is about: it names the same host, user or database. */
export function sourceOfUrl(
  files: readonly FoundEnvFile[],
  reason: string,
): { readonly file: FoundEnvFile; readonly variable: string } | undefined {
  for (const file of files) {
    const found = Object.entries(file.variables).find(([, value]) => isNamedIn(value ?? '', reason));
    if (found) return { file, variable: found[0] };
  }
  return undefined;
}

/** The first file that has a URL of a database, or what is to be one. */
export function fileWithUrl(files: readonly FoundEnvFile[]): FoundEnvFile | undefined {
  return files.find(({ isSet, variables }) => isSet || Object.entries(variables).some(isAboutUrl));
}

function isAboutUrl([name, value = '']: readonly [string, string | undefined]): boolean {
  return /(?:^|_)(?:URL|URI|DSN|DATABASE)$/i.test(name) || databaseUrl.test(value);
}

function isNamedIn(value: string, reason: string): boolean {
  const [, user, host, port, database] = databaseUrl.exec(value) ?? [];
  const quoted = (name: string | undefined): boolean =>
    name !== undefined && name !== '' && new RegExp(`["']${escaped(name)}["'@]`).test(reason);
  const isDatabase = /database ["']/i.test(reason) && quoted(database);
  const isUser = /user ["']|role "/i.test(reason) && quoted(user);
  const isHost = quoted(host) && (port === undefined || reason.includes(port));
  return isDatabase || isUser || isHost;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isThere(variables: FoundEnvFile['variables'], name: string): boolean {
  // Settings of pydantic are called by their fields, whatever the case of the variable.
  return Object.keys(variables).some((own) => own.toLowerCase() === name.toLowerCase());
}

function readVariables(path: string): FoundEnvFile['variables'] | undefined {
  try {
    const found = statSync(path);
    if (!found.isFile() || found.size > longestFile) return undefined;
    return { ...parseEnv(readFileSync(path, 'utf8')) };
  } catch {
    return undefined;
  }
}
