import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallDebianPackages, installDebianPackages } from './debianPackages.mjs';
import { findProgram } from './programs.mjs';

/**
 * Installs PostgreSQL and MariaDB where that is ours to do. Elsewhere the tests that need one say so
 * themselves: each starts its own server, and the others run without it.
 */
export async function ensureDatabaseServers() {
  if (!canInstallDebianPackages) return;
  const missing = [
    ...(hasPostgresql() ? [] : ['postgresql']),
    ...(findProgram('mariadbd', ['/usr/sbin']) ? [] : ['mariadb-server']),
  ];
  if (missing.length > 0) await installDebianPackages(missing, 'A database server');
}

/** Debian keeps PostgreSQL's server off the PATH, in a folder for each version. */
function hasPostgresql() {
  const folder = '/usr/lib/postgresql';
  const versions = existsSync(folder) ? readdirSync(folder) : [];
  return versions.some((version) => existsSync(join(folder, version, 'bin', 'postgres')));
}
