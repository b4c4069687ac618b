import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import type { RevisionScript } from '../revision/graph/revisionScript';
import type { GitFacts } from './engine/gitFacts';
import { fileOfScript, rangeOfRevisionId } from './support/headerStrings';
import { lazily } from './engine/lazy';
import { ancestorsOf } from '../revision/graph/relatives';
import { nameSome } from './support/wording';
import type { Rule } from './engine/rule';
import { distinctName } from './support/distinctName';

/**
 * Several files declare the same id. Alembic warns, runs only the last file, and keeps the others as phantom heads: unless the id is a
 * head, `history` and `upgrade heads` fail.
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
          message: `'${id}' is declared by ${nameSome(others.map((other) => distinctName(other.path, paths)))} too, and Alembic runs only one of them: give one a new id.`,
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

/**
 * The files that must follow when `file` gets a new id: what came with it by Git, if Git tells it from the others; else what names the id, but
 * lies below one of the others that keep it, so that it can't be built on them.
 */
function ownChildren(
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  id: string,
  file: RevisionFile,
  others: readonly RevisionFile[],
  namers: readonly RevisionScript[],
): readonly string[] {
  if (namers.length === 0) return [];
  const belowOthers = new Set(others.flatMap((other) => [...below(snapshot, id, other)]));
  const own = below(snapshot, id, file);
  const isMerged = (path: string): boolean => git?.mergeBase.files.has(path) === true;
  const tells = others.every((other) => isMerged(other.path) !== isMerged(file.path));
  const follows = (script: RevisionScript): boolean =>
    tells ? isMerged(script.file) === isMerged(file.path) : belowOthers.has(script.id);
  return namers
    .filter((script) => script.id !== id && follows(script) && !own.has(script.id))
    .map((script) => script.file);
}

/** What one of the files with an id is built on, not looking past the id itself. */
function below(snapshot: EnvironmentSnapshot, id: string, file: RevisionFile): ReadonlySet<string> {
  const { map } = snapshot;
  const starts = [...(file.script?.downRevisions ?? []), ...(file.script?.dependsOn ?? [])].map(
    (name) => map.labels.get(name) ?? name,
  );
  return ancestorsOf(map, starts, 'parents-and-dependencies', id);
}
