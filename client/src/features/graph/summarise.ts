import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { shownDatabases } from '../../infrastructure/environments/shownDatabases';
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
      text: `${String(heads.length)} heads: ${namesOf(heads)}.`,
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
  if (known.asOf)
    return {
      severity: 'information',
      text: `${shownText(shownDatabases(known))}: ${pendingText(rows)}`,
      actions: [{ title: 'Ask Again', action: 'showCurrent' }],
    };
  if (pendingIn(rows) > 0)
    return {
      severity: 'information',
      text: pendingText(rows),
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

const mostNamed = 6;

/** Which heads there are; where some are new on this branch and others not, that too. */
function namesOf(heads: readonly GraphRow[]): string {
  const isMixed = heads.some(({ isNew }) => isNew) && heads.some(({ isNew }) => isNew === false);
  const names = heads.slice(0, mostNamed).map(({ title, isNew }) => {
    if (!isMixed || isNew === undefined) return title;
    return `${title} (${isNew ? 'new here' : 'on the main branch'})`;
  });
  const more = heads.length - mostNamed;
  return more > 0 ? `${names.join(', ')} and ${String(more)} more` : names.join(', ');
}

function pendingIn(rows: readonly GraphRow[]): number {
  return rows.filter(({ state }) => state === 'pending' || state === 'some').length;
}

function pendingText(rows: readonly GraphRow[]): string {
  return `${countOf(pendingIn(rows), 'revision')} pending.`;
}

function countOf(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
