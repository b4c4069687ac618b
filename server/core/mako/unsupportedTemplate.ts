/** Thrown where a template can't be rendered without Python; `message` is the reason as half a sentence. */
export class UnsupportedTemplate extends Error {}

/** Thrown where Mako fails too, or writes what is of no use, so that running Alembic helps nobody. */
export class BrokenTemplate extends UnsupportedTemplate {}

/** Source on one line, cut where it is long, as messages quote it. */
export function shorten(source: string): string {
  const line = source.trim().replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
