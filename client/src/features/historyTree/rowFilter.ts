import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { HistoryNode } from './historyNode';

/** What is known of the rows of one environment while they are filtered. */
export interface FilterFacts {
  /** Undefined where no database was asked. */
  readonly known: KnownDatabases | undefined;
  /** Ids of the revisions that touch a table or column, by its name in lower case. */
  readonly touching: ReadonlyMap<string, ReadonlySet<string>>;
  /** Who brought a file, by URI: a name, and `you` for what is one's own. */
  readonly authors: ReadonlyMap<string, string>;
}

/** The words of a filter, in lower case; a row has to meet all of them. */
export function wordsOf(filter: string): readonly string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The table or column that a word asks for. */
export function touchedName(word: string): string | undefined {
  return /^(?:table|column):(.+)$/.exec(word)?.[1];
}

/** The author that a word asks for. */
export function authorName(word: string): string | undefined {
  return /^author:(.+)$/.exec(word)?.[1];
}

/** Whether a row meets all words of a filter. */
export function meets(node: HistoryNode, words: readonly string[], facts: FilterFacts): boolean {
  const text = textOf(node);
  return words.every((word) => {
    if (word === 'is:pending') return isPending(node, facts.known);
    if (word === 'is:problem') return hasProblem(node);
    const touched = touchedName(word);
    if (touched !== undefined) {
      return node.kind === 'revision' && facts.touching.get(touched)?.has(node.revisionId) === true;
    }
    const author = authorName(word);
    if (author === undefined) return text.includes(word);
    return 'uri' in node && (facts.authors.get(node.uri) ?? '').toLowerCase().includes(author);
  });
}

function isPending(node: HistoryNode, known: KnownDatabases | undefined): boolean {
  if (node.kind !== 'revision' || !known) return false;
  return known.isWhole && !known.applied.has(node.revisionId);
}

function hasProblem(node: HistoryNode): boolean {
  return node.kind === 'revision' ? node.revision.problems.length > 0 : node.kind !== 'environment';
}

function textOf(node: HistoryNode): string {
  const id = 'revisionId' in node ? node.revisionId : '';
  const file = 'uri' in node ? node.uri.slice(node.uri.lastIndexOf('/') + 1) : '';
  const more =
    node.kind === 'revision'
      ? [node.revision.message, ...node.revision.branchLabels, ...(node.revision.isHead ? ['head'] : [])]
      : 'message' in node
        ? [node.message]
        : [];
  return [id, file, ...more].join('\n').toLowerCase();
}
