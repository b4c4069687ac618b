import type { ModelDifference } from '../../infrastructure/alembic/bridge';

/** A difference in a line: `add column books.subtitle`. */
export function describeDifference({ operation, schema, table, name }: ModelDifference): string {
  const whole = [schema, table].filter((part) => part !== null).join('.');
  const subject = name === null ? whole : whole === '' ? name : `${whole}.${name}`;
  return `${operation} ${subject}`.trim();
}

/** The differences as a document, a heading for each database and table. `relative` shortens the path of a model's file. */
export function driftText(
  databases: string,
  differences: readonly ModelDifference[],
  relative: (file: string) => string,
): string {
  const count = differences.length === 1 ? '1 difference' : `${differences.length} differences`;
  const lines = [
    `# The models and ${databases} differ`,
    '',
    `${count} between the models and the database, as autogenerate finds them: a revision with these operations would make them equal. Nothing was written.`,
  ];
  let heading = '';
  for (const difference of differences) {
    const next = [difference.database, difference.schema, difference.table]
      .filter((part) => part !== null)
      .join('.');
    if (next !== heading) lines.push('', `## ${next || 'the database'}`);
    heading = next;
    const { file, line } = difference;
    lines.push(
      '',
      `- ${describeDifference(difference)}${file ? ` (model: ${relative(file)}:${line ?? 1})` : ''}`,
      '',
    );
    lines.push(...['```python', difference.code, '```'].flatMap((each) => each.split('\n')).map(indented));
  }
  return `${lines.join('\n')}\n`;
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}
