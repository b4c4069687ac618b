import type { AlembicError, Outcome } from '../errors/alembicError';
import type { ComposedRevision } from './composeRevision';
import { composeMerge, composeRevision } from './composeRevision';
import type { GraphSummary } from '../graph/graphSummary';
import { summarizeGraph } from '../graph/graphSummary';
import { listHistory } from './history';
import type { Plan } from './plan';
import { planDowngrade, planUpgrade } from './plan';
import type { StampPlan } from './planStamp';
import { planStamp } from './planStamp';
import { errorForUser } from '../errors/alembicException';
import { getCurrent, getRevision, getRevisions } from '../resolve/resolve';
import type { RevisionMap } from '../graph/revisionMap';
import type { RowOperation, TableOutcome } from './versionTable';

/**
 * A query of one graph; `current` are the rows of the version table in the order in which the database gives
 * them.
 */
export type Query =
  | { readonly ask: 'facts' }
  | { readonly ask: 'heads' }
  | { readonly ask: 'resolve'; readonly arg: string }
  | {
      readonly ask: 'upgrade' | 'downgrade';
      readonly arg: string;
      readonly current?: readonly string[];
      readonly sql?: boolean;
    }
  | {
      readonly ask: 'stamp';
      readonly args: readonly string[];
      readonly current?: readonly string[];
      readonly sql?: boolean;
      readonly purge?: boolean;
    }
  | { readonly ask: 'current'; readonly current?: readonly string[] }
  | { readonly ask: 'history'; readonly range?: string | null; readonly current?: readonly string[] }
  | {
      readonly ask: 'new_revision';
      readonly head?: string | null;
      readonly splice?: boolean;
      readonly depends_on?: readonly string[] | null;
    }
  | { readonly ask: 'merge'; readonly revisions: readonly string[]; readonly splice?: boolean };

/** An answer: a value or an error, and Python warnings. */
export interface Answer {
  readonly error?: AlembicError;
  readonly warnings?: readonly string[];
  readonly value?: unknown;
  readonly plan?: readonly string[];
  readonly steps?: readonly StampStepAnswer[];
  readonly rows?: readonly (readonly RowOperation[])[];
  readonly heads_after?: readonly string[];
  readonly table_error?: AlembicError;
  readonly get_revisions?: Answer;
  readonly get_revision?: Answer;
  /**
   * Why only running files of the project would tell, in place of an answer or beside the part that is known.
   */
  readonly unknown?: string;
  /** Beside a load error: the answer from the sound part of the graph. */
  readonly partial?: Answer;
}

/** A step of a stamp. */
interface StampStepAnswer {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly is_upgrade: boolean;
  readonly branch_move: boolean;
}

/**
 * Answers as Alembic would. Where Alembic would not load the graph, returns that error plus a best-effort
 * `partial` answer.
 */
export function answerQuery(map: RevisionMap, query: Query): Answer {
  const answer = answerFromGraph(map, query);
  if (!map.loadError || (answer.error && isFromCommandLine(answer.error))) return answer;
  const isRaw = query.ask === 'facts' || query.ask === 'heads';
  const failed: Answer = {
    error: isRaw ? map.loadError : errorForUser(map.loadError),
    ...warningsOf(map.warnings),
  };
  if (query.ask !== 'resolve') return { ...failed, partial: answer };
  return { ...failed, get_revisions: failed, get_revision: failed, partial: answer };
}

/** Whether the command fails on its arguments, before it reads a file. */
function isFromCommandLine({ type, message }: AlembicError): boolean {
  return (
    (type === 'CommandError' &&
      /^(Range revision not allowed|downgrade with --sql requires|History range requires|Stamp operation with --sql only|Can't use --purge)/.test(
        message,
      )) ||
    (type === 'ValueError' && message.startsWith('too many values to unpack'))
  );
}

/** The answer from the edges alone, whether or not Alembic would load the graph. */
export function answerFromGraph(map: RevisionMap, query: Query): Answer {
  switch (query.ask) {
    case 'facts':
      return { value: summarizeGraph(map) satisfies GraphSummary };
    case 'heads':
      return { value: map.heads };
    case 'resolve':
      return {
        get_revisions: valueAnswer(getRevisions(map, query.arg)),
        get_revision: valueAnswer(getRevision(map, query.arg)),
      };
    case 'upgrade':
      return planAnswer(planUpgrade(map, query.arg, query.current, sqlOf(query)));
    case 'downgrade':
      return planAnswer(planDowngrade(map, query.arg, query.current, sqlOf(query)));
    case 'stamp':
      return stampAnswer(planStamp(map, query.args, query.current, query));
    case 'current':
      return valueAnswer(getCurrent(map, query.current ?? []));
    case 'history':
      return valueAnswer(listHistory(map, query.range ?? undefined, query.current));
    case 'new_revision':
      return composedAnswer(
        composeRevision(map, {
          head: query.head ?? 'head',
          splice: query.splice ?? false,
          dependsOn: query.depends_on ?? [],
        }),
      );
    case 'merge':
      return composedAnswer(composeMerge(map, query.revisions, { splice: query.splice ?? false }));
  }
}

function sqlOf({ sql }: { readonly sql?: boolean }): { readonly sql: boolean } {
  return { sql: sql ?? false };
}

function valueAnswer(outcome: Outcome<unknown>): Answer {
  return outcome.ok
    ? { value: outcome.value, ...warningsOf(outcome.warnings) }
    : { error: outcome.error, ...warningsOf(outcome.warnings) };
}

function composedAnswer(outcome: Outcome<ComposedRevision>): Answer {
  if (!outcome.ok) return valueAnswer(outcome);
  const { downRevision, dependsOn } = outcome.value;
  return { value: { down_revision: downRevision, depends_on: dependsOn }, ...warningsOf(outcome.warnings) };
}

function planAnswer(outcome: Outcome<Plan>): Answer {
  if (!outcome.ok) return valueAnswer(outcome);
  return { plan: outcome.value.steps, ...tableAnswer(outcome.value), ...warningsOf(outcome.warnings) };
}

function stampAnswer(outcome: Outcome<StampPlan>): Answer {
  if (!outcome.ok) return valueAnswer(outcome);
  const steps = outcome.value.steps.map(({ from, to, isUpgrade, branchMove }) => ({
    from,
    to,
    is_upgrade: isUpgrade,
    branch_move: branchMove,
  }));
  return { steps, ...tableAnswer(outcome.value), ...warningsOf(outcome.warnings) };
}

function tableAnswer({ rows, headsAfter, tableError }: TableOutcome): Answer {
  return {
    rows,
    ...(headsAfter ? { heads_after: headsAfter } : {}),
    ...(tableError ? { table_error: tableError } : {}),
  };
}

function warningsOf(warnings: readonly string[] | undefined): { readonly warnings?: readonly string[] } {
  return warnings && warnings.length > 0 ? { warnings } : {};
}
