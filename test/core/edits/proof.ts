import assert from 'node:assert/strict';
import type { Change } from '../../../server/core/edits/change';
import type { EnvironmentSnapshot } from '../../../server/core/project/environmentSnapshot';
import { readRevisionFile } from '../../../server/core/python/readRevisionFile';
import type { TextEdit } from '../../../server/core/text/textEdit';
import { applyTextEdits } from '../../../server/core/text/textEdit';
import { snapshotOf } from '../snapshotOf';

export type Files = readonly { readonly path: string; readonly text: string }[];

/** What a graph says of one revision. */
export interface GraphNode {
  readonly parents: readonly string[];
  readonly dependencies: readonly string[];
  readonly path: string;
}

/** The files after a change. Fails where the change would overwrite one or touches one that is not there. */
export function applyChange(files: Files, change: Change): Files {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  for (const { file, edits } of change.edits) {
    const text = texts.get(file);
    assert.ok(text !== undefined, `${file} is edited and not there`);
    texts.set(file, applyTextEdits(text, edits));
  }
  for (const { file, text } of change.creates) {
    assert.ok(!texts.has(file), `${file} would be overwritten`);
    texts.set(file, text);
  }
  const moved = change.renames.map(({ from, to }) => ({ from, to, text: texts.get(from) }));
  for (const { from } of moved) texts.delete(from);
  for (const { from, to, text } of moved) {
    assert.ok(text !== undefined, `${from} is renamed and not there`);
    assert.ok(!texts.has(to), `${to} would be overwritten`);
    texts.set(to, text);
  }
  return files
    .map(({ path }) => moved.find(({ from }) => from === path)?.to ?? path)
    .concat(change.creates.map(({ file }) => file))
    .map((path) => ({ path, text: texts.get(path) ?? '' }));
}

/** Undoes the edits of a change in the files after it, as an editor does, and gives the bytes from before. */
export function undoEdits(before: Files, after: Files, change: Change): Files {
  return before.map(({ path, text }) => {
    const name = change.renames.find(({ from }) => from === path)?.to ?? path;
    const edited = after.find((file) => file.path === name)?.text ?? '';
    const edits = change.edits.find(({ file }) => file === path)?.edits ?? [];
    return { path, text: applyTextEdits(edited, inverse(text, edits)) };
  });
}

/** The graph as it is read again from the files. */
export function graphOf(
  files: Files,
  snapshot: EnvironmentSnapshot = snapshotOf(files),
): Record<string, GraphNode> {
  const graph: Record<string, GraphNode> = {};
  for (const { id, downRevisions, dependsOn, file } of snapshot.map.scripts) {
    assert.ok(!(id in graph), `${id} is there twice`);
    graph[id] = { parents: downRevisions, dependencies: dependsOn, path: file };
  }
  return graph;
}

/** A file without its header's values and the docstring's fields: what no edit of references may touch. */
export function untouchable(text: string): string {
  const { header, docstringFields } = readRevisionFile(text);
  const ranges = [
    ...Object.values(header).map(({ value }) => value.range),
    ...Object.values(docstringFields).map(({ range }) => {
      const start = text.lastIndexOf(':', range.start) + 1;
      return { start, end: range.start + text.slice(range.start).search(/\r?\n/) };
    }),
  ];
  return applyTextEdits(
    text,
    ranges.map((range) => ({ range, newText: '§' })),
  );
}

function inverse(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  let shift = 0;
  return [...edits]
    .sort((a, b) => a.range.start - b.range.start)
    .map(({ range, newText }) => {
      const start = range.start + shift;
      shift += newText.length - (range.end - range.start);
      return { range: { start, end: start + newText.length }, newText: text.slice(range.start, range.end) };
    });
}
