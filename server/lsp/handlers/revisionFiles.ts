import type { EnvironmentSnapshot, RevisionFile } from '../../core/project/environmentSnapshot';
import { withText } from '../../core/project/fileWithText';
import type { FileWithText } from '../../core/project/fileWithText';
import { pathFromUri } from '../convert/paths';
import type { Session } from '../session/session';
import type { IndexedEnvironment, IndexState } from '../workspace/indexState';

/** A revision file in one of the environments that it belongs to. */
export interface FileOfEnvironment extends PlacedFile {
  readonly file: FileWithText;
}

interface PlacedFile {
  readonly indexed: IndexedEnvironment;
  readonly snapshot: EnvironmentSnapshot;
  readonly file: RevisionFile;
}

/**
 * The revision file of a URI in each environment that has it, with the newest text; none where it is gone by
 * now. A file that no environment has is answered at once: most of a project's Python files are none of ours.
 */
export async function filesOfUri(session: Session, uri: string): Promise<readonly FileOfEnvironment[]> {
  const path = pathFromUri(uri);
  if (path === undefined) return [];
  const paths = [path, session.files.realPath(path)];
  if (filesIn(session.index.state, paths).length === 0) return [];
  return filesIn(await session.index.settled(), paths).flatMap((found) => {
    const file = withText(found.file);
    return file ? [{ ...found, file }] : [];
  });
}

/**
 * Whether a URI is a file that findings can be about: a revision file or a config file. At once, without
 * reading anything.
 */
export function mayHaveFindings(session: Session, uri: string): boolean {
  const path = pathFromUri(uri);
  if (path === undefined) return false;
  const { environments, problems } = session.index.state;
  if (filesIn(session.index.state, [path, session.files.realPath(path)]).length > 0) return true;
  const all = [problems, ...[...environments.values()].map(({ findings }) => findings)];
  return all.some((findings) => findings.some(({ file }) => file === path));
}

function filesIn({ environments }: IndexState, paths: readonly string[]): readonly PlacedFile[] {
  return [...environments.values()].flatMap((indexed) => {
    const { snapshot } = indexed;
    const path = paths.find((one) => snapshot.filesByPath.has(one));
    const file = path === undefined ? undefined : snapshot.filesByPath.get(path);
    return file ? [{ indexed, snapshot, file }] : [];
  });
}
