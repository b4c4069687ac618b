import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { GitRevisionFile } from '../rules/engine/gitFacts';

/** The texts of files of a commit; undefined where one of them can't be read by now. */
export function textsOfFiles(
  files: readonly GitRevisionFile[],
): readonly { readonly path: string; readonly text: string }[] | undefined {
  const read = files.flatMap((file) => {
    const text = file.readText();
    return text === undefined ? [] : [{ path: file.path, text }];
  });
  return read.length === files.length ? read : undefined;
}

/**
 * The file of a revision in a commit, then those of its ancestors and dependencies that a snapshot lacks;
 * none where the commit has no such revision.
 */
export function filesOfTree(
  files: Iterable<GitRevisionFile>,
  { map }: EnvironmentSnapshot,
  id: string,
): readonly GitRevisionFile[] {
  const byName = new Map<string, GitRevisionFile>();
  for (const file of files) {
    if (!file.script) continue;
    for (const name of [file.script.id, ...file.script.branchLabels]) byName.set(name, file);
  }
  const found = new Set<GitRevisionFile>();
  const wanted = [id];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const file = map.revisions.has(name) || map.labels.has(name) ? undefined : byName.get(name);
    if (!file?.script || found.has(file)) continue;
    found.add(file);
    wanted.push(...file.script.downRevisions, ...file.script.dependsOn);
  }
  return [...found];
}
