/** A database whose rules the replay follows. */
export type Dialect = 'sqlite' | 'postgresql' | 'mysql' | 'mariadb';

/** The dialect of a name such as `postgres`, `postgresql+psycopg` or `sqlite`; undefined for others. */
export function dialectOf(name: string): Dialect | undefined {
  const [driver = ''] = name.toLowerCase().split(/[+:]/);
  if (driver === 'postgres' || driver === 'postgresql' || driver === 'cockroachdb') return 'postgresql';
  return driver === 'sqlite' || driver === 'mysql' || driver === 'mariadb' ? driver : undefined;
}

export function isMysql(dialect: Dialect): boolean {
  return dialect === 'mysql' || dialect === 'mariadb';
}

/** The schema that names without one mean. */
export function defaultSchema(dialect: Dialect): string | undefined {
  return dialect === 'postgresql' ? 'public' : dialect === 'sqlite' ? 'main' : undefined;
}
