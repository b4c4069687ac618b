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
import { hoverSchemaName, schemaNamesAt } from './schemaHover';
import { hoverWorkbenchConfig } from './workbenchConfig';
import type { FileOfEnvironment } from './revisionFiles';
import { modelLocations, touchesOfModel, touchLocations } from './schemaNavigation';
import { hoverVerdict } from './verdictHover';
import { filesOfUri } from './revisionFiles';

/**
 * Hover, definition and references: on the names of revisions wherever they stand in a header, and on the
 * tables and columns that operations name.
 */
export function registerNavigation(session: Session): Capabilities {
  const { connection, log } = session;
  connection.onHover(
    runSafe<TextDocumentPositionParams, Hover | null>('hover', null, log, async (params, token) => {
      const configured = hoverWorkbenchConfig(session, params);
      if (configured !== undefined) return configured;
      const files = await filesOfUri(session, params.textDocument.uri);
      const [found] = namesIn(files, params);
      if (!found) {
        const [named] = schemaNamesAt(session, files, params);
        if (named) return await hoverSchemaName(session, named, token);
        const [own] = files;
        const offset = own && new LineIndex(own.file.text).offset(params.position);
        return own && offset !== undefined ? await hoverVerdict(session, own, offset, token) : null;
      }
      const { snapshot, revision, file, name } = found;
      const contents = toHoverContents(new RevisionView(snapshot, revision), session.uris());
      return { contents, range: toRange(new LineIndex(file.text), name.range) };
    }),
  );
  connection.onDefinition(
    runSafe<TextDocumentPositionParams, Location[]>('definition', [], log, async (params, token) => {
      const files = await filesOfUri(session, params.textDocument.uri);
      const found = namesIn(files, params);
      const uris = session.uris();
      const locations = found.flatMap(({ snapshot, revision }) =>
        toLocations(snapshot, [placeOfId(snapshot, revision)], uris),
      );
      for (const named of found.length > 0 ? [] : schemaNamesAt(session, files, params))
        locations.push(...(await modelLocations(session, named, token)));
      return withoutRepetition(locations);
    }),
  );
  connection.onReferences(
    runSafe<ReferenceParams, Location[]>('references', [], log, async (params, token) => {
      const files = await filesOfUri(session, params.textDocument.uri);
      if (files.length === 0) return withoutRepetition(await touchesOfModel(session, params, token));
      const found = namesIn(files, params);
      const uris = session.uris();
      const { includeDeclaration } = params.context;
      const locations = found.flatMap(({ snapshot, revision }) =>
        toLocations(snapshot, findReferences(snapshot, revision, includeDeclaration), uris),
      );
      for (const named of found.length > 0 ? [] : schemaNamesAt(session, files, params))
        locations.push(...(await touchLocations(session, named, token)));
      return withoutRepetition(locations);
    }),
  );
  return { hoverProvider: true, definitionProvider: true, referencesProvider: true };
}

interface FoundName extends FileOfEnvironment {
  readonly name: RevisionName;
  readonly revision: Revision;
}

/** The revision that is named at a position, in each environment that has the file. */
function namesIn(
  files: readonly FileOfEnvironment[],
  { position }: TextDocumentPositionParams,
): readonly FoundName[] {
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
