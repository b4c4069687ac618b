import { pythonWith } from './alembicProject';

/** The newest Alembic with every driver that people use with it, and what their env.py import. */
export function driversPython(): Promise<string> {
  const drivers = ['psycopg2-binary', 'psycopg[binary]', 'asyncpg', 'PyMySQL', 'aiomysql', 'aiosqlite'];
  const more = ['pg8000', 'mysql-connector-python'];
  const frameworks = ['Flask-Migrate', 'Flask-SQLAlchemy', 'rich', 'pydantic-settings'];
  return pythonWith('runs-newest', ['alembic', 'sqlalchemy[asyncio]', ...drivers, ...more, ...frameworks]);
}
