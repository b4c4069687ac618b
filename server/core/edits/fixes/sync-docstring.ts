import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { docstringTitle, syncDocstring } from '../header/syncDocstring';
import type { FixKind, FixOf } from './fixKind';

/** Make the docstring's `Revision ID:` and `Revises:` lines say what the code says. */
export const syncDocstringKind: FixKind<FixOf<'sync-docstring'>> = {
  title: () => docstringTitle,
  apply: (snapshot, { file }) => syncDocstring(snapshot, file),
  keepsGraph: true,
  isSafe: ({ file }, { fixes }, snapshot) => fixes.length === 1 && !mayBeRight(snapshot, file),
  whyAsked: 'The docstring may be what is right.',
};

/**
 * Whether the docstring may be the last to tell what the code lost: a parent that is not here, or the id that
 * others still name.
 */
function mayBeRight({ map, filesByPath }: EnvironmentSnapshot, path: string): boolean {
  const file = filesByPath.get(path);
  const isKnown = (name: string): boolean => map.revisions.has(name) || map.labels.has(name);
  if (file?.script?.downRevisions.every(isKnown) === false) return true;
  const named = file?.reading.docstringFields.revisionId?.value ?? '';
  const words = new Set(named.match(/[\w.-]+/g));
  return map.graph.missing.some(({ name }) => words.has(name));
}
