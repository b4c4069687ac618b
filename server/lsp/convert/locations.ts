import type { Location } from 'vscode-languageserver';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { TextRange } from '../../core/text/textRange';
import type { ClientUris } from './clientUris';
import { LineIndexes, toRange } from './ranges';

/** Places in the files of a snapshot as locations; none in files that are gone by now. */
export function toLocations(
  { filesByPath }: EnvironmentSnapshot,
  places: readonly { readonly file: string; readonly range: TextRange }[],
  uris: ClientUris,
): Location[] {
  const lines = new LineIndexes((path) => filesByPath.get(path)?.readText());
  return places.flatMap(({ file, range }) => {
    const own = lines.find(file);
    return own ? [{ uri: uris.of(file), range: toRange(own, range) }] : [];
  });
}
