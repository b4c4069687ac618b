/** A finding of a baseline: it is known by revision, rule and symbol, not by line. */
export interface BaselineEntry {
  /** The revision's id, or the file's name where it has none. */
  readonly revision: string;
  readonly rule: string;
  /** What is wrong, in words that stay when lines move. */
  readonly symbol: string;
}

/** The most entries that are read. */
const mostEntries = 100_000;

/** The fingerprints in a baseline file; undefined for a text that is none. */
export function readBaseline(text: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value['version'] !== 1 || !Array.isArray(value['findings'])) return undefined;
  return value['findings'].slice(0, mostEntries).flatMap((entry) => {
    if (!isRecord(entry)) return [];
    const { revision, rule, symbol } = entry;
    const isEntry = typeof revision === 'string' && typeof rule === 'string' && typeof symbol === 'string';
    return isEntry ? [baselineFingerprint({ revision, rule, symbol })] : [];
  });
}

/** The text of a baseline file, the same for the same findings. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const unique = new Map(entries.map((entry) => [baselineFingerprint(entry), entry]));
  const findings = [...unique]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { revision, rule, symbol }]) => ({ revision, rule, symbol }));
  return `${JSON.stringify({ version: 1, findings }, undefined, 2)}\n`;
}

/** One text for an entry. */
export function baselineFingerprint({ revision, rule, symbol }: BaselineEntry): string {
  return JSON.stringify([revision, rule, symbol]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
