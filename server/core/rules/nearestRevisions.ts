import { distance } from 'fastest-levenshtein';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Revision } from '../revision/revisionMap';
import { baseName } from './headerStrings';
import { descendantsOf } from './relatives';

/** Why an id is offered in place of one that does not exist. */
export type Likeness = 'label' | 'file-name' | 'message' | 'prefix' | 'spelling';

/** An existing id that a person may have meant. */
export interface NearRevision {
  readonly id: string;
  readonly likeness: Likeness;
}

const likenessOrder: readonly Likeness[] = ['file-name', 'message', 'label', 'prefix', 'spelling'];

/**
 * The ids that a reference to `wanted` may have been meant for, best first: the revision of that file name, message or label, then ids of
 * which it is a part, then ids that differ by little. Ids in `excluded` are left out; of two equally near ones the one nearer to a head
 * comes first.
 */
export function nearestRevisions(
  snapshot: EnvironmentSnapshot,
  wanted: string,
  excluded: ReadonlySet<string>,
  atMost = 3,
): readonly NearRevision[] {
  const candidates: { near: NearRevision; edits: number; loadIndex: number }[] = [];
  const height = heights(snapshot);
  let loadIndex = 0;
  for (const revision of snapshot.map.revisions.values()) {
    loadIndex++;
    if (excluded.has(revision.id) || revision.id === wanted) continue;
    const match = likenessOf(snapshot, revision, wanted);
    if (match) {
      candidates.push({ near: { id: revision.id, likeness: match.likeness }, edits: match.edits, loadIndex });
    }
  }
  candidates.sort(
    (a, b) =>
      likenessOrder.indexOf(a.near.likeness) - likenessOrder.indexOf(b.near.likeness) ||
      a.edits - b.edits ||
      (height.get(a.near.id) ?? 0) - (height.get(b.near.id) ?? 0) ||
      b.loadIndex - a.loadIndex,
  );
  return candidates.slice(0, atMost).map(({ near }) => near);
}

/** The branch labels that differ from `wanted` by little, best first, leaving out those that lead to `from` itself. */
export function nearestLabels(
  snapshot: EnvironmentSnapshot,
  wanted: string,
  from: string,
): readonly NearRevision[] {
  const own = descendantsOf(snapshot.map, from);
  return [...snapshot.map.labels]
    .filter(([, id]) => !own.has(id))
    .map(([label]) => ({ label, edits: distance(wanted.toLowerCase(), label.toLowerCase()) }))
    .filter(({ edits }) => edits <= spellingLimit(wanted))
    .sort((a, b) => a.edits - b.edits)
    .map(({ label }) => ({ id: label, likeness: 'spelling' }));
}

function likenessOf(
  snapshot: EnvironmentSnapshot,
  revision: Revision,
  wanted: string,
): { likeness: Likeness; edits: number } | undefined {
  const text = wanted.trim();
  if (text === '') return undefined;
  if (isFileName(text, revision.script.file)) return { likeness: 'file-name', edits: 0 };
  if (sameWords(text, firstLine(revision.script.message))) return { likeness: 'message', edits: 0 };
  if (snapshot.map.labels.get(text) === revision.id) return { likeness: 'label', edits: 0 };
  if (text.length >= 4 && revision.id.startsWith(text)) return { likeness: 'prefix', edits: 0 };
  if (revision.id.length >= 4 && startsWithWord(text, revision.id)) return { likeness: 'prefix', edits: 1 };
  const edits = distance(text.toLowerCase(), revision.id.toLowerCase());
  return edits <= spellingLimit(text) ? { likeness: 'spelling', edits } : undefined;
}

function spellingLimit(text: string): number {
  return Math.min(3, Math.floor(text.length / 3));
}

function isFileName(text: string, path: string): boolean {
  const name = baseName(path);
  const wanted = baseName(text.replaceAll('\\', '/'));
  return wanted === name || `${wanted}.py` === name;
}

/** Whether `text` is `start`, followed by something that can't be part of the same word, as in `1a2b3c_add_users`. */
function startsWithWord(text: string, start: string): boolean {
  return (
    text.startsWith(start) && text.length > start.length && !/[A-Za-z0-9]/.test(text[start.length] ?? '')
  );
}

function sameWords(text: string, message: string): boolean {
  const words = slug(message);
  return words.length >= 4 && slug(text) === words;
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_');
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

/** How many children lie above each revision on the shortest way to a head; 0 for heads. Revisions on headless loops are left out. */
function heights(snapshot: EnvironmentSnapshot): ReadonlyMap<string, number> {
  const { map } = snapshot;
  const result = new Map<string, number>();
  let level = [...map.heads];
  for (let height = 0; level.length > 0; height++) {
    const next: string[] = [];
    for (const id of level) {
      if (result.has(id)) continue;
      result.set(id, height);
      next.push(...(map.revisions.get(id)?.downRevisions ?? []));
    }
    level = next;
  }
  return result;
}
