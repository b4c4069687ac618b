import type { RevisionFile } from '../project/environmentSnapshot';
import type { GitRevisionFile, GitTree } from './engine/gitFacts';
import { fileOfScript, rangeOfHeaderString, rangeOfRevisionId } from './support/headerStrings';
import type { Rule } from './engine/rule';
import { fileNameOf } from '../files/paths';

/**
 * A revision that the main branch had is gone here. A database that stands at it can no longer be migrated.
 */
export const deletedAfterMerge: Rule = {
  id: 'deleted-after-merge',
  defaultSeverity: 'warning',
  summary: 'A revision of the main branch is missing here.',
  needsGit: true,
  *check({ snapshot, git, remember }) {
    if (!git) return;
    const { map } = snapshot;
    let looked = 0;
    for (const merged of git.mergeBase.files.values()) {
      if (++looked % 500 === 0) yield undefined;
      const script = merged.script;
      if (!script || map.revisions.has(script.id) || snapshot.filesByPath.has(merged.path)) continue;
      if (git.notCheckedOut?.has(merged.path)) continue;
      const onMain = remember(filesById, git.main).get(script.id);
      if (!onMain) continue;
      const place = placeFor(snapshot, script.id, script.downRevisions);
      if (!place) continue;
      yield {
        message: `'${script.id}' (${fileNameOf(merged.path)}) is on ${git.mainBranch} and gone here, so a database that stands at it can't be migrated: restore the file.`,
        ...place,
        related: [],
        fixes: [
          {
            kind: 'import-revision',
            id: script.id,
            ref: git.mainBranch,
            commit: git.main.commit,
            file: onMain.path,
            wasHere: true,
          },
        ],
      };
    }
  },
};

/** Of several files with one id, the first. */
function filesById({ files }: GitTree): ReadonlyMap<string, GitRevisionFile> {
  const byId = new Map<string, GitRevisionFile>();
  for (const file of files.values())
    if (file.script && !byId.has(file.script.id)) byId.set(file.script.id, file);
  return byId;
}

/** The child that still names it, else its parent, else the first file that is left. */
function placeFor(
  snapshot: { readonly files: readonly RevisionFile[] } & Parameters<typeof fileOfScript>[0],
  id: string,
  parents: readonly string[],
): { file: string; range: { start: number; end: number } } | undefined {
  for (const script of snapshot.map.scripts) {
    const file = fileOfScript(snapshot, script);
    if (!file) continue;
    for (const variable of ['down_revision', 'depends_on'] as const) {
      const names = variable === 'down_revision' ? script.downRevisions : script.dependsOn;
      if (names.includes(id)) return { file: file.path, range: rangeOfHeaderString(file, variable, id) };
    }
  }
  const parent = snapshot.map.scripts.find((script) => parents.includes(script.id));
  const file = (parent && fileOfScript(snapshot, parent)) ?? snapshot.files[0];
  return file && { file: file.path, range: rangeOfRevisionId(file) };
}
