import type { DatabaseState } from '../bridge/bridge';
import type { OutputLine } from '../process/childRun';

/**
 * The databases in what `alembic current --verbose` wrote: each is named by its URL, with the password masked by Alembic, and followed by
 * its revisions. A revision that no file has stands only in the error. What is not written there is null.
 */
export function readCurrentOutput(output: readonly OutputLine[]): readonly DatabaseState[] {
  const databases: { url: string; heads: string[] }[] = [];
  for (const { text } of output) {
    const url = /^Current revision\(s\) for (.+):$/.exec(text)?.[1];
    if (url !== undefined) databases.push({ url, heads: [] });
    const row = /^Rev: (.+?)(?: \((?:head|effective head|branchpoint|mergepoint)\))*$/.exec(text)?.[1];
    const unknown = /Can't locate revision identified by '(.+)'/.exec(text)?.[1];
    const last = databases.at(-1);
    if (row !== undefined) last?.heads.push(row);
    if (unknown !== undefined && last && !last.heads.includes(unknown)) last.heads.push(unknown);
  }
  return databases.map(({ url, heads }) => ({ ...partsOf(url), heads }));
}

function partsOf(url: string): Omit<DatabaseState, 'heads'> {
  const match =
    /^(?<dialect>[^:+]+)(?:\+(?<driver>[^:]+))?:\/\/(?:(?<user>[^:@/]*)(?::[^@]*)?@)?(?<host>[^:/?]*)(?::(?<port>\d+))?(?:\/(?<database>[^?]*))?/.exec(
      url,
    )?.groups ?? {};
  return {
    name: null,
    dialect: match['dialect'] ?? 'unknown dialect',
    driver: match['driver'] ?? null,
    url,
    host: match['host'] || null,
    port: match['port'] === undefined ? null : Number(match['port']),
    database: match['database'] || null,
    user: match['user'] || null,
    versionTable: null,
    versionTableSchema: null,
  };
}
