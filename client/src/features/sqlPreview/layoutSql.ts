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

/** Lays out SQL for reading. A statement that the formatter can't read stays as Alembic wrote it. */
export function layoutSql(text: string, dialect: string): string {
  const options = {
    dialect: dialects[dialect] ?? sql,
    keywordCase: 'preserve',
    expressionWidth: 90,
    tabWidth: 2,
  } as const;
  return statements(text)
    .map((statement) => {
      try {
        return formatDialect(statement, options);
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
