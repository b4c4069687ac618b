import type { EnvironmentDto, HistoryDto, RevisionDto } from '../../../../server/protocol/environments';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import type { RangeDto } from '../../../../server/protocol/range';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { RevisionArgument } from '../../infrastructure/environments/revisionArgument';

/** A row of the history tree. */
export type HistoryNode =
  EnvironmentNode | RevisionNode | UnknownNode | MissingNode | UnreadableNode | OlderNode;

export interface EnvironmentNode {
  readonly kind: 'environment';
  readonly environment: EnvironmentDto;
}

export interface RevisionNode extends RevisionArgument, PlaceInFile {
  readonly kind: 'revision';
  readonly environment: EnvironmentDto;
  readonly revision: RevisionDto;
}

/** A revision at which a database stands and that no file of this checkout has. */
export interface UnknownNode extends RevisionArgument {
  readonly kind: 'unknown';
  /** What it was called while it was here; empty where it never was. */
  readonly message: string;
  readonly environment: EnvironmentDto;
  readonly databases: readonly DatabaseState[];
}

/** A revision that is named as parent or dependency and that no file has. */
export interface MissingNode extends RevisionArgument {
  readonly kind: 'missing';
  readonly environment: EnvironmentDto;
  readonly namedBy: readonly string[];
}

/** A file among the revisions whose header can't be read. */
export interface UnreadableNode extends PlaceInFile {
  readonly kind: 'unreadable';
  readonly environment: EnvironmentDto;
  readonly message: string;
}

/** The rows that follow, drawn when somebody opens this one. */
export interface OlderNode {
  readonly kind: 'older';
  readonly environment: EnvironmentDto;
  readonly rows: readonly HistoryNode[];
}

export interface PlaceInFile {
  readonly uri: string;
  readonly range: RangeDto;
}

/** The history's rows, in the order that the server gives. */
export function historyRows(environment: EnvironmentDto, history: HistoryDto): readonly HistoryNode[] {
  return history.rows.flatMap(({ kind, index }): HistoryNode | readonly HistoryNode[] => {
    if (kind === 'revision') {
      const revision = history.revisions[index];
      return revision ? revisionNode(environment, revision) : [];
    }
    if (kind === 'unreadable') {
      const file = history.unreadable[index];
      return file ? { kind, environment, ...file } : [];
    }
    const missing = history.missing[index];
    if (!missing) return [];
    const { id, namedBy } = missing;
    return { kind, environment, namedBy, environmentKey: environment.key, revisionId: id };
  });
}

/** A row for each revision at which a database stands and that is not here. */
export function unknownRows(
  environment: EnvironmentDto,
  { unknown, databases }: KnownDatabases,
  messages: ReadonlyMap<string, string>,
): readonly HistoryNode[] {
  return unknown.map((revisionId) => ({
    kind: 'unknown',
    environment,
    environmentKey: environment.key,
    revisionId,
    message: messages.get(revisionId) ?? '',
    databases: databases.filter(({ heads }) => heads.includes(revisionId)),
  }));
}

/** The rows in pieces of at most `size`: each piece ends in a row that holds the next one. */
export function inPieces(
  environment: EnvironmentDto,
  rows: readonly HistoryNode[],
  size: number,
): readonly HistoryNode[] {
  if (rows.length <= size) return rows;
  return [...rows.slice(0, size), { kind: 'older', environment, rows: rows.slice(size) }];
}

/**
 * The row that holds a row of `rows` where they are in pieces of `size`: one of the `older` ones, or none
 * where it is in the first piece or not there.
 */
export function pieceOf(
  environment: EnvironmentDto,
  rows: readonly HistoryNode[],
  row: HistoryNode,
  size: number,
): OlderNode | undefined {
  const id = rowId(row);
  // The row of a piece stands behind the piece before it.
  const at =
    row.kind === 'older' ? rows.length - row.rows.length - 1 : rows.findIndex((each) => rowId(each) === id);
  const first = at - (at % size);
  return first > 0 ? { kind: 'older', environment, rows: rows.slice(first) } : undefined;
}

/** What tells a row from all others and stays the same when the history is read again. */
export function rowId(node: HistoryNode): string {
  const { key } = node.environment;
  switch (node.kind) {
    case 'environment':
      return key;
    case 'revision':
      return `${key}\n${node.uri}`;
    case 'unknown':
      return `${key}\nunknown ${node.revisionId}`;
    case 'missing':
      return `${key}\nmissing ${node.revisionId}`;
    case 'unreadable':
      return `${key}\nunreadable ${node.uri}`;
    case 'older':
      return `${key}\nolder ${node.rows.length}`;
  }
}

function revisionNode(environment: EnvironmentDto, revision: RevisionDto): RevisionNode {
  return {
    kind: 'revision',
    environment,
    revision,
    environmentKey: environment.key,
    revisionId: revision.id,
    uri: revision.uri,
    range: revision.opensAt,
  };
}
