import type { FileSystem } from '../files/fileSystem';
import { ConfigurationError } from './configurationError';
import { pythonRepr } from '../text/pythonText';
import { isAbsolutePath, joinPath, purePath } from '../files/paths';

/** Finds the directory of a package; undefined where there is none. */
export type PackageFinder = (packageName: string) => string | undefined;

/** Whether the value names a place inside a package, `package:path`. */
export function isPackageLocation(value: string): boolean {
  return !isAbsolutePath(value) && value.includes(':');
}

/**
 * Alembic's `coerce_resource_to_filename`: the path as written (relative to the working directory), or the
 * place inside a package, absolute. Throws a ConfigurationError where the package can't be found.
 */
export function resolveLocation(value: string, findPackage: PackageFinder): string {
  if (!isPackageLocation(value)) return purePath(value);
  const [packageName = '', ...parts] = value.split(':');
  const directory = findPackage(packageName);
  if (directory === undefined) throw importError(packageName, findPackage);
  return parts.reduce(joinPath, directory);
}

/** The error of Python's `import_module`, which names the outermost package that is missing. */
function importError(packageName: string, findPackage: PackageFinder): ConfigurationError {
  if (packageName === '') return new ConfigurationError('ValueError', 'Empty module name');
  if (packageName.startsWith('.'))
    return new ConfigurationError(
      'TypeError',
      `the 'package' argument is required to perform a relative import for ${pythonRepr(packageName)}`,
    );
  const parts = packageName.split('.');
  const parents = parts.map((_, index) => parts.slice(0, index + 1).join('.'));
  const missing = parents.find((parent) => findPackage(parent) === undefined) ?? packageName;
  return new ConfigurationError('ModuleNotFoundError', `No module named ${pythonRepr(missing)}`);
}

/** Finds packages in the directories of Python's search path. */
export function packageFinder(fileSystem: FileSystem, searchPath: readonly string[]): PackageFinder {
  return (packageName) => {
    for (const root of searchPath) {
      const directory = joinPath(root, packageName.replaceAll('.', '/'));
      if (packageName !== '' && fileSystem.readDirectory(directory)) return directory;
    }
    return undefined;
  };
}
