import { fileNameOf } from '../files/paths';
import { hasConflictMarkers } from '../python/conflictMarkers';
import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { ancestorNodes } from '../revision/graph/relatives';

/** What a history leaves open because files compute what they are called or what they build on. */
export interface UnknownParents {
  /** The files that compute `revision` or `down_revision`, in load order. */
  readonly files: readonly RevisionFile[];
  /** Heads that surely are none, or may be none, since such a file may build on them. */
  readonly mayHaveChild: ReadonlySet<string>;
}

const nothingUnknown: UnknownParents = { files: [], mayHaveChild: new Set() };
const known = new WeakMap<EnvironmentSnapshot, UnknownParents>();

/** What of heads, bases and plans can't be known without running files. */
export function unknownParents(snapshot: EnvironmentSnapshot): UnknownParents {
  let found = known.get(snapshot);
  if (!found) known.set(snapshot, (found = findUnknown(snapshot)));
  return found;
}

/** One sentence that names the files and says what to do; undefined where everything is known. */
export function whyNotKnown(snapshot: EnvironmentSnapshot, what: string): string | undefined {
  const { files } = unknownParents(snapshot);
  const [first, ...others] = files;
  if (!first) return undefined;
  const names = first.dynamic.filter((name) => name === 'revision' || name === 'down_revision').join(' and ');
  const more =
    others.length === 0
      ? ''
      : `, and ${others.length} more ${others.length === 1 ? 'file does' : 'files do'} so too`;
  return `${what} can't be known without running ${fileNameOf(first.path)}, which computes ${names}${more}: write it as text to know.`;
}

function findUnknown(snapshot: EnvironmentSnapshot): UnknownParents {
  const files = snapshot.files.filter(isUnknown);
  if (files.length === 0) return nothingUnknown;
  const { map } = snapshot;
  const mayHaveChild = new Set<string>();
  for (const file of files) {
    const { down_revision: parents } = file.reading.header;
    if (!file.dynamic.includes('down_revision')) {
      // Its own id alone is not known.
      if (parents?.value.kind === 'string') mayHaveChild.add(parents.value.value);
      else if (parents?.value.kind === 'sequence')
        for (const item of parents.value.items) if (item.kind === 'string') mayHaveChild.add(item.value);
      continue;
    }
    const id = file.script?.id;
    for (const head of map.heads)
      if (id === undefined || head === id || !isAncestor(snapshot, id, head))
        if (head !== id) mayHaveChild.add(head);
  }
  return { files, mayHaveChild };
}

function isUnknown({ dynamic, reading }: RevisionFile): boolean {
  if (dynamic.length === 0 || reading.unread || hasConflictMarkers(reading)) return false;
  return dynamic.includes('revision') || dynamic.includes('down_revision');
}

function isAncestor({ map }: EnvironmentSnapshot, id: string, head: string): boolean {
  const node = map.graph.idNodes.get(id);
  return node !== undefined && ancestorNodes(map, head, 'parents').marks[node] === 1;
}
