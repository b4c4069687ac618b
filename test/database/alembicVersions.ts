import { pythonWith } from './alembicProject';

/** An Alembic with the SQLAlchemy, drivers and frameworks that fit it. */
export interface AlembicVersion {
  readonly name: string;
  readonly version: RegExp;
  /** The synchronous driver of PostgreSQL that this SQLAlchemy knows. */
  readonly postgresDriver: string;
  /** Makes the virtual environment on first use. */
  readonly python: () => Promise<string>;
}

const newer = [
  'sqlalchemy[asyncio]',
  'psycopg[binary]',
  'asyncpg',
  'PyMySQL',
  'aiosqlite',
  'Flask-Migrate',
  'Flask-SQLAlchemy',
];

const older = [
  'sqlalchemy[asyncio]==1.4.54',
  'psycopg2-binary',
  'asyncpg',
  'PyMySQL',
  'aiosqlite==0.20.0',
  'Flask-Migrate==3.1.0',
  'Flask-SQLAlchemy==2.5.1',
  'Flask==2.2.5',
  'Werkzeug==2.2.3',
  'setuptools<81',
];

/** The Alembics that are supported: newest, one from the middle, and the oldest. */
export const alembicVersions: readonly AlembicVersion[] = [
  {
    name: 'newest',
    version: /^1\.(19|[2-9]\d)/,
    postgresDriver: 'psycopg',
    python: () => pythonWith('databases-newest', ['alembic', ...newer]),
  },
  {
    name: '1.13',
    version: /^1\.13\.3$/,
    postgresDriver: 'psycopg',
    python: () => pythonWith('databases-1.13', ['alembic==1.13.3', ...newer]),
  },
  {
    name: '1.8',
    version: /^1\.8\.1$/,
    postgresDriver: 'psycopg2',
    python: () => pythonWith('databases-1.8', ['alembic==1.8.1', ...older]),
  },
];

/** The newest Alembic with drivers for every database. */
export function newestPython(): Promise<string> {
  return pythonWith('databases-newest', ['alembic', ...newer]);
}
