import { createDateAt, epoch } from '../text/createDate';
import type { EditContext } from '../edits/editContext';
import { templateOptions } from '../edits/compose/templateOptions';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { FileSystem } from '../files/fileSystem';

/** Chance and time, given by the host. */
export interface EditSources {
  /** Twelve random hexadecimal digits. */
  newRevisionId(): string;
  /** Milliseconds since 1970. */
  epochMilliseconds(): number;
  /** The IANA name of the machine's time zone. */
  localTimeZone(): string;
}

/**
 * What an edit of this environment needs besides its snapshot: the template, a new id, the time, and what is
 * on disk.
 */
export function editContextOf(
  sources: EditSources,
  fileSystem: FileSystem,
  snapshot: EnvironmentSnapshot,
): EditContext {
  const { configuration } = snapshot.environment;
  const template = `${configuration.scriptDirectory}/script.py.mako`;
  const now = sources.epochMilliseconds();
  const zone = sources.localTimeZone();
  return {
    scriptTemplate: fileSystem.readText(template),
    templateObstacle: fileSystem.obstacle?.(template),
    newRevisionId: unusedRevisionId(sources, snapshot),
    now:
      createDateAt(now, configuration.timezone, zone) ??
      // For a host without any time zone data.
      (configuration.timezone === undefined ? epoch : undefined),
    ...templateOptions(fileSystem, configuration),
    readText: (path) => fileSystem.readText(path),
    fileExists: (path) =>
      fileSystem.version(path) !== undefined || fileSystem.readDirectory(path) !== undefined,
  };
}

function unusedRevisionId(sources: EditSources, { map }: EnvironmentSnapshot): string {
  for (;;) {
    const id = sources.newRevisionId();
    if (!map.revisions.has(id)) return id;
  }
}
