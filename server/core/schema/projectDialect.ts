import type { AlembicConfiguration } from '../config/alembicConfiguration';
import { parseIniFile } from '../config/iniFile';
import { joinPath, parentPath } from '../files/paths';
import type { RevisionFile } from '../project/environmentSnapshot';
import type { ConfigFiles } from '../workbenchConfig/configLookup';
import { configuredDialects } from '../workbenchConfig/dialects';
import type { Dialect } from './dialect';
import { dialectOf } from './dialect';

/** The dialect of an environment and what tells it. */
export interface ProjectDialect {
  readonly dialect: Dialect;
  /** Whether something tells it; without, PostgreSQL is taken. */
  readonly isKnown: boolean;
}

/** Drivers by the dialect that they belong to, strongest sign first. */
const drivers: readonly (readonly [Dialect, RegExp])[] = [
  ['postgresql', /\b(?:postgres(?:ql)?(?:\+\w+)?:\/\/|psycopg[23]?|asyncpg|pg8000)\b/i],
  ['mysql', /\b(?:mysql(?:\+\w+)?:\/\/|pymysql|mysqlclient|MySQLdb|aiomysql|asyncmy|mysql-connector)\b/i],
  ['mariadb', /\b(?:mariadb(?:\+\w+)?:\/\/)/i],
  ['sqlite', /\b(?:sqlite(?:\+\w+)?:\/\/|aiosqlite|pysqlite)|render_as_batch\s*=\s*True/i],
];

/**
 * The dialect that an environment's migrations run on: as configured, else as its URL, env.py, dependencies
 * or revisions tell. Of several the first is taken.
 */
export function projectDialect(
  fileSystem: ConfigFiles,
  configuration: AlembicConfiguration,
  files: readonly RevisionFile[],
): ProjectDialect {
  const { configFile, scriptDirectory, section } = configuration;
  const folder = parentPath(configFile ?? `${scriptDirectory}/`);
  for (const name of configuredDialects(fileSystem, folder) ?? []) {
    const dialect = dialectOf(name);
    if (dialect) return { dialect, isKnown: true };
  }
  const found =
    dialectOfUrl(fileSystem, configFile, section) ??
    dialectIn(fileSystem.readText(joinPath(scriptDirectory, 'env.py'))) ??
    dialectOfDependencies(fileSystem, folder) ??
    dialectOfRevisions(files);
  return { dialect: found ?? 'postgresql', isKnown: found !== undefined };
}

function dialectOfUrl(
  fileSystem: ConfigFiles,
  configFile: string | undefined,
  section: string,
): Dialect | undefined {
  const text = configFile === undefined ? undefined : fileSystem.readText(configFile);
  if (configFile === undefined || text === undefined || configFile.endsWith('.toml')) return undefined;
  const ini = parseIniFile(configFile, text);
  const url = (ini.sections.get(section)?.options.get('sqlalchemy.url') ?? ini.defaults.get('sqlalchemy.url'))
    ?.value;
  // Alembic's own placeholder.
  if (url === undefined || url.startsWith('driver://')) return undefined;
  return dialectOf(/^\s*([a-zA-Z][\w+]*):/.exec(url)?.[1] ?? '');
}

function dialectIn(text: string | undefined): Dialect | undefined {
  return text === undefined ? undefined : drivers.find(([, sign]) => sign.test(text))?.[0];
}

const dependencyFiles: readonly string[] = [
  'pyproject.toml',
  'requirements.txt',
  'setup.cfg',
  'setup.py',
  'Pipfile',
];

function dialectOfDependencies(fileSystem: ConfigFiles, folder: string): Dialect | undefined {
  for (let each = folder; ; each = parentPath(each)) {
    for (const name of dependencyFiles) {
      const found = dialectIn(fileSystem.readText(joinPath(each, name)));
      if (found) return found;
    }
    if (fileSystem.readDirectory(joinPath(each, '.git')) !== undefined || parentPath(each) === each)
      return undefined;
  }
}

/** How many revisions are looked into for a dialect's own types. */
const mostRevisions = 50;

function dialectOfRevisions(files: readonly RevisionFile[]): Dialect | undefined {
  for (const file of files.slice(0, mostRevisions)) {
    const text = file.readText();
    if (text === undefined) continue;
    const name = /sqlalchemy\.dialects(?:\.|\s+import\s+)(postgresql|mysql|sqlite)\b/.exec(text)?.[1];
    if (name !== undefined) return dialectOf(name);
  }
  return undefined;
}
