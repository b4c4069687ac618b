import type * as vscode from 'vscode';
import {
  checkPlan,
  composeChange,
  composeMerge,
  listMovableChains,
  previewRebase,
  readConflicts,
} from '../../../../server/protocol/changes';
import type {
  ChangeDto,
  ComposeChangeParams,
  ComposeMergeParams,
  ConflictDto,
  ConflictsParams,
  MovableChainsDto,
  PlannedEditDto,
  RebaseParams,
  RebasePreviewDto,
} from '../../../../server/protocol/changes';
import {
  didChangeEnvironments,
  didFocusWindow,
  listEnvironments,
  readHistory,
  refreshEnvironments,
} from '../../../../server/protocol/environments';
import type {
  DidChangeEnvironmentsParams,
  EnvironmentListDto,
  HistoryDto,
} from '../../../../server/protocol/environments';
import { readAuthors, readGraph, readOperationWords, renderGraph } from '../../../../server/protocol/graph';
import type {
  AuthorsDto,
  GraphDto,
  OperationWordsDto,
  OperationWordsParams,
  RenderGraphParams,
} from '../../../../server/protocol/graph';
import { importRevision, locateRevision } from '../../../../server/protocol/git';
import type { LocateRevisionDto, LocateRevisionParams } from '../../../../server/protocol/git';
import {
  countSteps,
  planMigration,
  planReturn,
  planStamp,
  didAskDatabases,
  readPositions,
} from '../../../../server/protocol/migrations';
import type {
  CountStepsDto,
  CountStepsParams,
  DatabasePositionDto,
  DatabaseRows,
  DidAskDatabasesParams,
  PlanDto,
  PlanParams,
  ReturnParams,
  ReturnPlanDto,
  StampParams,
  StampPlanDto,
} from '../../../../server/protocol/migrations';
import { readFunctionBodies, readRevisionTemplate } from '../../../../server/protocol/functionBodies';
import type { FunctionBodiesDto, RevisionTemplateDto } from '../../../../server/protocol/functionBodies';
import { proposeMessage } from '../../../../server/protocol/messages';
import type { ProposedMessageDto, ProposeMessageParams } from '../../../../server/protocol/messages';
import { readOwnCommands } from '../../../../server/protocol/ownCommands';
import type { OwnCommandsDto } from '../../../../server/protocol/ownCommands';
import { listSchemaNames, readSchemaText, readTouches } from '../../../../server/protocol/schema';
import type {
  SchemaNamesDto,
  SchemaNamesParams,
  SchemaTextDto,
  SchemaTextParams,
  TouchDto,
  TouchesParams,
} from '../../../../server/protocol/schema';
import { readUnseenModels } from '../../../../server/protocol/unseenModels';
import type { UnseenModelsDto } from '../../../../server/protocol/unseenModels';
import type { LanguageServer } from './languageServer';

/** The server's answers about migration history, as plain calls. */
export class HistoryServer {
  constructor(private readonly server: LanguageServer) {}

  listEnvironments(): Promise<EnvironmentListDto> {
    return this.server.request(listEnvironments, null);
  }

  /** Has the server read everything again, whatever file events said. */
  async readAgain(): Promise<void> {
    await this.server.request(refreshEnvironments, null);
  }

  /** The window has come to the front: what other programs wrote meanwhile is looked at. */
  noteFocus(): void {
    this.server.notify(didFocusWindow, null);
  }

  readHistory(environment: string): Promise<HistoryDto | null> {
    return this.server.request(readHistory, { environment });
  }

  /** The history in rows and lanes; null for an environment that is not there any more. */
  readGraph(environment: string): Promise<GraphDto | null> {
    return this.server.request(readGraph, { environment });
  }

  /** The history as a drawing or text; null for an environment that is not there any more. */
  renderGraph(params: RenderGraphParams): Promise<string | null> {
    return this.server.request(renderGraph, params);
  }

  /** What revisions do, in words. */
  readOperationWords(params: OperationWordsParams): Promise<OperationWordsDto> {
    return this.server.request(readOperationWords, params);
  }

  /** How the project itself runs Alembic; null for an environment that is not there any more. */
  readOwnCommands(environment: string): Promise<OwnCommandsDto | null> {
    return this.server.request(readOwnCommands, { environment });
  }

  /** Models whose tables autogenerate does not see; none for an environment that is not there any more. */
  async readUnseenModels(environment: string): Promise<UnseenModelsDto> {
    const found = await this.server.request(readUnseenModels, { environment });
    return found ?? { models: [], seesNone: false };
  }

