import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Revision } from '../revision/graph/revisionMap';
import type { TextRange } from '../text/textRange';
import { placeOfId, revisionNamed, revisionNames } from './revisionNameAt';

/**
 * Where a revision is named, as parent or dependency, by its id or one of its labels; with `declaration` also
 * where its id is written.
 */
export function findReferences(
  snapshot: EnvironmentSnapshot,
  revision: Revision,
  declaration: boolean,
): readonly { readonly file: string; readonly range: TextRange }[] {
  const names = new Set([revision.id, ...revision.script.branchLabels]);
  const naming = snapshot.files.filter(({ script }) =>
    [...(script?.downRevisions ?? []), ...(script?.dependsOn ?? [])].some((name) => names.has(name)),
  );
  const places = naming.flatMap((file) =>
    revisionNames(file)
      .filter(({ variable }) => variable === 'down_revision' || variable === 'depends_on')
      .filter((name) => revisionNamed(snapshot, name)?.id === revision.id)
      .map(({ range }) => ({ file: file.path, range })),
  );
  return declaration ? [placeOfId(snapshot, revision), ...places] : places;
}
