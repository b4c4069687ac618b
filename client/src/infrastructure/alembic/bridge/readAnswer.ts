import { stripVTControlCharacters } from 'node:util';
import { distinguishDatabases } from '../databases/databaseName';
import type { BridgeAnswer, BridgeError, BridgeRequest, DatabaseState } from './bridgeAnswers';

type Guard = (value: unknown) => boolean;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText: Guard = (value) => typeof value === 'string';
const isTextOrNothing: Guard = (value) => value === null || value === undefined || isText(value);
const isNumberOrNothing: Guard = (value) =>
  value === null || value === undefined || typeof value === 'number';

function isListOf(isItem: Guard): Guard {
  return (value) => Array.isArray(value) && value.every(isItem);
}

function hasParts(parts: Readonly<Record<string, Guard>>): Guard {
  return (value) => isObject(value) && Object.entries(parts).every(([name, isPart]) => isPart(value[name]));
}

const isDatabase = hasParts({
  name: isTextOrNothing,
  dialect: isText,
  driver: isTextOrNothing,
  url: isTextOrNothing,
  host: isTextOrNothing,
  port: isNumberOrNothing,
  server: isTextOrNothing,
  serverPort: isNumberOrNothing,
  database: isTextOrNothing,
  user: isTextOrNothing,
  file: isTextOrNothing,
  serverVersion: isTextOrNothing,
  schema: isTextOrNothing,
  searchPath: isTextOrNothing,
  versionTable: isTextOrNothing,
  versionTableSchema: isTextOrNothing,
  heads: isListOf(isText),
  // Said here, never there.
  apart: (value) => value === undefined,
});

const isScripts = hasParts({
  directory: isText,
  versionLocations: isListOf(isText),
  modules: isListOf(isText),
});

const isErrorShape = hasParts({
  kind: isText,
  type: isText,
  message: isText,
  file: isTextOrNothing,
  line: isNumberOrNothing,
});

function isError(value: unknown): value is BridgeError {
  return isErrorShape(value);
}

const isReplacement = (value: unknown): value is { readonly from: string; readonly to: string } =>
  hasParts({ from: isText, to: isText })(value);

const isSqlScript = hasParts({ name: isTextOrNothing, dialect: isText, sql: isText });

const isDifference = hasParts({
  database: isTextOrNothing,
  operation: isText,
  schema: isTextOrNothing,
  table: isTextOrNothing,
  name: isTextOrNothing,
  detail: isTextOrNothing,
  code: isText,
  file: isTextOrNothing,
  line: isNumberOrNothing,
});

/** What each question is answered with. */
const results: Readonly<Record<BridgeRequest['ask'], Guard>> = {
  probe: hasParts({ python: isText, executable: isText, alembic: isText, sqlalchemy: isText }),
  current: hasParts({
    databases: isListOf(isDatabase),
    scripts: (value) => value === undefined || value === null || isScripts(value),
  }),
  sql: hasParts({
    parts: isListOf(
      (part) => hasParts({ scripts: isListOf(isSqlScript) })(part) || hasParts({ error: isError })(part),
    ),
  }),
  compare: hasParts({
    databases: isListOf(isDatabase),
    differences: isListOf(isDifference),
    modelFiles: isListOf(isText),
  }),
  upgradeCopies: hasParts({
    made: isListOf(isText),
    databases: isListOf(isDatabase),
    failure: (value) => value === null || isError(value),
  }),
  dropCopies: hasParts({ dropped: isListOf(isText) }),
};

/**
 * Reads what `bridge.py` has answered; undefined for what is no answer to the question: a half of one, or
 * another program's text.
 */
export function readAnswer<Result>(
  text: string,
  ask: BridgeRequest['ask'],
): BridgeAnswer<Result> | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(answer)) return undefined;
  if (results[ask](answer['result'])) return { result: withNames(answer['result']) as Result };
  return isError(answer['error']) ? { error: errorOf(answer['error']) } : undefined;
}

/** The databases of an answer are told apart once, here, for all who name them. */
function withNames(result: unknown): unknown {
  if (!isObject(result) || !Array.isArray(result['databases'])) return result;
  const databases = (result['databases'] as readonly Partial<DatabaseState>[]).map(withNothingForAbsent);
  return { ...result, databases: distinguishDatabases(databases) };
}

const nothingSaid: DatabaseState = {
  name: null,
  dialect: '',
  driver: null,
  url: null,
  host: null,
  port: null,
  database: null,
  user: null,
  versionTable: null,
  versionTableSchema: null,
  heads: [],
};

/** A database of which everything is said that always is, if only that there is none. */
function withNothingForAbsent(database: Partial<DatabaseState>): DatabaseState {
  return { ...nothingSaid, ...database };
}

function errorOf({ kind, type, message, file, line, replace }: BridgeError): BridgeError {
  const plain = stripVTControlCharacters(message);
  const error = { kind, type, message: plain, file: file ?? null, line: line ?? null };
  return isReplacement(replace) ? { ...error, replace } : error;
}
