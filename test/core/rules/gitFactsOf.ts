import type { GitFacts, GitTree } from '../../../server/core/rules/engine/gitFacts';
import { readFixture } from '../fixtureText';
import { snapshotOf } from '../snapshotOf';

/** What Git would say, from the revision files of the merge base and of the main branch, both as fixtures. */
export function gitFactsOf(mergeBase: string, main: string = mergeBase): GitFacts {
  return {
    mainBranch: 'origin/main',
    mergeBase: treeOf('b'.repeat(40), mergeBase),
    main: treeOf('a'.repeat(40), main),
    changedFiles: undefined,
  };
}

function treeOf(commit: string, source: string): GitTree {
  const { files } = readFixture(source);
  const snapshot = snapshotOf(files);
  return {
    commit,
    files: new Map(snapshot.files.map((file) => [file.path, file])),
  };
}
