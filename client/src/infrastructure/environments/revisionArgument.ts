import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { MessageAction } from '../vscode/userError';

/** What commands on a revision take, from the tree or from a key binding. */
export interface RevisionArgument {
  readonly environmentKey: string;
  readonly revisionId: string;
}

/**
 * The environment that a command of a view is for. Rows of the history say it in `environmentKey` alone, for
 * VS Code gives the focused one to the commands of the view's title too, which ask where there are several.
 */
export function readEnvironmentKey(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { forEnvironment } = argument as { readonly forEnvironment?: unknown };
  return typeof forEnvironment === 'string' ? forEnvironment : undefined;
}

/** The revision that an action on two is for besides, where it was picked in a view already. */
export function readOtherRevision(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { otherRevisionId } = argument as { readonly otherRevisionId?: unknown };
  return typeof otherRevisionId === 'string' ? otherRevisionId : undefined;
}

/** The button that looks for a revision which is not here. */
export function findRevision({ key }: EnvironmentDto, revisionId: string): MessageAction {
  const argument: RevisionArgument = { environmentKey: key, revisionId };
  return { title: 'Find Revision…', command: commandIds.findRevision, arguments: [argument] };
}

/** The argument if it is one; undefined where the command was called without, from the palette. */
export function readRevisionArgument(argument: unknown): RevisionArgument | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { environmentKey, revisionId } = argument as Partial<Record<keyof RevisionArgument, unknown>>;
  if (typeof environmentKey !== 'string' || typeof revisionId !== 'string') return undefined;
  return { environmentKey, revisionId };
}

const longestShown = 14;

/** A revision's id where space is scarce: whole as long as it is not longer than Alembic's own ids. */
export function shortId(id: string): string {
  return id.length <= longestShown ? id : `${id.slice(0, longestShown - 1)}…`;
}

/** Letters of an id that stand behind a message, enough to tell it from others. */
const fewLetters = 8;

/** A revision as a person knows it: its message, and the beginning of its id behind it. */
export function revisionName(
  { revisions }: { readonly revisions: readonly { readonly id: string; readonly message: string }[] },
  id: string,
): string {
  const message = revisions.find((revision) => revision.id === id)?.message;
  return message ? `"${message}" (${id.slice(0, fewLetters)})` : id;
}

/** What an SQL preview shows, where another command knows it: from where a database stands to a target. */
export interface SqlRange {
  readonly environmentKey: string;
  readonly start: readonly string[];
  readonly target: string;
}
