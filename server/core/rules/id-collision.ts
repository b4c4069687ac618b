import type { FixSpecification } from '../findings/fixSpecification';
import { fileNameOf } from '../files/paths';
import { nextSequentialId } from '../history/nextSequentialId';
import { idsOfTree } from './engine/gitFacts';
import type { GitTree } from './engine/gitFacts';
import type { Rule } from './engine/rule';
import { fileOfScript, rangeOfRevisionId } from './support/headerStrings';

/**
 * Another branch has gained the id of a revision that is new here. Git merges both files without a conflict,
 * and Alembic runs only one.
 */
export const idCollision: Rule = {
  id: 'id-collision',
  defaultSeverity: 'warning',
  summary: 'Another branch has gained a revision with the same id in another file.',
  needsGit: true,
  *check({ snapshot, git, remember }) {
    if (!git) return;
    const before = remember(idsOfTree, git.mergeBase);
    const onMain = remember(pathsById, git.main);
    for (const script of snapshot.map.scripts) {
      const { id } = script;
      if (before.has(id)) continue;
      const paths = onMain.get(id) ?? [];
      const theirs = paths.includes(script.file) ? undefined : paths[0];
      const others = (git.declaredElsewhere?.get(id) ?? []).filter(({ ref }) => ref !== git.mainBranch);
      const [first, ...more] = [
        ...(theirs === undefined ? [] : [{ ref: git.mainBranch, path: theirs }]),
        ...others,
      ];
      const file = first && fileOfScript(snapshot, script);
      // Two files here are a finding of their own.
      if (!file || snapshot.map.scripts.some((other) => other !== script && other.id === id)) continue;
      const branches = new Set(more.map(({ ref }) => ref).filter((ref) => ref !== first.ref));
      const also =
        branches.size === 0
          ? ''
          : ` and ${branches.size} other ${branches.size === 1 ? 'branch' : 'branches'}`;
      yield {
        message: `'${id}' is the id of ${fileNameOf(first.path)} on ${first.ref}${also} too, so merging gives two files with one id: give this one another id first.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: newIdFixes(file.path, [...snapshot.map.revisions.keys(), ...onMain.keys()]),
      };
    }
  },
};

/** The next number where the project counts, and a generated id. */
function newIdFixes(file: string, taken: readonly string[]): readonly FixSpecification[] {
  const next = nextSequentialId(taken);
  const generated: FixSpecification = { kind: 'change-revision-id', file };
  return next === undefined ? [generated] : [{ ...generated, to: next }, generated];
}

function pathsById({ files }: GitTree): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, string[]>();
  for (const { path, script } of files.values()) {
    if (!script) continue;
    const own = paths.get(script.id);
    if (own) own.push(path);
    else paths.set(script.id, [path]);
  }
  return paths;
}
