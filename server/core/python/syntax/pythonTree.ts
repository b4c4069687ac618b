import { parseBounded } from './boundedParse';
import { commentOut, pythonConflictMarkers } from '../parse/pythonConflictMarkers';
import { withJoinedStrings } from '../parse/bracketErrors';
import { mayHaveItems, withoutParentheses } from '../parse/parenthesizedWith';
import { readBlock } from './readStatement';
import type { Block } from './statement';

/** A module's statements, as far as they were read. */
export interface PythonTree {
  readonly text: string;
  readonly statements: Block;
  /** Whether the text was parsed to its end without a mistake. */
  readonly isWhole: boolean;
  /** The text nests deeper than is followed, and there are no statements. */
  readonly isTooDeep: boolean;
}

/** Parses Python in a time that the text's length bounds. Never fails; ranges are offsets of the text. */
export function parsePython(text: string): PythonTree {
  const markers = pythonConflictMarkers(text).inCode;
  const withoutMarkers = markers.length > 0 ? commentOut(text, markers) : text;
  const source = withoutMarkers.startsWith('\ufeff') ? `\n${withoutMarkers.slice(1)}` : withoutMarkers;
  const joined = withJoinedStrings(source);
  const first = parseBounded(joined);
  const tree =
    hasMistake(first.tree) && mayHaveItems(joined) ? parseBounded(withoutParentheses(joined)) : first;
  return {
    text,
    statements: readBlock(source, tree.tree.topNode),
    isWhole:
      markers.length === 0 && tree.end === text.length && tree.unread === undefined && !hasMistake(tree.tree),
    isTooDeep: tree.unread !== undefined,
  };
}

function hasMistake(tree: ReturnType<typeof parseBounded>['tree']): boolean {
  const cursor = tree.cursor();
  do {
    if (cursor.type.isError) return true;
  } while (cursor.next());
  return false;
}
