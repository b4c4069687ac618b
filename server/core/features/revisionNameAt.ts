import { headerNames } from '../python/revisionFile';
import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import type { HeaderName, StaticString, StaticValue } from '../python/revisionFile';
import type { Revision } from '../revision/graph/revisionMap';
import type { TextRange } from '../text/textRange';
import { rangeTouches } from '../text/textRange';

/**
 * A string in the header of a revision file that names a revision: its own id, a parent, a dependency or a
 * label.
 */
export interface RevisionName {
  readonly variable: HeaderName;
  readonly name: string;
  /** The string, quotes included; around all literals where it is written in several. */
  readonly range: TextRange;
}

/** The name at an offset of a revision file, undefined where there is none. */
export function revisionNameAt(file: RevisionFile, offset: number): RevisionName | undefined {
  return revisionNames(file).find(({ range }) => rangeTouches(range, offset));
}

/** All names in the header of a file, in the order of the four headerNames. */
export function revisionNames(file: RevisionFile): readonly RevisionName[] {
  const { header } = file.reading;
  return headerNames.flatMap((variable) =>
    stringsOf(header[variable]?.value).map((string) => ({
      variable,
      name: string.value,
      range: rangeOfString(string),
    })),
  );
}

/** The revision that a name in a header stands for: that of an id, or the one that declares a label. */
export function revisionNamed(
  { map }: EnvironmentSnapshot,
  { variable, name }: RevisionName,
): Revision | undefined {
  const known = map.revisions.get(name);
  if (known || variable === 'revision' || variable === 'down_revision') return known;
  return map.revisions.get(map.labels.get(name) ?? '');
}

/** Where a revision's id is written, or the start of its file where the file's name is the id. */
export function placeOfId(
  { filesByPath }: EnvironmentSnapshot,
  { script }: Revision,
): { readonly file: string; readonly range: TextRange } {
  const value = filesByPath.get(script.file)?.reading.header.revision?.value;
  const range = value?.kind === 'string' ? rangeOfString(value) : value?.range;
  return { file: script.file, range: range ?? { start: 0, end: 0 } };
}

function stringsOf(value: StaticValue | undefined): readonly StaticString[] {
  if (value?.kind === 'string') return [value];
  return value?.kind === 'sequence' ? value.items.flatMap(stringsOf) : [];
}

/** Without parentheses around it. */
function rangeOfString({ literals, range }: StaticString): TextRange {
  const [only, ...others] = literals;
  return only && others.length === 0 ? only : range;
}
