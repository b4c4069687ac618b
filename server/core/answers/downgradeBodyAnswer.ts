import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import type { Dialect } from '../schema/dialect';
import { generateDowngrade } from '../schema/inverse/generateDowngrade';
import type { Reversibility } from '../schema/inverse/reversibility';
import { parentSchema, replayedRevision } from '../schema/schemaAt';
import { finish } from '../text/finish';

/** The generated body of a `downgrade()` as JSON. */
interface DowngradeBodyAnswer {
  readonly revision: string;
  readonly dialect: Dialect;
  readonly verdict: Reversibility;
  readonly body: string;
}

/** Undefined where the revision has no file. */
export function downgradeBodyAnswer(
  snapshot: EnvironmentSnapshot,
  id: string,
  dialect: Dialect,
): DowngradeBodyAnswer | undefined {
  const file = fileOf(snapshot, id);
  const text = file?.readText();
  if (!file || text === undefined) return undefined;
  const before = finish(parentSchema(snapshot, id, dialect));
  const { verdict, lines } = generateDowngrade(
    before,
    replayedRevision(snapshot, id, { path: file.path, text }),
    dialect,
  );
  return { revision: id, dialect, verdict, body: lines.join('\n') };
}

function fileOf({ map, filesByPath }: EnvironmentSnapshot, id: string): RevisionFile | undefined {
  const path = map.revisions.get(id)?.script.file;
  return path === undefined ? undefined : filesByPath.get(path);
}
