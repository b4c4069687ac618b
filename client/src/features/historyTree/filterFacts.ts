import type { AuthorsDto } from '../../../../server/protocol/graph';
import type { SchemaNamesDto } from '../../../../server/protocol/schema';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { authorName, touchedName } from './rowFilter';
import type { FilterFacts } from './rowFilter';

/** What a filter asks the server. */
export type FilterServer = Pick<HistoryServer, 'readTouches' | 'readAuthors' | 'listSchemaNames'>;

/** Asks for what the words of a filter need to know of an environment, and for nothing else. */
export async function readFilterFacts(
  server: FilterServer,
  environment: string,
  words: readonly string[],
): Promise<Omit<FilterFacts, 'known'>> {
  const asked = words.flatMap((word) => touchedName(word) ?? []);
  const touching = new Map<string, ReadonlySet<string>>();
  const names = asked.length > 0 ? await server.listSchemaNames({ environment }) : undefined;
  for (const name of asked) {
    const ids = new Set<string>();
    for (const target of spellingsOf(names ?? [], name)) {
      const touches = await server.readTouches({ environment, target });
      for (const { id } of touches ?? []) ids.add(id);
    }
    touching.set(name, ids);
  }
  if (!words.some((word) => authorName(word) !== undefined)) return { touching, authors: new Map() };
  return { touching, authors: namesOf(await server.readAuthors(environment)) };
}

/** The tables and columns that a name in lower case may mean. */
function spellingsOf(tables: SchemaNamesDto, asked: string): readonly string[] {
  const targets = tables.flatMap(({ name, columns }) => [
    name,
    ...columns.map((column) => `${name}.${column}`),
  ]);
  return targets.filter((target) => target.toLowerCase() === asked);
}

function namesOf(authors: AuthorsDto): ReadonlyMap<string, string> {
  return new Map(authors.map(({ uri, author, isMine }) => [uri, isMine ? `${author} you` : author]));
}
