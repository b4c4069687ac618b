import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { shownText } from '../../infrastructure/vscode/shownText';
import type { GraphRow, GraphSummary } from './messages';

/** What a history is summarised from. */
export interface SummarySources {
  readonly environment: EnvironmentDto;
  /** Undefined where no database was asked. */
  readonly known: KnownDatabases | undefined;
}

/** How the history stands, in one sentence, and what leads on. A load error comes first. */
export function summarise({ environment, known }: SummarySources, rows: readonly GraphRow[]): GraphSummary {
  if (environment.loadError)
    return {
      severity: 'error',
      text: `Alembic can't load this history: ${shownText(environment.loadError)}`,
      actions: [{ title: 'Show Problems', action: 'showProblems' }],
    };
  const heads = rows.filter(({ isHead }) => isHead);
  if (environment.hasStrayHeads)
    return {
      severity: 'warning',
      text: `${String(heads.length)} heads: ${heads.map(({ title }) => title).join(', ')}.`,
      actions: [
        { title: 'Merge…', action: 'mergeHeads' },
        { title: 'Rebase…', action: 'rebase' },
      ],
    };
  if (!known)
    return {
      severity: 'information',
      text: `${countOf(rows.length, 'revision')}, ${countOf(heads.length, 'head')}. No database was asked.`,
      actions: [{ title: 'Show Current', action: 'showCurrent' }],
    };
  const pending = rows.filter(({ state }) => state === 'pending' || state === 'some').length;
  if (pending > 0)
    return {
      severity: 'information',
      text: `${countOf(pending, 'revision')} pending.`,
      actions: [{ title: 'Upgrade…', action: 'upgrade' }],
    };
  return known.isWhole
    ? { severity: 'information', text: 'Every database that was asked is up to date.', actions: [] }
    : {
        severity: 'warning',
        text: `A database stands at a revision that is not here: ${known.unknown.map(shownText).join(', ')}.`,
        actions: [],
      };
}

function countOf(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
