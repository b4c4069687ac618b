import { count, describeDifference } from './drift';
import type { ModelDifference } from '../../infrastructure/alembic/bridge/bridgeAnswers';

/**
 * The differences as a document, a heading for each database and table. `relative` shortens the path of a
 * model's file.
 */
export function driftText(
  databases: string,
  differences: readonly ModelDifference[],
  relative: (file: string) => string,
): string {
  const lines = [
    `# The models and ${databases} differ`,
    '',
    `${count(differences.length)} between the models and the database, as autogenerate finds them: a revision with these operations would make them equal. Nothing was written.`,
  ];
  let heading = '';
  for (const difference of differences) {
    const next = [difference.database, difference.schema, difference.table]
      .filter((part) => part !== null)
      .join('.');
    if (next !== heading) lines.push('', `## ${next || 'the database'}`);
    heading = next;
    const { file, line, detail } = difference;
    const model = file ? ` (model: ${relative(file)}:${line ?? 1})` : '';
    lines.push('', `- ${describeDifference(difference)}${detail ? `: ${detail}` : ''}${model}`, '');
    // None where Alembic can't write the operation, which the detail says.
    const block = difference.code === '' ? [] : ['```python', difference.code, '```'];
    lines.push(...block.flatMap((each) => each.split('\n')).map(indented));
  }
  return `${lines.join('\n')}\n`;
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}
