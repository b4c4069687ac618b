import type { SqlPart, SqlPartAnswer } from '../../infrastructure/alembic/bridge/bridge';
import { layoutSql } from './layoutSql';

/** The document of a preview: what it is, then the SQL of each part and database. */
export function previewText(
  parts: readonly SqlPart[],
  answers: readonly SqlPartAnswer[],
  mask: (text: string) => string,
): string {
  const sections = parts.flatMap((part, index) => sectionsOf(part, answers[index], mask));
  const hidden = sections.some((section) => section.includes('***'))
    ? ['-- Secrets are shown as ***: this is for reading, not for running.']
    : [];
  return [...hidden, ...sections].join('\n\n').trim() + '\n';
}

/** What a part is, in a few words, for a title. */
export function describePart({ direction, start, target, only }: SqlPart): string {
  if (only) return `${direction} of ${target}`;
  return `${direction} from ${start.join(', ') || 'base'} to ${target}`;
}

function sectionsOf(
  part: SqlPart,
  answer: SqlPartAnswer | undefined,
  mask: (text: string) => string,
): readonly string[] {
  const title = describePart(part);
  if (!answer) return [];
  if ('error' in answer) {
    const reason = answer.error.message.split('\n', 1)[0] ?? '';
    return [`-- SQL of the ${title}: it can't be written out (${mask(reason)}).`];
  }
  return answer.scripts.flatMap(({ name, dialect, sql }) => {
    const database = name ? `${name}, ${dialect}` : dialect;
    const body = layoutSql(mask(sql), dialect);
    return [`-- SQL of the ${title} (${database}). Nothing was run.`, body || '-- There is nothing to run.'];
  });
}
