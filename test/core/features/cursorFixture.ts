import assert from 'node:assert/strict';
import { applyFix } from '../../../server/core/edits/fixes/fixes';
import { completeRevisions } from '../../../server/core/features/completeRevisions';
import { findReferences } from '../../../server/core/features/findReferences';
import { nameHistory, touchesAfter } from '../../../server/core/features/nameHistory';
import type { NameState } from '../../../server/core/features/nameHistory';
import { schemaNameAt } from '../../../server/core/features/schemaNameAt';
import { describeColumn } from '../../../server/core/schema/schemaDiff';
import { SchemaMemory } from '../../../server/core/schema/schemaAt';
import { TouchMemory } from '../../../server/core/schema/touchMemory';
import type { Touch } from '../../../server/core/schema/touches';
import { finish } from '../../../server/core/text/finish';
import { renameTargetAt } from '../../../server/core/features/renameTarget';
import { placeOfId, revisionNameAt, revisionNamed } from '../../../server/core/features/revisionNameAt';
import type { EnvironmentSnapshot } from '../../../server/core/project/environmentSnapshot';
import { withText } from '../../../server/core/project/fileWithText';
import type { FileWithText } from '../../../server/core/project/fileWithText';
import type { Revision } from '../../../server/core/revision/graph/revisionMap';
import type { TextRange } from '../../../server/core/text/textRange';
import { LineIndex } from '../../../server/core/text/lineIndex';
import { applyChange } from '../edits/proof';
import type { Expectation } from '../fixtureText';
import { readFixture } from '../fixtureText';
import { snapshotOf } from '../snapshotOf';

/** A fixture with its `$0` taken out. */
interface OpenFixture {
  readonly snapshot: EnvironmentSnapshot;
  /** The file of the cursor. */
  readonly file: FileWithText;
  readonly offset: number;
  readonly marks: readonly Expectation[];
}

interface Place {
  readonly file: string;
  readonly range: TextRange;
}

/** Go to definition at `$0` gives the places marked `definition`. */
export function checkDefinition(source: string): void {
  const fixture = open(source);
  const revision = revisionAt(fixture);
  compare(fixture, 'definition', revision ? [placeOfId(fixture.snapshot, revision)] : []);
}

/** Find references at `$0` gives the places marked `reference`. */
export function checkReferences(source: string, { declaration = true } = {}): void {
  const fixture = open(source);
  const revision = revisionAt(fixture);
  compare(fixture, 'reference', revision ? findReferences(fixture.snapshot, revision, declaration) : []);
}

/**
 * Completion at `$0` offers `kind name` in this order, for the text marked `replaced`; nothing without
 * choices.
 */
export function checkCompletion(source: string, ...choices: readonly string[]): void {
  const fixture = open(source);
  const found = completeRevisions(fixture.snapshot, fixture.file, fixture.offset);
  compare(fixture, 'replaced', found ? [{ file: fixture.file.path, range: found.range }] : []);
  assert.deepEqual(found?.choices.map(({ kind, name }) => `${kind} ${name}`) ?? [], choices);
}

/** Rename at `$0` begins with the text marked `id`; none where nothing is marked. */
export function checkRenameTarget(source: string): void {
  const fixture = open(source);
  const target = renameTargetAt(fixture.snapshot, fixture.file, fixture.offset);
  compare(fixture, 'id', target?.ok ? [{ file: fixture.file.path, range: target.range }] : []);
}

/** Rename at `$0` writes the new id over every `id` mark, and changes nothing else. */
export function checkRename(source: string, to: string): void {
  const fixture = open(source);
  const { snapshot, file, offset, marks } = fixture;
  const target = renameTargetAt(snapshot, file, offset);
  assert.ok(target?.ok, JSON.stringify(target));
  const fix = { kind: 'change-revision-id', file: target.file, to } as const;
  const outcome = applyFix(snapshot, fix, {
    scriptTemplate: undefined,
    newRevisionId: 'f00dfacecafe',
    now: undefined,
  });
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.reason);
  const texts = snapshot.files.map((each) => ({ path: each.path, text: each.readText() ?? '' }));
  assert.deepEqual(
    applyChange(texts, outcome.change),
    texts.map((each) => ({ path: each.path, text: writeOverMarks(each, marks, to) })),
  );
}

/**
 * Hover at `$0` tells of the table or column these lines: its name, what it is before and after the
 * operation, the operations that touched it, newest first, and the later ones in order. Nothing without
 * lines.
 */
export function checkNameHover(source: string, ...lines: readonly string[]): void {
  const { snapshot, file, offset } = open(source);
  const dialect = 'postgresql';
  const place = schemaNameAt(file.text, offset, dialect);
  const memory = new SchemaMemory(new TouchMemory());
  const history = place && finish(nameHistory(snapshot, file, place, dialect, memory));
  if (!history) {
    assert.deepEqual([], lines);
    return;
  }
  const { table, column } = history.target;
  const isColumn = column !== undefined;
  const stateOf = (state: NameState): string => {
    const doubt = state.doubt === undefined ? '' : `uncertain, ${state.doubt}: `;
    if (isColumn) return doubt + (state.column ? describeColumn(state.column) : 'none');
    return doubt + (state.table ? state.table.columns.map(({ name }) => name).join(' ') : 'none');
  };
  const id = file.script?.id ?? '';
  const { touches: later } = finish(touchesAfter(snapshot, id, history.target, dialect, memory));
  const words = ({ id: revision, operation }: Touch): string => `${revision} ${operation}`;
  assert.deepEqual(
    [
      isColumn ? `${table}.${column}` : table,
      `before: ${stateOf(history.before)}`,
      `after: ${stateOf(history.after)}`,
      ...history.touches.map((touch) => `touched: ${words(touch)}`),
      ...later.map((touch) => `later: ${words(touch)}`),
    ],
    lines,
  );
}

function writeOverMarks(
  { path, text }: Pick<FileWithText, 'path' | 'text'>,
  marks: readonly Expectation[],
  to: string,
): string {
  const own = marks.filter((mark) => mark.file === path).sort((a, b) => b.start - a.start);
  return own.reduce((changed, { start, end }) => changed.slice(0, start) + to + changed.slice(end), text);
}

function open(source: string): OpenFixture {
  const { files, expected, cursor } = readFixture(source);
  const snapshot = snapshotOf(files);
  const known = snapshot.filesByPath.get(cursor?.file ?? '');
  const file = known && withText(known);
  assert.ok(file && cursor, 'the fixture has a $0 in a revision file');
  return { snapshot, file, offset: cursor.offset, marks: expected };
}

function revisionAt({ snapshot, file, offset }: OpenFixture): Revision | undefined {
  const name = revisionNameAt(file, offset);
  return name && revisionNamed(snapshot, name);
}

/** The places found, and those marked in the fixture: file, line and column from one, and the text there. */
function compare({ snapshot, marks }: OpenFixture, kind: string, places: readonly Place[]): void {
  const write = (file: string, start: number, end: number): string => {
    const text = snapshot.filesByPath.get(file)?.readText() ?? '';
    const { line, character } = new LineIndex(text).at(start);
    return `${file}:${line + 1}:${character + 1} ${text.slice(start, end)}`;
  };
  assert.deepEqual(
    places.map(({ file, range }) => write(file, range.start, range.end)).sort(),
    marks
      .filter(({ text }) => text === kind)
      .map(({ file, start, end }) => write(file, start, end))
      .sort(),
  );
}
