import { pythonWith } from './alembicProject';

/** The newest Alembic with every driver that people use with it, and what their env.py import. */
export function driversPython(): Promise<string> {
  const drivers = ['psycopg2-binary', 'psycopg[binary]', 'asyncpg', 'PyMySQL', 'aiomysql', 'aiosqlite'];
  const frameworks = ['Flask-Migrate', 'Flask-SQLAlchemy', 'rich'];
  return pythonWith('runs-newest', ['alembic', 'sqlalchemy[asyncio]', ...drivers, ...frameworks]);
}
