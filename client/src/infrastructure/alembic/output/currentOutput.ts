import type { DatabaseState } from '../bridge/bridgeAnswers';
import type { OutputLine } from '../process/childRun';
import { distinguishDatabases } from '../databases/databaseName';
import { cutLine } from './cutLine';

/**
 * The databases in what `alembic current --verbose` wrote: each is named by its URL, with the password masked
 * by Alembic, and followed by its revisions. A revision that no file has stands only in the error. What is
 * not written there is null.
 */
export function readCurrentOutput(output: readonly OutputLine[]): readonly DatabaseState[] {
  const databases: { url: string; heads: string[] }[] = [];
  for (const { text: line } of output) {
    const text = cutLine(line);
    const url = /^Current revision\(s\) for (.+):$/.exec(text)?.[1];
    if (url !== undefined) databases.push({ url: withoutTail(url), heads: [] });
    const row = text.startsWith('Rev: ') ? withoutMarks(text.slice('Rev: '.length)) : undefined;
    const unknown = /Can't locate revision identified by '([^']{1,400})'/.exec(text)?.[1];
    const last = databases.at(-1);
    if (row !== undefined) last?.heads.push(row);
    if (unknown !== undefined && last && !last.heads.includes(unknown)) last.heads.push(unknown);
  }
  return distinguishDatabases(databases.map(({ url, heads }) => ({ ...partsOf(url), heads })));
}

/** The id alone: `(head)` and its like stand behind it. */
function withoutMarks(text: string): string {
  let id = text;
  const marks = [' (head)', ' (effective head)', ' (branchpoint)', ' (mergepoint)'];
  for (let mark: string | undefined = ''; mark !== undefined; mark = marks.find((each) => id.endsWith(each)))
    id = id.slice(0, id.length - mark.length);
  return id;
}

/** The URL without what of the password stands behind the mask, where an `@` in it was not escaped. */
function withoutTail(url: string): string {
  const from = url.indexOf(':***@') + ':***@'.length;
  const rest = url.slice(from);
  const at = from < ':***@'.length ? -1 : (rest.split('?', 1)[0]?.lastIndexOf('@') ?? -1);
  return at < 0 ? url : url.slice(0, from) + rest.slice(at + 1);
}

function partsOf(url: string): Omit<DatabaseState, 'heads'> {
  const [scheme = '', ...others] = url.split('://');
  const [dialect = '', driver] = scheme.split('+');
  const [address = '', query = ''] = others.join('://').split('?', 2);
  const asked = new URLSearchParams(query);
  const at = address.lastIndexOf('@');
  const [user = ''] = at < 0 ? [] : address.slice(0, at).split(':', 1);
  const slash = address.indexOf('/', at + 1);
  const server = slash < 0 ? address.slice(at + 1) : address.slice(at + 1, slash);
  const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(server) ?? [];
  return {
    name: null,
    dialect: dialect || 'unknown dialect',
    driver: driver ?? null,
    url,
    // What a driver is given in the query wins.
    host: asked.get('host') ?? asked.get('unix_socket') ?? (host || null),
    port: asked.has('port') || port !== undefined ? Number(asked.get('port') ?? port) : null,
    database:
      asked.get('dbname') ?? asked.get('database') ?? ((slash < 0 ? '' : address.slice(slash + 1)) || null),
    user: asked.get('user') ?? (user || null),
    versionTable: null,
    versionTableSchema: null,
    isFromUrl: true,
  };
}
