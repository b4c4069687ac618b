import { shellWord } from '../command/shellWord';

/** Packages by the modules of drivers that they bring. */
const packages: Readonly<Record<string, string>> = {
  psycopg2: 'psycopg2-binary',
  psycopg: "'psycopg[binary]'",
  asyncpg: 'asyncpg',
  pg8000: 'pg8000',
  pymysql: 'PyMySQL',
  MySQLdb: 'mysqlclient',
  mysql: 'mysql-connector-python',
  mariadb: 'mariadb',
  aiomysql: 'aiomysql',
  asyncmy: 'asyncmy',
  aiosqlite: 'aiosqlite',
  pyodbc: 'pyodbc',
  aioodbc: 'aioodbc',
  pymssql: 'pymssql',
  oracledb: 'oracledb',
  cx_Oracle: 'cx_Oracle',
};

/** The line that installs the driver which a Python lacks; undefined for what is no driver that is known. */
export function driverInstall(interpreter: string, reason: string): string | undefined {
  const module = /No module named '(\w{1,60})/.exec(reason)?.[1] ?? '';
  const name = Object.hasOwn(packages, module) ? packages[module] : undefined;
  return name === undefined ? undefined : `${shellWord(interpreter)} -m pip install ${name}`;
}
