import type { Hover, Location, ReferenceParams, TextDocumentPositionParams } from 'vscode-languageserver';
import { RevisionView } from '../../core/history/revisionView';
import { findReferences } from '../../core/features/findReferences';
import type { RevisionName } from '../../core/features/revisionNameAt';
import { placeOfId, revisionNameAt, revisionNamed } from '../../core/features/revisionNameAt';
import type { Revision } from '../../core/revision/graph/revisionMap';
import { LineIndex } from '../../core/text/lineIndex';
import { toHoverContents } from '../convert/hover';
import { toLocations } from '../convert/locations';
import { toRange } from '../convert/ranges';
import type { Capabilities } from '../session/describeServer';
import { runSafe } from '../session/runSafe';
import type { Session } from '../session/session';
import { hoverWorkbenchConfig } from './workbenchConfig';
import type { FileOfEnvironment } from './revisionFiles';
import { filesOfUri } from './revisionFiles';

/** Hover, definition and references: on the names of revisions wherever they stand in a header. */
export function registerNavigation(session: Session): Capabilities {
  const { connection, log } = session;
  connection.onHover(
    runSafe<TextDocumentPositionParams, Hover | null>('hover', null, log, async (params) => {
      const configured = hoverWorkbenchConfig(session, params);
      if (configured !== undefined) return configured;
      const [found] = await namesAt(session, params);
      if (!found) return null;
      const { snapshot, revision, file, name } = found;
      const contents = toHoverContents(new RevisionView(snapshot, revision), session.uris());
      return { contents, range: toRange(new LineIndex(file.text), name.range) };
    }),
  );
  connection.onDefinition(
    runSafe<TextDocumentPositionParams, Location[]>('definition', [], log, async (params) => {
      const found = await namesAt(session, params);
      const uris = session.uris();
      return withoutRepetition(
        found.flatMap(({ snapshot, revision }) =>
          toLocations(snapshot, [placeOfId(snapshot, revision)], uris),
        ),
      );
    }),
  );
  connection.onReferences(
    runSafe<ReferenceParams, Location[]>('references', [], log, async (params) => {
      const found = await namesAt(session, params);
      const uris = session.uris();
      const { includeDeclaration } = params.context;
      return withoutRepetition(
        found.flatMap(({ snapshot, revision }) =>
          toLocations(snapshot, findReferences(snapshot, revision, includeDeclaration), uris),
        ),
      );
    }),
  );
  return { hoverProvider: true, definitionProvider: true, referencesProvider: true };
}

interface FoundName extends FileOfEnvironment {
  readonly name: RevisionName;
  readonly revision: Revision;
}

/** The revision that is named at a position, in each environment that has the file. */
async function namesAt(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
): Promise<readonly FoundName[]> {
  const files = await filesOfUri(session, textDocument.uri);
  return files.flatMap((found) => {
    const offset = new LineIndex(found.file.text).offset(position);
    const name = revisionNameAt(found.file, offset);
    const revision = name && revisionNamed(found.snapshot, name);
    return name && revision ? [{ ...found, name, revision }] : [];
  });
}

function withoutRepetition(locations: readonly Location[]): Location[] {
  return [...new Map(locations.map((location) => [JSON.stringify(location), location])).values()];
}
