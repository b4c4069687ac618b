import type { Location } from 'vscode-languageserver';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { TextRange } from '../../core/text/textRange';
import type { ClientUris } from './clientUris';
import { LineIndexes, toRange } from './ranges';

/** Places in the files of a snapshot as locations. */
export function toLocations(
  { filesByPath }: EnvironmentSnapshot,
  places: readonly { readonly file: string; readonly range: TextRange }[],
  uris: ClientUris,
): Location[] {
  const lines = new LineIndexes((path) => filesByPath.get(path)?.text);
  return places.map(({ file, range }) => ({ uri: uris.of(file), range: toRange(lines.of(file), range) }));
}
