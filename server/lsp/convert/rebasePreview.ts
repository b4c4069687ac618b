import { previewRebase } from '../../core/edits/history/rebaseRevisions';
import type { RebaseOptions } from '../../core/edits/history/rebaseRevisions';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { RebaseParams, RebasePreviewDto } from '../../protocol/changes';
import type { ClientUris } from './clientUris';

/** What a rebase would do, for the wire. */
export function toRebasePreviewDto(
  snapshot: EnvironmentSnapshot,
  { revisions, onto, renumber }: RebaseParams,
  shared: Pick<RebaseOptions, 'files' | 'children'>,
  uris: ClientUris,
): RebasePreviewDto {
  const preview = previewRebase(snapshot, revisions, onto, { ...shared, renumber });
  if (!preview.ok) return { kind: 'refused', reason: preview.reason };
  return {
    kind: 'preview',
    canRenumber: renumber || previewRebase(snapshot, revisions, onto, { ...shared, renumber: true }).ok,
    steps: preview.steps.map(({ file, id, newId, oldParents, newParents }) => ({
      uri: uris.of(file),
      id,
      newId,
      message: snapshot.map.revisions.get(id)?.script.message.split('\n', 1)[0] ?? '',
      oldParents,
      newParents,
    })),
  };
}
