import { relativePath } from '../../core/files/paths';
import { findOwnCommands } from '../../core/project/ownCommands/findOwnCommands';
import { readOwnCommands } from '../../protocol/ownCommands';
import type { CodePlaceDto } from '../../protocol/ownCommands';
import { LineIndexes, toRange } from '../convert/ranges';
import type { Capabilities } from '../session/describeServer';
import type { Session } from '../session/session';
import { answer, slicedWork } from '../session/session';

/** Answers how the project itself runs Alembic. Nothing is run. */
export function registerOwnCommandRequests(session: Session): Capabilities {
  answer(session, readOwnCommands, async ({ environment }, token) => {
    const { environments } = await session.index.settled();
    const indexed = environments.get(environment);
    if (!indexed) return null;
    const root = indexed.folder.path;
    const without = [...environments.values()].map(
      ({ snapshot }) => snapshot.environment.configuration.scriptDirectory,
    );
    const work = findOwnCommands(session.files, { root, exclude: [], without });
    const { commands, automatic, configured } = await slicedWork(session, token, work);
    const uris = session.uris();
    const lines = new LineIndexes((path) => session.files.readText(path));
    const place = ({ file, offset }: { readonly file: string; readonly offset: number }): CodePlaceDto => ({
      path: relativePath(file, root),
      uri: uris.of(file),
      range: toRange(lines.of(file), { start: offset, end: offset }),
    });
    return {
      commands: commands.map((command) => ({ ...place(command), line: command.line, verbs: command.verbs })),
      automatic: automatic.map(place),
      configured: configured.map((each) => ({ ...place(each), options: each.options })),
    };
  });
  return {};
}
