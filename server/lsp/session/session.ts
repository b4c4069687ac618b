import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { RequestMethod } from '../../protocol/requestMethod';
import type { ClientFacts } from './clientFacts';
import type { ClientUris } from '../convert/clientUris';
import type { Log } from './runSafe';
import { cancelled, failed, runSafe } from './runSafe';
import type { Runtime } from './runtime';
import type { AppliedRevisions } from '../workspace/appliedRevisions';
import type { WorkspaceGit } from '../workspace/workspaceGit';
import type { WorkspaceModels } from '../workspace/workspaceModels';
import type { WorkspaceSyntax } from '../workspace/workspaceSyntax';
import type { WorkspaceSchemas } from '../workspace/workspaceSchemas';
import type { WorkspaceFiles } from '../workspace/workspaceFiles';
import { runInSlices } from '../workspace/slices';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';

/** What request handlers work with: one for each running server. */
export interface Session {
  readonly connection: Connection;
  readonly runtime: Runtime;
  readonly files: WorkspaceFiles;
  readonly index: WorkspaceIndex;
  readonly schemas: WorkspaceSchemas;
  readonly log: Log;
  /** Known from the first request of the client on. */
  readonly client: ClientFacts;
  /** Undefined where Git must not be read: the workspace is not trusted, or the host can't. */
  readonly git: WorkspaceGit | undefined;
  /** Undefined where the host can't parse whole files. */
  readonly syntax: WorkspaceSyntax | undefined;
  /** Undefined until the session has started. */
  readonly models: WorkspaceModels | undefined;
  /** Undefined until the session has started. */
  readonly applied: AppliedRevisions | undefined;
  /** The names of files for one answer. */
  uris(): ClientUris;
}

/**
 * Answers a request of the contract; a failure is logged and answered as an error. Long work hands the token
 * on to `slicedWork`.
 */
export function answer<Params, Result>(
  session: Session,
  method: RequestMethod<Params, Result>,
  handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): void {
  const safely = runSafe(method.method, failed(method.method), session.log, handler);
  // A request without parameters comes with the token alone.
  session.connection.onRequest<unknown, void>(method.method, (...received: readonly unknown[]) =>
    safely(
      (received.length > 1 ? received[0] : null) as Params,
      received[received.length - 1] as CancellationToken,
    ),
  );
}

/** Result of work that is done in slices of time; ends the request where it is cancelled meanwhile. */
export async function slicedWork<T>(
  { runtime }: Session,
  token: CancellationToken,
  work: Generator<void, T>,
): Promise<T> {
  const result = await runInSlices(work, runtime, () => token.isCancellationRequested);
  if (!result.finished) throw cancelled();
  return result.value;
}

/** The newest snapshot of an environment; undefined where there is no such environment any more. */
export async function settledSnapshot(
  { index }: Session,
  environment: string,
): Promise<EnvironmentSnapshot | undefined> {
  return (await index.settled()).environments.get(environment)?.snapshot;
}
