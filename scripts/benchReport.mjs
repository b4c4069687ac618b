/** The middle of some numbers. */
export function median(numbers) {
  return quantile(numbers, 0.5);
}

/** The number below which the given share of them lies. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const measurements = [
  ['reading the same files, doing nothing', (all) => median(all.floor.map((each) => each.milliseconds))],
  ['alembic heads', (all) => (all.alembic.length > 0 ? median(all.alembic) : undefined)],
  ['alembic-ls heads', (all) => median(all.ours)],
  ['finding the environments', (all) => median(all.index.map((each) => each.discovery))],
  ['cold index', (all) => median(all.index.map((each) => each.cold))],
  ['warm index, nothing changed', (all) => median(all.index.map((each) => each.warm))],
  ['first index of the server', (all) => median(all.server.map((each) => each.first))],
  ['longest block of its event loop', (all) => median(all.server.map((each) => each.longestBlock))],
  ['one edit to its diagnostics, p50', (all) => ofEdits(all, 0.5)],
  ['one edit to its diagnostics, p95', (all) => ofEdits(all, 0.95)],
  ['checkout of up to 1,000 files', (all) => median(all.server.map((each) => each.checkout))],
  ['a bare parse of the same files', (all) => median(all.schema.map((each) => each.parsing))],
  ['reading their operations', (all) => median(all.schema.map((each) => each.reading))],
  ['first schema at the heads', (all) => median(all.schema.map((each) => each.firstSchema))],
  ['peak memory of that schema', (all) => median(all.schema.map((each) => each.memory))],
  ['peak memory over an empty server', (all) => median(all.empty.map((each) => each.peak))],
];

/** Prints one line for each measurement and a column for each project. */
export function printMeasurements(measured) {
  const rows = [
    ['', ...measured.map(({ name }) => (name.length > 24 ? `…${name.slice(-23)}` : name))],
    ['revisions', ...measured.map(({ count }) => String(count))],
    ...measurements.map(([label, read]) => [label, ...measured.map(({ results }) => shown(read(results)))]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const [label, ...values] of rows)
    console.log(
      [label.padEnd(widths[0]), ...values.map((value, at) => value.padStart(widths[at + 1]))].join('  '),
    );
}

/** The goals, each with what this run gave. They are set for a project of ten thousand revisions. */
export function goalsOf({ count, results }) {
  const read = (label) => measurements.find(([each]) => each === label)[1](results);
  const schema = read('first schema at the heads');
  if (count < 10_000)
    return count === 1000 ? [goal('first schema of 1,000 revisions, ms', schema, '<=', 1000)] : [];
  const cold = read('cold index');
  return [
    goal('cold index / reading the files', cold / read('reading the same files, doing nothing'), '<=', 2),
    goal('alembic heads / alembic-ls heads', read('alembic heads') / read('alembic-ls heads'), '>=', 10),
    goal('one edit (p50) / cold index', read('one edit to its diagnostics, p50') / cold, '<=', 0.01),
    goal('one edit (p95) / cold index', read('one edit to its diagnostics, p95') / cold, '<=', 0.01),
    goal(
      'reading operations / a bare parse',
      read('reading their operations') / read('a bare parse of the same files'),
      '<=',
      2,
    ),
    goal('memory of the schema of 10,000 revisions, MB', read('peak memory of that schema'), '<=', 100),
    goal('peak memory over an empty server, MB', read('peak memory over an empty server'), '<=', 60),
    goal('longest block of the event loop, ms', read('longest block of its event loop'), '<=', 50),
  ];
}

/** Prints the goals with what was reached. */
export function printGoals(goals) {
  console.log('\nGoals');
  for (const { label, value, sign, limit, isMet } of goals)
    console.log(
      `  ${isMet ? 'met   ' : 'MISSED'}  ${label}: ${value.toPrecision(3)} (goal ${sign} ${String(limit)})`,
    );
}

function goal(label, value, sign, limit) {
  return { label, value, sign, limit, isMet: sign === '<=' ? value <= limit : value >= limit };
}

function ofEdits(all, share) {
  return median(all.server.map(({ edits }) => quantile(edits, share)));
}

function shown(value) {
  if (value === undefined) return 'not possible';
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
