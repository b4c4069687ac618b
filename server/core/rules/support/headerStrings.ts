import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import type { HeaderName, StaticValue } from '../../python/revisionFile';
import type { RevisionScript } from '../../revision/graph/revisionScript';
import type { TextRange } from '../../text/textRange';

/** One string written in a header variable, quotes included in the range. */
export interface HeaderString {
  readonly value: string;
  readonly range: TextRange;
}

/** The strings of a header variable in the order written; empty where it has none. */
export function headerStrings(file: RevisionFile, name: HeaderName): readonly HeaderString[] {
  const value = file.reading.header[name]?.value;
  return value ? stringsIn(value) : [];
}

function stringsIn(value: StaticValue): readonly HeaderString[] {
  if (value.kind === 'string') return [{ value: value.value, range: value.range }];
  if (value.kind === 'sequence') return value.items.flatMap(stringsIn);
  return [];
}

/** Whether a file declares branch labels that go into the graph. */
export function declaresLabels(file: RevisionFile): boolean {
  return (file.script?.branchLabels.length ?? 0) > 0;
}

/**
 * Where a string stands in a header variable; the variable's name, or the start of the file, where it can't
 * be found.
 */
export function rangeOfHeaderString(file: RevisionFile, name: HeaderName, wanted: string): TextRange {
  const found = headerStrings(file, name).find(({ value }) => value === wanted);
  return found?.range ?? rangeOfVariable(file, name);
}

/** Where the file's own id stands. */
export function rangeOfRevisionId(file: RevisionFile): TextRange {
  return file.reading.header.revision?.value.range ?? startOfFile;
}

/** The variable's name where it is assigned, or the start of the file. */
export function rangeOfVariable(file: RevisionFile, name: HeaderName): TextRange {
  return file.reading.header[name]?.nameRange ?? rangeOfFile(file);
}

/** A place that stands for the file as a whole: its id, or its start. */
export function rangeOfFile(file: RevisionFile): TextRange {
  return file.reading.header.revision?.nameRange ?? startOfFile;
}

const startOfFile: TextRange = { start: 0, end: 0 };

/** The file that a script was read from. */
export function fileOfScript(
  snapshot: EnvironmentSnapshot,
  script: RevisionScript,
): RevisionFile | undefined {
  return snapshot.filesByPath.get(script.file);
}

/** The file of an id: the one that counts where several declare it. */
export function fileOfRevision(snapshot: EnvironmentSnapshot, id: string): RevisionFile | undefined {
  const revision = snapshot.map.revisions.get(id);
  return revision && fileOfScript(snapshot, revision.script);
}
