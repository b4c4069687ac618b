import type { SqlPart, SqlPartAnswer } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { layoutSql } from './layoutSql';

/** The first line of a preview in which something is hidden. */
export const secretsHidden = '-- Secrets are shown as ***: this is for reading, not for running.';

/** Hides secrets: in a message, and in SQL, of which nothing else changes. */
export interface PreviewMask {
  readonly text: (text: string) => string;
  readonly sql: (sql: string, dialect: string) => string;
  /** The message of a revision; empty where there is none. */
  readonly messageOf?: (id: string) => string;
}

/** The document of a preview: what it is, then the SQL of each part and database. */
export function previewText(
  parts: readonly SqlPart[],
  answers: readonly SqlPartAnswer[],
  mask: PreviewMask,
): string {
  const sections = parts.flatMap((part, index) => sectionsOf(part, answers[index], mask));
  const hidden = answers.some((answer) => isHidden(answer, mask)) ? [secretsHidden] : [];
  return [...hidden, ...sections].join('\n\n').trim() + '\n';
}

/** What a part is, in a few words, for a title. */
export function describePart({ direction, start, target, only }: SqlPart): string {
  if (only) return `${direction} of ${target}`;
  return `${direction} from ${start.join(', ') || 'base'} to ${target}`;
}

/** True where something in the SQL is hidden, here or before it left Python. */
function isHidden(answer: SqlPartAnswer, mask: PreviewMask): boolean {
  if ('error' in answer) return false;
  return answer.scripts.some(({ sql, dialect, masked }) => masked === true || mask.sql(sql, dialect) !== sql);
}

function sectionsOf(part: SqlPart, answer: SqlPartAnswer | undefined, mask: PreviewMask): readonly string[] {
  const title = describePart(part);
  if (!answer) return [];
  if ('error' in answer) {
    const reason = answer.error.message.split('\n', 1)[0] ?? '';
    const without = answer.error.kind === 'needsDatabase' ? ' without a database' : '';
    return [`-- SQL of the ${title}: it can't be written out${without} (${mask.text(reason)}).`];
  }
  return answer.scripts.flatMap(({ name, dialect, sql }) => {
    const database = name ? `${name}, ${dialect}` : dialect;
    const body = withMessages(layoutSql(mask.sql(sql, dialect), dialect), mask.messageOf);
    return [`-- SQL of the ${title} (${database}). Nothing was run.`, body || '-- There is nothing to run.'];
  });
}

/** Alembic's comment before each revision, with the revision's message behind the ids. */
function withMessages(sql: string, messageOf: (id: string) => string = () => ''): string {
  return sql.replaceAll(
    /^-- Running (upgrade|downgrade) (\S*) -> (\S*)$/gm,
    (comment: string, direction: string, from: string, to: string) => {
      const message = messageOf(direction === 'upgrade' ? to : from);
      return message === '' ? comment : `${comment}, ${visible(message)}`;
    },
  );
}

/** In one line, so that nothing of it is SQL. */
function visible(message: string): string {
  return message.replaceAll(/\s+/g, ' ').trim();
}
