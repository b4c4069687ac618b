import { formatDialect, mysql, plsql, postgresql, sql, sqlite, transactsql } from 'sql-formatter';
import type { DialectOptions } from 'sql-formatter';

/** The formatter's dialect for SQLAlchemy's name of one. */
const dialects: Readonly<Record<string, DialectOptions>> = {
  sqlite,
  postgresql,
  cockroachdb: postgresql,
  redshift: postgresql,
  mysql,
  mariadb: mysql,
  oracle: plsql,
  mssql: transactsql,
};

/** The formatter takes a second for as many characters, when they are many words. */
const longestStatement = 20_000;
const mostLaidOut = 200_000;
const costOfStatement = 100;

/**
 * What a secret is shown as, and a word in its place: outside of a literal the formatter would take the stars
 * apart.
 */
const stars = '***';
const word = 'hidden_by_the_mask_of_secrets';

/**
 * Lays out SQL for reading. A statement that the formatter can't read, or that is very long, stays as Alembic
 * wrote it.
 */
export function layoutSql(text: string, dialect: string): string {
  const options = {
    dialect: dialects[dialect] ?? sql,
    keywordCase: 'preserve',
    expressionWidth: 90,
    tabWidth: 2,
  } as const;
  let left = mostLaidOut;
  return statements(text)
    .map((statement) => {
      left -= statement.length + costOfStatement;
      if (statement.length > longestStatement || left < 0) return statement;
      try {
        return formatDialect(statement.replaceAll(stars, word), options).replaceAll(word, stars);
      } catch {
        return statement;
      }
    })
    .join('\n\n');
}

/** Alembic ends statements with a semicolon and an empty line; a comment belongs to what follows. */
function statements(text: string): readonly string[] {
  return text
    .split(/(?<=;)[ \t]*\r?\n[ \t]*\r?\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
