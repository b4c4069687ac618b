import type {
  AuthorDto,
  GraphBoxKind,
  GraphLineDto,
  RevisionWordsDto,
} from '../../../../server/protocol/graph';

/** What the graph's page shows. Rows stand in the order in which they are drawn, the newest first. */
export interface GraphContents {
  readonly environment: GraphEnvironment;
  /** All of them, for the picker. */
  readonly environments: readonly GraphEnvironment[];
  readonly generation: number;
  readonly rows: readonly GraphRow[];
  readonly lines: readonly GraphLineDto[];
  readonly laneCount: number;
  /** One sentence that says how things stand, and what leads on. */
  readonly summary: GraphSummary;
}

export interface GraphEnvironment {
  readonly key: string;
  readonly label: string;
}

export interface GraphSummary {
  readonly severity: 'error' | 'warning' | 'information';
  readonly text: string;
  readonly actions: readonly { readonly title: string; readonly action: GraphAction }[];
}

export interface GraphRow {
  readonly id: string;
  readonly kind: GraphBoxKind;
  readonly title: string;
  readonly uri: string | null;
  readonly lane: number;
  /** `head`, `merge`, `branch point` and the like, in words. */
  readonly marks: readonly string[];
  readonly labels: readonly string[];
  readonly isHead: boolean;
  /** Where the databases that were asked stand; undefined where none was. */
  readonly state: 'applied' | 'pending' | 'some' | undefined;
  /** Names of databases that stand here. */
  readonly current: readonly string[];
  /** Names of databases that have run it. */
  readonly ranIn: readonly string[];
  /** The main branch does not have it; undefined where Git does not tell. */
  readonly isNew: boolean | undefined;
  /** As written behind `Create Date:`. */
  readonly date: string | null;
  readonly problems: readonly {
    readonly severity: string;
    readonly code: string;
    readonly message: string;
  }[];
  readonly losesData: boolean;
}

/** What the page may ask of the extension; anything else is not answered. */
export type GraphAction =
  | 'open'
  | 'fix'
  | 'copyId'
  | 'newRevision'
  | 'reparent'
  | 'stamp'
  | 'showSchema'
  | 'compareSchema'
  | 'upgrade'
  | 'upgradeToHere'
  | 'downgradeToHere'
  | 'previewSql'
  | 'findRevision'
  | 'mergeHeads'
  | 'rebase'
  | 'showProblems'
  | 'showCurrent'
  | 'export';

/** From the page to the extension. Rows are named by URI or, for what has none, by id. */
export type FromGraph =
  | { readonly kind: 'ready'; readonly environment: string | undefined }
  | { readonly kind: 'choose'; readonly environment: string }
  | ActOfGraph
  | { readonly kind: 'words'; readonly uris: readonly string[] }
  | { readonly kind: 'plan'; readonly row: string; readonly direction: GraphPlan['direction'] }
  | {
      readonly kind: 'picture';
      /** A PNG in Base64; null where the browser can't draw one of this size. */
      readonly png: string | null;
    };

export interface ActOfGraph {
  readonly kind: 'act';
  readonly action: GraphAction;
  readonly row?: string;
  /** The row that an action on two is for: the parent to be, the other head, what is compared with. */
  readonly other?: string;
  /** The code of the problem to be fixed. */
  readonly problem?: string;
}

/** What would run to get to a row. */
export interface GraphPlan {
  readonly row: string;
  readonly direction: 'upgrade' | 'downgrade';
  /** In the order in which they run on the first database. */
  readonly ids: readonly string[];
  /** One sentence on each database, or why nothing can be told. */
  readonly text: string;
}

/** From the extension to the page. */
export type ToGraph =
  | { readonly kind: 'contents'; readonly contents: GraphContents }
  | { readonly kind: 'empty'; readonly text: string; readonly actions: GraphSummary['actions'] }
  | {
      readonly kind: 'words';
      readonly generation: number;
      readonly words: readonly { readonly uri: string; readonly words: RevisionWordsDto }[];
    }
  | { readonly kind: 'authors'; readonly environment: string; readonly authors: readonly AuthorDto[] }
  | { readonly kind: 'plan'; readonly plan: GraphPlan }
  /** Asks for the drawing as a picture. */
  | { readonly kind: 'draw'; readonly svg: string }
  /** Selects a row, and scrolls to it. */
  | { readonly kind: 'reveal'; readonly id: string };