  /** Who brought the files of revisions, as far as Git tells. */
  readAuthors(environment: string): Promise<AuthorsDto> {
    return this.server.request(readAuthors, { environment });
  }

  /** A message for a revision with these changes; null for an environment that is not there any more. */
  proposeMessage(params: ProposeMessageParams): Promise<ProposedMessageDto | null> {
    return this.server.request(proposeMessage, params);
  }

  /** The tables that revisions leave, as a text. */
  readSchemaText(params: SchemaTextParams, token?: vscode.CancellationToken): Promise<SchemaTextDto> {
    return this.server.request(readSchemaText, params, token);
  }

  /** Tables and columns that revisions name; null for an environment that is not there any more. */
  listSchemaNames(params: SchemaNamesParams): Promise<SchemaNamesDto | null> {
    return this.server.request(listSchemaNames, params);
  }

  /** The operations that touch a table or column; null for an environment that is not there any more. */
  readTouches(params: TouchesParams): Promise<readonly TouchDto[] | null> {
    return this.server.request(readTouches, params);
  }

  plan(params: PlanParams, token?: vscode.CancellationToken): Promise<PlanDto> {
    return this.server.request(planMigration, params, token);
  }

  /**
   * How many revisions would run, by target and then by database; null for an environment that is not there
   * any more.
   */
  countSteps(params: CountStepsParams): Promise<CountStepsDto | null> {
    return this.server.request(countSteps, params);
  }

  /** Tells where databases stand, or that it is not known any more. */
  didAskDatabases(params: DidAskDatabasesParams): void {
    this.server.notify(didAskDatabases, params);
  }

  /**
   * Where databases stand, in the order of their rows; null for an environment that is not there any more.
   */
  readPositions(params: DatabaseRows): Promise<readonly DatabasePositionDto[] | null> {
    return this.server.request(readPositions, params);
  }

  planReturn(params: ReturnParams): Promise<ReturnPlanDto> {
    return this.server.request(planReturn, params);
  }

  planStamp(params: StampParams): Promise<StampPlanDto> {
    return this.server.request(planStamp, params);
  }

  /** What does not go together where branches are joined; nothing of an environment that is gone. */
  async readConflicts(params: ConflictsParams): Promise<readonly ConflictDto[]> {
    return (await this.server.request(readConflicts, params)) ?? [];
  }

  composeMerge(params: ComposeMergeParams): Promise<ChangeDto> {
    return this.server.request(composeMerge, params);
  }

  listMovableChains(environment: string): Promise<MovableChainsDto | null> {
    return this.server.request(listMovableChains, { environment });
  }

  previewRebase(params: RebaseParams): Promise<RebasePreviewDto> {
    return this.server.request(previewRebase, params);
  }

  composeChange(params: ComposeChangeParams): Promise<ChangeDto> {
    return this.server.request(composeChange, params);
  }

  /** Why an edit may not be applied any more that was planned earlier; null where it may. */
  readonly flawOfPlan = async (planned: PlannedEditDto): Promise<string | null> =>
    (await this.server.request(checkPlan, planned)).reason;

  /** Where Git has a revision that is not here. */
  locateRevision(params: LocateRevisionParams): Promise<LocateRevisionDto> {
    return this.server.request(locateRevision, params);
  }

  /** The files of a revision that is not here, as Git has them. */
  importRevision(params: LocateRevisionParams): Promise<ChangeDto> {
    return this.server.request(importRevision, params);
  }

  /** The bodies of `upgrade` and `downgrade` in a text. */
  readFunctionBodies(text: string): Promise<FunctionBodiesDto> {
    return this.server.request(readFunctionBodies, { text });
  }

  /** A Python file of the project as a starting point of a revision. */
  readRevisionTemplate(text: string): Promise<RevisionTemplateDto> {
    return this.server.request(readRevisionTemplate, { text });
  }

  /** A server runs, and what another one said of generations before holds no more. */
  onDidStart(handle: () => void): vscode.Disposable {
    return this.server.onDidChangeState((state) => {
      if (state === 'running') handle();
    });
  }

  /** Environments came, went or have a new generation. */
  onDidChangeEnvironments(handle: (params: DidChangeEnvironmentsParams) => void): void {
    this.server.onNotification(didChangeEnvironments, handle);
  }
}
