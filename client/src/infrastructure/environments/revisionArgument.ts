/** What commands on a revision take, from the tree or from a key binding. */
export interface RevisionArgument {
  readonly environmentKey: string;
  readonly revisionId: string;
}

/** The argument if it is one; undefined where the command was called without, from the palette. */
export function readRevisionArgument(argument: unknown): RevisionArgument | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { environmentKey, revisionId } = argument as Partial<Record<keyof RevisionArgument, unknown>>;
  if (typeof environmentKey !== 'string' || typeof revisionId !== 'string') return undefined;
  return { environmentKey, revisionId };
}
