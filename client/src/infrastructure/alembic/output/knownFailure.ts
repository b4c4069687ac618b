import type { BridgeError } from '../bridge/bridgeAnswers';
import { cutLine } from './cutLine';
import { schemeCorrection } from './dialectNames';
import { refusalIn, refusalReason } from './refusal';

/** Why a run failed at its start, in the kinds of the bridge, so that both are told in one voice. */
export type KnownFailure = Pick<BridgeError, 'kind' | 'message' | 'replace'>;

const noDialect = /NoSuchModuleError: (Can't load plugin: sqlalchemy\.dialects:([\w.]{1,200}))$/;
const noUrl = /ArgumentError: (?:Could not parse (?:SQLAlchemy|rfc1738) URL|Expected string or URL object)/;
const badPart = /^ValueError: invalid literal for int\(\) with base 10: /;
const ofUrl = /sqlalchemy[\\/]engine[\\/]url\.py", line/;
const ofDriver = /sqlalchemy[\\/].{1,200}", line \d{1,7}, in (?:import_dbapi|dbapi)$/;
const ofVariables = /File "(?:<frozen os>|.{1,400}[\\/]os\.py)", line/;
/** As Starlette, environs, django-environ and decouple put it. */
const notSet = [
  /(?:Config|Environment variable) ['"](\w+)['"] (?:is missing|not set)/,
  /Set the (\w+) environment variable/,
  /^(?:[\w.]{1,200}: )?(\w{1,200}) not found\. Declare it as envvar/,
];

/** The failure in a run's lines and its last line, where it is one that a person can be told how to fix. */
export function knownFailure(lines: readonly string[], reason: string): KnownFailure | undefined {
  const text = cutLine(reason);
  const refusal = refusalIn(text);
  if (refusal) return { kind: refusal, message: refusalReason(text) };
  const missing = missingSettings(lines, text);
  if (missing.length > 0) return { kind: 'settingMissing', message: missing.join(', ') };
  const dialect = noDialect.exec(text);
  if (dialect?.[1] && dialect[2]) return unknownDialect(dialect[2], dialect[1]);
  if (noUrl.test(text) || (badPart.test(text) && lines.some((line) => ofUrl.test(line))))
    return { kind: 'notAUrl', message: text.replace(/^[\w.]{0,200}Error: /, '') };
  const driver = /^ModuleNotFoundError: (No module named .{1,200})$/.exec(text);
  if (driver?.[1] && lines.some((line) => ofDriver.test(line)))
    return { kind: 'driverMissing', message: driver[1] };
  const percent = /(?:ValueError|InterpolationSyntaxError): (invalid interpolation syntax.{0,400})/.exec(
    text,
  );
  return percent?.[1] ? { kind: 'percentSign', message: percent[1] } : undefined;
}

const connectionKinds: ReadonlySet<BridgeError['kind']> = new Set([
  'wrongPassword',
  'cannotConnect',
  'databaseMissing',
  'databaseLocked',
  'odbcDriverMissing',
  'driverMissing',
  'dialectMisspelt',
  'notAUrl',
  'settingMissing',
]);

/** Whether it is about the way to the database, so that no line of the project is wrong for it. */
export function isOfConnection({ kind }: Pick<KnownFailure, 'kind'>): boolean {
  return connectionKinds.has(kind);
}

function unknownDialect(name: string, message: string): KnownFailure {
  const corrected = schemeCorrection(name);
  if (!corrected) return { kind: 'driverMissing', message };
  const { from, to } = corrected;
  return {
    kind: 'dialectMisspelt',
    message: `${from}:// is nothing that SQLAlchemy knows; write ${to}:// in the database's URL.`,
    replace: corrected,
  };
}

function missingSettings(lines: readonly string[], text: string): readonly string[] {
  const key = /^KeyError: ['"](\w{1,200})['"]$/.exec(text)?.[1];
  if (key !== undefined)
    return ofVariables.test(lines.findLast((line) => /^\s+File "/.test(line)) ?? '') ? [key] : [];
  if (/ValidationError: \d+ validation error/.test(text)) return missingFields(lines);
  const named = notSet.map((pattern) => pattern.exec(text)?.[1]).find((name) => name !== undefined);
  return named === undefined ? [] : [named];
}

/** The fields that pydantic misses, where it has nothing else to say. */
function missingFields(lines: readonly string[]): readonly string[] {
  const start = lines.findLastIndex((line) => /ValidationError: \d+ validation error/.test(line));
  const told = lines.slice(start + 1);
  const problems = told.filter((line) => /^ {2}\S.*(?:\[type=\w+|\(type=[\w.]+)/.test(line));
  const isOnlyMissing = problems.every((line) =>
    /^ {2}[Ff]ield required .*type=(?:missing|value_error\.missing)/.test(line),
  );
  if (!isOnlyMissing) return [];
  return told.flatMap((line, at) =>
    problems.includes(told[at + 1] ?? '') && /^[\w.]+$/.test(line) ? [line] : [],
  );
}
