import { parseBounded } from '../python/syntax/boundedParse';
import { functionBodiesIn, longStrings, readCodeLines } from '../python/syntax/functionBodies';
import type { CodeLines } from '../python/syntax/functionBodies';

/** A Python file of a project that new revisions start from. */
export interface RevisionTemplate {
  /** Its first comment. */
  readonly title: string | undefined;
  readonly upgrade: CodeLines;
  readonly downgrade: CodeLines;
}

/** Reads the bodies of both functions; of a file without them, its statements as those of `upgrade`. */
export function readRevisionTemplate(text: string): RevisionTemplate {
  const { topNode } = parseBounded(text).tree;
  const comment = topNode.getChild('Comment');
  const words = comment ? text.slice(comment.from + 1, comment.to).trim() : '';
  const title = words === '' ? undefined : words;
  const { upgrade, downgrade } = functionBodiesIn(text, topNode);
  if (upgrade && downgrade) return { title, upgrade, downgrade };
  const isFirst = comment !== null && text.slice(0, comment.from).trim() === '';
  const rest = text.slice(isFirst ? comment.to : 0);
  const start = text.length - rest.trimStart().length;
  const range = { start, end: Math.max(start, text.trimEnd().length) };
  return {
    title,
    upgrade: readCodeLines(text, range, longStrings(text, topNode)),
    downgrade: { text: 'pass', verbatim: [] },
  };
}
