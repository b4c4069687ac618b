import { ModuleMemory } from '../../core/models/moduleMemory';
import { modelScope, tablesSeen } from '../../core/models/unseenModels';
import type { UnseenModel } from '../../core/models/unseenModels';
import { readUnseenModels } from '../../protocol/unseenModels';
import type { UnseenModelDto } from '../../protocol/unseenModels';
import { LineIndexes, toRange } from '../convert/ranges';
import type { Capabilities } from '../session/describeServer';
import type { Session } from '../session/session';
import { answer, slicedWork } from '../session/session';

/** Answers which models env.py does not see, as the files are now. Nothing is run. */
export function registerModelRequests(session: Session): Capabilities {
  answer(session, readUnseenModels, async ({ environment }, token) => {
    const { environments } = await session.index.settled();
    const indexed = environments.get(environment);
    if (!indexed) return null;
    const scope = modelScope(
      indexed.snapshot.environment,
      indexed.folder.path,
      [...environments.values()].map(({ snapshot }) => snapshot.environment),
    );
    const work = tablesSeen(session.files, scope, new ModuleMemory());
    const { unseen, incomplete, tables } = await slicedWork(session, token, work);
    const uris = session.uris();
    const lines = new LineIndexes((path) => session.files.readText(path));
    const models = unseen.map(({ className, table, file, nameRange, module, importing }): UnseenModelDto => ({
      className,
      table,
      uri: uris.of(file),
      range: toRange(lines.of(file), nameRange),
      importing: importing
        ? { uri: uris.of(importing.file), module, ...insertionOf(importing, lines) }
        : null,
    }));
    return { models, seesNone: incomplete === undefined && tables.size === 0 };
  });
  return {};
}

/** What the edit of env.py adds below its last import. */
function insertionOf(
  { file, edit }: NonNullable<UnseenModel['importing']>,
  lines: LineIndexes,
): Pick<NonNullable<UnseenModelDto['importing']>, 'position' | 'text'> {
  const { end } = toRange(lines.of(file), edit.range);
  return { position: end, text: edit.newText.slice(edit.oldText.length) };
}
