import type { RequestMethod } from './requestMethod';

/** An environment's history in rows and lanes; null for one that is not there. Nothing is run. */
export const readGraph: RequestMethod<GraphParams, GraphDto | null> = { method: 'alembicWorkbench/graph' };

export interface GraphParams {
  readonly environment: string;
}

export interface GraphDto {
  readonly environment: string;
  readonly generation: number;
  /** One a row, the newest first. */
  readonly boxes: readonly GraphBoxDto[];
  readonly lines: readonly GraphLineDto[];
  readonly laneCount: number;
}

/** What a box is before anything else; what is wrong comes before what is usual. */
export type GraphBoxKind =
  | 'missing'
  | 'unreadable'
  | 'duplicate'
  | 'cycle'
  | 'dynamic'
  | 'merge'
  | 'branch'
  | 'head'
  | 'base'
  | 'revision';

export interface GraphBoxDto {
  /** The id; of a file without a readable id its name. */
  readonly id: string;
  readonly kind: GraphBoxKind;
  /** First line; empty for what has none. */
  readonly message: string;
  /** Null where the revision is missing. */
  readonly uri: string | null;
  readonly lane: number;
  readonly isHead: boolean;
  readonly isBase: boolean;
  readonly branchLabels: readonly string[];
  /** The main branch does not have it; null where Git does not tell. */
  readonly isNew: boolean | null;
}

/** An edge runs down `lane` between the rows of its two ends. */
export interface GraphLineDto {
  /** Rows of its ends. */
  readonly child: number;
  readonly parent: number;
  readonly lane: number;
  readonly kind: 'parent' | 'dependency';
}

/**
 * What the revisions of files do, in words, in the order of `uris`; null for a file that is no revision.
 * Nothing is run.
 */
export const readOperationWords: RequestMethod<OperationWordsParams, OperationWordsDto> = {
  method: 'alembicWorkbench/operationWords',
};

export interface OperationWordsParams extends GraphParams {
  /** At most `mostFilesAsked`. */
  readonly uris: readonly string[];
}

export type OperationWordsDto = readonly (RevisionWordsDto | null)[];

export interface RevisionWordsDto {
  /** What `upgrade` does: `adds users.email`. */
  readonly upgrade: readonly string[];
  readonly downgrade: readonly string[];
  /** The docstring, without quotes; empty where there is none. */
  readonly docstring: string;
  /** Tables and columns that both of them touch: `users`, `users.email`. */
  readonly touches: readonly string[];
}

export const mostFilesAsked = 200;

/** Who brought the files of revisions, as Git tells; what it can't tell is left out. */
export const readAuthors: RequestMethod<GraphParams, AuthorsDto> = { method: 'alembicWorkbench/authors' };

export type AuthorsDto = readonly AuthorDto[];

export interface AuthorDto {
  readonly uri: string;
  /** Empty for what is not committed. */
  readonly author: string;
  /** ISO 8601; null for what is not committed. */
  readonly date: string | null;
  /** The person at this machine brought it. */
  readonly isMine: boolean;
}

/** An environment's history as a drawing or text for elsewhere; null for one that is not there. */
export const renderGraph: RequestMethod<RenderGraphParams, string | null> = {
  method: 'alembicWorkbench/renderGraph',
};

export interface RenderGraphParams extends GraphParams {
  readonly format: GraphFormat;
}

export const graphFormats = ['svg', 'mermaid', 'dot'] as const;

export type GraphFormat = (typeof graphFormats)[number];
