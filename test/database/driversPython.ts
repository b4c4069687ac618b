import { pythonWith } from './alembicProject';

/** The newest Alembic with every driver of PostgreSQL, MariaDB and SQLite that people use with it. */
export function driversPython(): Promise<string> {
  return pythonWith('drivers', [
    'alembic',
    'sqlalchemy[asyncio]',
    'psycopg[binary]',
    'psycopg2-binary',
    'asyncpg',
    'PyMySQL',
    'aiomysql',
    'aiosqlite',
  ]);
}
