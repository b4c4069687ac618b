import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import { excludingConfig } from '../core/project/discovery/excludingConfig';
import { fileNameOf, isWithin, joinPath, plainPath } from '../core/files/paths';
import { visibleText } from '../core/text/visibleText';
import type { CommandHost } from './host';
import { UsageError } from './host';
import type { EnvironmentSelection } from './selectEnvironments';
import { shownPath, workingDirectory } from './selectEnvironments';

/** The files and folders that a check is about; everything without any. */
export class CheckTargets {
  readonly #host: CommandHost;
  readonly #selection: EnvironmentSelection;
  readonly #named: readonly string[];
  readonly #paths: readonly string[];

  /** Throws a UsageError for a name that is not there. */
  constructor(host: CommandHost, selection: EnvironmentSelection, names: readonly string[]) {
    this.#host = host;
    this.#selection = selection;
    const directory = workingDirectory(host, selection);
    const { fileSystem } = host;
    this.#named = names.map((name) => {
      const path = plainPath(joinPath(directory, name.replaceAll('\\', '/')));
      const isThere = fileSystem.version(path) !== undefined || fileSystem.readDirectory(path) !== undefined;
      if (!isThere)
        throw new UsageError(`There is no file or folder ${name}: correct the name, or leave it out.`);
      return path;
    });
    this.#paths = [...new Set(this.#named.flatMap((path) => [path, fileSystem.realPath(path)]))];
  }

  get areNamed(): boolean {
    return this.#named.length > 0;
  }

  /** Whether a file is one of them, or lies in one. */
  has(file: string): boolean {
    return !this.areNamed || this.#paths.some((path) => isWithin(file, path));
  }

  /** Why none of them was checked; undefined where one was, or nothing was named. */
  whyNone(snapshots: readonly EnvironmentSnapshot[], configFiles: readonly string[]): string | undefined {
    if (!this.areNamed) return undefined;
    const known = [
      ...configFiles,
      ...snapshots.flatMap(({ files, environment: { configuration } }) => [
        ...files.map(({ path }) => path),
        ...(configuration.configFile === undefined ? [] : [configuration.configFile]),
      ]),
    ];
    if (known.some((file) => this.has(file))) return undefined;
    const reasons = new Set(this.#named.map((path) => this.#reason(path, snapshots)));
    const [reason = ''] = reasons;
    if (this.#named.length === 1) return reason;
    const count = String(this.#named.length);
    return reasons.size === 1
      ? reason
      : `None of these ${count} files and folders belongs to an Alembic environment here: ${reason}`;
  }

  #reason(path: string, snapshots: readonly EnvironmentSnapshot[]): string {
    const directory = workingDirectory(this.#host, this.#selection);
    const shown = visibleText(shownPath(this.#host, this.#selection, path));
    if (!isWithin(path, directory))
      return `${shown} lies outside of ${visibleText(directory)}: go to its project with --cwd.`;
    const excluding = excludingConfig(this.#host.fileSystem, directory, path);
    if (excluding)
      return `${shown} is left out by ${excluding.key} in ${visibleText(shownPath(this.#host, this.#selection, excluding.file))}.`;
    if (snapshots.length === 0)
      return `${shown} belongs to no Alembic environment, for none was found in ${visibleText(directory)}.`;
    const isListed = snapshots.some(({ environment: { configuration } }) =>
      configuration.versionLocations.some((location) => isWithin(path, location)),
    );
    return isListed
      ? `${visibleText(fileNameOf(path))} is no file that Alembic loads.`
      : `${shown} belongs to no Alembic environment here.`;
  }
}
