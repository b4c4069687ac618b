/** Lines that fold into their first one, counted from zero, the last one included. */
export interface Fold {
  readonly start: number;
  readonly end: number;
  /** A statement on the version table, which is seldom what one reads a preview for. */
  readonly bookkeeping: boolean;
}

const bookkeeping =
  /^\s*(?:CREATE TABLE|INSERT INTO|UPDATE|DELETE FROM|DROP TABLE)\s+(?:[\w"`[\].]+\.)?["`[]?alembic_version\b/i;

/** What tells a statement on the version table stands at its beginning. */
const longestBeginning = 400;

/** What folds in a preview: every revision's part, and every statement of more than one line. */
export function foldSql(text: string): readonly Fold[] {
  const lines = text.split('\n');
  return [...revisionFolds(lines), ...statementFolds(lines)].filter(({ start, end }) => end > start);
}

function revisionFolds(lines: readonly string[]): readonly Fold[] {
  const starts = lines.flatMap((line, index) =>
    /^-- (Running (up|down)grade|SQL of the (up|down)grade) /.test(line) ? [index] : [],
  );
  return starts.map((start, index) => {
    let end = (starts[index + 1] ?? lines.length) - 1;
    while (end > start && lines[end]?.trim() === '') end--;
    // The transaction around all of it is not the last revision's.
    while (end > start && /^(COMMIT|GO);?$/i.test(lines[end]?.trim() ?? '')) end--;
    while (end > start && lines[end]?.trim() === '') end--;
    return { start, end, bookkeeping: false };
  });
}

function statementFolds(lines: readonly string[]): readonly Fold[] {
  const folds: Fold[] = [];
  let start: number | undefined;
  lines.forEach((line, index) => {
    if (line.trim() === '' || line.startsWith('--')) return;
    start ??= index;
    const next = lines[index + 1];
    if (!line.trimEnd().endsWith(';') || (next !== undefined && next.trim() !== '')) return;
    const statement = lines
      .slice(start, index + 1)
      .join(' ')
      .slice(0, longestBeginning);
    folds.push({ start, end: index, bookkeeping: bookkeeping.test(statement) });
    start = undefined;
  });
  return folds;
}
