const longestShown = 14;

/** A revision's id where space is scarce: whole as long as it is not longer than Alembic's own ids. */
export function shortId(id: string): string {
  return id.length <= longestShown ? id : `${id.slice(0, longestShown - 1)}…`;
}
