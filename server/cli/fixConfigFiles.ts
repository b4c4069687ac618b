import type { ConfigurationProblem } from '../core/config/alembicConfiguration';
import { chosenFixOf, safeConfigurationFixOf } from '../core/fixing/safeFix';
import { fixConfigurations } from '../core/fixing/fixConfigurations';
import type { FixedConfigurations } from '../core/fixing/fixConfigurations';
import type { ChangeBounds } from '../core/edits/gateChange';
import { boundsOf, gateChange } from '../core/edits/gateChange';
import { isEmpty } from '../core/fixing/fixProject';
import type { FileSystem } from '../core/files/fileSystem';
import { discoverAtOnce } from '../core/project/discovery/discoverEnvironments';
import { isWithin } from '../core/files/paths';
import { workbenchProblems } from '../core/rules/engine/workbenchProblems';
import type { ChangeOptions } from './changeReport';
import { diffOf } from './changeReport';
import type { CommandHost } from './host';
import { selectDiscovered, workingDirectory } from './selectEnvironments';
import type { WriteOutcome } from '../disk/write/writeChange';

/** Which findings in config files are to be fixed, and how. */
export interface FixConfigFilesOptions extends ChangeOptions {
  readonly rule?: readonly string[];
  readonly way?: string;
}

/** What became of the config files, and the files as they are afterwards, or as they would be. */
export interface ConfigFilesOutcome extends FixedConfigurations {
  readonly written: WriteOutcome;
  readonly fileSystem: FileSystem;
  /** The change as a unified diff. */
  readonly diff: string;
}

/**
 * Fixes problems in config files, all or none of them. Runs before revisions are fixed, because config files
 * say where these are.
 */
export async function fixConfigFiles(
  host: CommandHost,
  options: FixConfigFilesOptions,
): Promise<ConfigFilesOutcome> {
  selectDiscovered(host, options); // Says what is wrong with how the command is used.
  const result = fixConfigurations({
    fileSystem: host.fileSystem,
    problemsOf: (fileSystem) => problemsIn({ ...host, fileSystem }, options),
    concerns: ({ code }) => options.rule?.includes(code) ?? true,
    choose: (finding) =>
      options.way === undefined ? safeConfigurationFixOf(finding) : chosenFixOf(finding, options.way),
  });
  const diff = diffOf(host, options, result.change);
  const isDry = options.dryRun === true;
  const passed = gateChange(result.change, boundsFor(host, options), host.fileSystem);
  const written = !passed.ok || isDry || isEmpty(result.change) ? passed : await host.write(passed.change);
  return { ...result, written, diff, fileSystem: isDry ? result.files : host.fileSystem };
}

/** Config files may name the folders of any environment here. */
function boundsFor(host: CommandHost, options: FixConfigFilesOptions): ChangeBounds {
  const directory = workingDirectory(host, options);
  const { environments } = selectDiscovered(host, options);
  const folders = environments.flatMap(({ configuration }) => boundsOf(configuration, [directory]).folders);
  return { folders: [...new Set([directory, ...folders])] };
}

function problemsIn(host: CommandHost, options: FixConfigFilesOptions): readonly ConfigurationProblem[] {
  const { name } = options;
  const config = options.config ?? host.alembicConfig;
  const { environments, problems, workbench } =
    config === undefined && name === undefined
      ? selectDiscovered(host, options)
      : // The whole project is searched: a fix may lead to another of its folders.
        discoverAtOnce(host.fileSystem, workingDirectory(host, options), {
          configFiles: [{ file: config ?? 'alembic.ini', section: name }],
        });
  const directory = workingDirectory(host, options);
  return [
    ...problems,
    ...environments.flatMap(({ configuration }) => configuration.problems),
    // One above the working directory is not changed from here.
    ...workbenchProblems(workbench).filter(({ file }) => isWithin(file, directory)),
  ];
}
