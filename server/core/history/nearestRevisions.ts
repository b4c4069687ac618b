import { distance } from 'fastest-levenshtein';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { RevisionScript } from '../revision/graph/revisionScript';
import { fileNameOf } from '../files/paths';
import { descendantsOf } from '../revision/graph/relatives';
import type { IdSet } from '../revision/graph/relatives';

/** Why an id is offered in place of one that does not exist. */
export type Likeness = 'docstring' | 'label' | 'file-name' | 'message' | 'prefix' | 'spelling';

/** An existing id that a person may have meant. */
export interface NearRevision {
  readonly id: string;
  readonly likeness: Likeness;
}

const likenessOrder: readonly Likeness[] = [
  'docstring',
  'file-name',
  'message',
  'label',
  'prefix',
  'spelling',
];

/**
 * The ids that a reference to `wanted` may have been meant for, best first: the revision of that file name,
 * message or label, then ids of which it is a part, then ids that differ by little. Ids in `excluded` are
 * left out; of two equally near ones the one nearer to a head comes first.
 */
export function nearestRevisions(
  snapshot: EnvironmentSnapshot,
  wanted: string,
  excluded: IdSet,
  atMost = 3,
): readonly NearRevision[] {
  const { graph } = snapshot.map;
  const likenessOf = likenessTo(snapshot, wanted);
  const candidates: { near: NearRevision; edits: number; node: number }[] = [];
  for (const node of mayBeMeant(snapshot, wanted)) {
    const match = likenessOf(graph.script(node));
    if (!match || graph.answering(node) !== node) continue;
    const id = graph.id(node);
    if (id === wanted || excluded.has(id)) continue;
    candidates.push({ near: { id, likeness: match.likeness }, edits: match.edits, node });
  }
  if (candidates.length < 2) return candidates.map(({ near }) => near);
  const height = heights(snapshot);
  candidates.sort(
    (a, b) =>
      likenessOrder.indexOf(a.near.likeness) - likenessOrder.indexOf(b.near.likeness) ||
      a.edits - b.edits ||
      (height[a.node] ?? 0) - (height[b.node] ?? 0) ||
      graph.position(b.node) - graph.position(a.node),
  );
  return candidates.slice(0, atMost).map(({ near }) => near);
}

/**
 * The branch labels that differ from `wanted` by little, best first, leaving out those that lead to `from`
 * itself.
 */
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

/** The nodes that are worth a comparison, no other one being like the name. */
function mayBeMeant({ map }: EnvironmentSnapshot, wanted: string): Iterable<number> {
  const text = wanted.trim();
  const similar = map.graph.nameKeys.mayBeLike(text, spellingLimit(text));
  const labelled = map.graph.idNodes.get(map.labels.get(text) ?? '');
  return labelled === undefined ? similar : new Set([...similar, labelled]);
}

/** The comparison with one name. */
function likenessTo(
  { map }: EnvironmentSnapshot,
  wanted: string,
): (script: RevisionScript) => { readonly likeness: Likeness; readonly edits: number } | undefined {
  const text = wanted.trim();
  if (text === '') return () => undefined;
  const lower = text.toLowerCase();
  const limit = spellingLimit(text);
  const isFileName = fileNameTest(text);
  const isMessage = messageTest(text);
  const labelled = map.labels.get(text);
  return ({ id, file, message }) => {
    if (isFileName(file)) return { likeness: 'file-name', edits: 0 };
    if (isMessage(message)) return { likeness: 'message', edits: 0 };
    if (labelled === id) return { likeness: 'label', edits: 0 };
    if (text.length >= 4 && id.length >= text.length && id.startsWith(text))
      return { likeness: 'prefix', edits: 0 };
    if (id.length >= 4 && text.length > id.length && startsWithWord(text, id))
      return { likeness: 'prefix', edits: 1 };
    if (Math.abs(id.length - text.length) > limit) return undefined;
    const edits = distance(lower, id.toLowerCase());
    return edits <= limit ? { likeness: 'spelling', edits } : undefined;
  };
}

/** Whether a path ends in a name, which may lack the `.py`. */
function fileNameTest(text: string): (path: string) => boolean {
  const name = `/${fileNameOf(text.replaceAll('\\', '/'))}`;
  const endings = [name, `${name}.py`];
  // A look at where the name would begin spares most comparisons.
  return (path) =>
    endings.some((ending) => path[path.length - ending.length] === '/' && path.endsWith(ending));
}

function spellingLimit(text: string): number {
  return Math.min(3, Math.floor(text.length / 3));
}

/**
 * Whether `text` is `start`, followed by something that can't be part of the same word, as in
 * `1a2b3c_add_users`.
 */
function startsWithWord(text: string, start: string): boolean {
  return (
    text.startsWith(start) && text.length > start.length && !/[A-Za-z0-9]/.test(text[start.length] ?? '')
  );
}

/** Whether a message has the words of a text in its first line. */
function messageTest(text: string): (message: string) => boolean {
  const words = slug(text);
  if (words.length < 4) return () => false;
  const first = words.charCodeAt(0);
  return (message) => {
    const start = message.charCodeAt(0);
    // Most messages begin with another letter, which spares taking them apart.
    if (isPlainLetter(start) && (start | lowerCaseBit) !== first) return false;
    return slug(firstLine(message)) === words;
  };
}

const lowerCaseBit = 0x20;

function isPlainLetter(code: number): boolean {
  const lower = code | lowerCaseBit;
  return lower >= 0x61 && lower <= 0x7a;
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_');
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

/**
 * By node, how many children lie above a revision on the shortest way to a head; 0 for heads and for
 * revisions on headless loops.
 */
function heights({ map }: EnvironmentSnapshot): Int32Array {
  const { graph } = map;
  const { starts, targets } = graph.parentEdges;
  const result = new Int32Array(graph.size);
  const seen = new Uint8Array(graph.size);
  let level = map.heads.flatMap((id) => graph.idNodes.get(id) ?? []);
  for (let height = 0; level.length > 0; height++) {
    const next: number[] = [];
    for (const node of level) {
      if (seen[node]) continue;
      seen[node] = 1;
      result[node] = height;
      for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge++)
        next.push(targets[edge] ?? 0);
    }
    level = next;
  }
  return result;
}
