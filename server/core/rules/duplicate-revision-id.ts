import type { RevisionScript } from '../revision/graph/revisionScript';
import { ownChildren } from './support/ownChildren';
import { fileOfScript, rangeOfRevisionId } from './support/headerStrings';
import { lazily } from './engine/lazy';
import { quotedList } from './support/wording';
import type { Rule } from './engine/rule';
import { distinctName } from './support/distinctName';

/**
 * Several files declare the same id. Alembic warns, runs only the last file, and keeps the others as phantom
 * heads: unless the id is a head, `history` and `upgrade heads` fail.
 */
export const duplicateRevisionId: Rule = {
  id: 'duplicate-revision-id',
  defaultSeverity: 'error',
  summary: 'Several files declare the same revision id.',
  *check({ snapshot, git }) {
    const { map } = snapshot;
    if (!map.graph.hasDuplicates) return;
    const namers = lazily(() => filesByName(map.scripts));
    const byId = new Map<string, RevisionScript[]>();
    for (const script of map.scripts) {
      const same = byId.get(script.id);
      if (same) same.push(script);
      else byId.set(script.id, [script]);
    }
    for (const [id, scripts] of byId) {
      if (scripts.length < 2) continue;
      const files = scripts.flatMap((script) => fileOfScript(snapshot, script) ?? []);
      const paths = files.map(({ path }) => path);
      const harmless = map.revisions.get(id)?.allNextRevisions.length === 0;
      for (const file of files) {
        const others = files.filter((other) => other !== file);
        yield {
          severity: harmless ? 'warning' : undefined,
          message: `'${id}' is declared by ${quotedList(others.map((other) => distinctName(other.path, paths)))} too, and Alembic runs only one of them: give one a new id.`,
          file: file.path,
          range: rangeOfRevisionId(file),
          related: others.slice(0, mostRelated).map((other) => ({
            file: other.path,
            range: rangeOfRevisionId(other),
            message: `'${id}' is declared here too.`,
          })),
          fixes: [
            {
              kind: 'change-revision-id',
              file: file.path,
              children: ownChildren(snapshot, git, id, file, others, namers().get(id) ?? []),
            },
          ],
        };
      }
    }
  },
};

/** How many of the other files are shown beside each. */
const mostRelated = 20;

/** The scripts that name an id, by that id. */
function filesByName(scripts: readonly RevisionScript[]): ReadonlyMap<string, readonly RevisionScript[]> {
  const namers = new Map<string, RevisionScript[]>();
  for (const script of scripts) {
    for (const name of new Set([...script.downRevisions, ...script.dependsOn])) {
      const own = namers.get(name);
      if (own) own.push(script);
      else namers.set(name, [script]);
    }
  }
  return namers;
}
