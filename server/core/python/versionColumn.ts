/** The width of `alembic_version.version_num` as Alembic creates it. Characters. */
export const usualVersionWidth = 32;

/** How far from the column's name its type is looked for. Characters. */
const reach = 300;

/** Places of the name that are looked at in one text. */
const mostPlaces = 50;

const widths =
  /(?:string|unicode|n?varchar2?|char|varying)\s*\(\s*(?:length\s*=\s*)?(?:(\d{1,9})\b|[A-Za-z_{%)])|\b(?:type|version_num)\s+text\b|(?:sa|sqlalchemy)\.(?:unicode)?text\(\)/gi;

/**
 * The widest `version_num` that a text seems to create or to make of the column: `String(n)`, `VARCHAR(n)`
 * and the like near its name. Infinity for a type without a limit, or with one that can't be read; undefined
 * where nothing is said.
 */
export function versionWidthIn(text: string): number | undefined {
  if (!text.includes('version_num')) return undefined;
  let widest: number | undefined;
  let at = text.indexOf('version_num');
  for (let place = 0; at >= 0 && place < mostPlaces; place++) {
    const near = text.slice(Math.max(0, at - reach), at + reach).replace(/^[ \t]*#[^\n]*/gm, '');
    for (const { 1: width } of near.matchAll(widths))
      widest = Math.max(widest ?? 0, width === undefined ? Infinity : Number(width));
    at = text.indexOf('version_num', at + reach);
  }
  return widest;
}
