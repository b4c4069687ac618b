import type { EnvironmentDto, RevisionDto } from '../../../../server/protocol/environments';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';

/** A row of the Databases view. `forEnvironment` is what commands on it are for. */
export type DatabaseNode = EnvironmentNode | NotAskedNode | DatabaseRowNode | PlaceNode | FactNode;

interface InEnvironment {
  readonly environment: EnvironmentDto;
  readonly environmentKey: string;
  readonly forEnvironment: string;
}

interface EnvironmentNode extends InEnvironment {
  readonly kind: 'environment';
}

/** Stands for the databases of an environment that nobody asked. */
interface NotAskedNode extends InEnvironment {
  readonly kind: 'notAsked';
}

export interface DatabaseRowNode extends InEnvironment {
  readonly kind: 'database';
  readonly database: DatabaseState;
  readonly known: KnownDatabases;
  /** Revisions that it has not run; undefined where that is not known. */
  readonly pending: number | undefined;
  readonly places: readonly PlaceNode[];
}

/** A row of its version table. */
export interface PlaceNode extends InEnvironment {
  readonly kind: 'place';
  readonly revisionId: string;
  /** Undefined where no file of this checkout has it. */
  readonly revision: RevisionDto | undefined;
}

export interface FactNode extends InEnvironment {
  readonly kind: 'fact';
  readonly fact: 'empty' | 'pending' | 'url' | 'asked';
  readonly text: string;
}

/** The row of an environment. */
export function environmentNode(environment: EnvironmentDto): EnvironmentNode {
  return { kind: 'environment', ...of(environment) };
}

/** The rows of an environment's databases, or the one that says that none was asked. */
export function databaseNodes(
  environment: EnvironmentDto,
  revisions: readonly RevisionDto[],
  known: KnownDatabases | undefined,
): readonly DatabaseNode[] {
  if (!known) return [{ kind: 'notAsked', ...of(environment) }];
  const byId = new Map(revisions.map((revision) => [revision.id, revision]));
  return known.databases.map((database, at) => {
    const applied = known.appliedToEach[at];
    const isKnown = applied !== undefined && database.heads.every((id) => byId.has(id)) && known.isWhole;
    const places = database.heads.map((revisionId): PlaceNode => {
      return { kind: 'place', ...of(environment), revisionId, revision: byId.get(revisionId) };
    });
    const pending = isKnown ? [...byId.keys()].filter((id) => !applied.has(id)).length : undefined;
    return { kind: 'database', ...of(environment), database, known, pending, places };
  });
}

/** What is known of one database, a row each. */
export function factNodes(
  { environment, database, pending, places }: DatabaseRowNode,
  asked: string | undefined,
): readonly DatabaseNode[] {
  const fact = (name: FactNode['fact'], text: string): FactNode => {
    return { kind: 'fact', ...of(environment), fact: name, text };
  };
  return [
    ...places,
    ...(places.length === 0 ? [fact('empty', 'at base: nothing is applied')] : []),
    ...(pending === undefined ? [] : [fact('pending', pendingText(pending))]),
    ...(database.url === null ? [] : [fact('url', database.url)]),
    ...(asked === undefined ? [] : [fact('asked', asked)]),
  ];
}

/** How many revisions a database has not run. */
export function pendingText(pending: number): string {
  return pending === 0 ? 'up to date' : `${pending} pending`;
}

/** What tells a row from all others and stays the same when databases are asked again. */
export function nodeId(node: DatabaseNode): string {
  const { kind, environmentKey } = node;
  switch (node.kind) {
    case 'environment':
    case 'notAsked':
      return JSON.stringify([kind, environmentKey]);
    case 'database':
      return JSON.stringify([kind, environmentKey, node.known.databases.indexOf(node.database)]);
    case 'place':
    case 'fact':
      return '';
  }
}

function of(environment: EnvironmentDto): InEnvironment {
  return { environment, environmentKey: environment.key, forEnvironment: environment.key };
}
