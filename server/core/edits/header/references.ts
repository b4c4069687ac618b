import type { HeaderAssignment, StaticString, StaticValue } from '../../python/revisionFile';
import type { ReferenceVariable } from '../../findings/fixSpecification';
import type { TextEdit } from '../../text/textEdit';
import { editsOf, rejectEdits } from '../fileEdits';
import { smallestEdit } from '../../text/textEdit';
import type { FileEdits } from '../fileEdits';
import { editRevisesLine } from './revisesLine';
import { appendCell, isPlain, readLayout, removeCell, replaceCell, writeLayout } from './sequenceLayout';
import type { SequenceLayout } from './sequenceLayout';
import { literalStyleOf, styleOfLiteral, writeLiteral } from './stringLiteral';
import type { LiteralStyle } from './stringLiteral';
import { fileNameOf } from '../../files/paths';
import type { FileWithText } from '../../project/fileWithText';

/** Makes `parents`, in this order, the only down revisions of a file; none makes it a base. */
export function setParents(file: FileWithText, parents: readonly string[]): FileEdits {
  return setReferences(file, 'down_revision', parents);
}

/** Makes `names` the value of a variable, in the spelling that the file uses. */
export function setReferences(
  file: FileWithText,
  variable: ReferenceVariable,
  names: readonly string[],
): FileEdits {
  return change(file, variable, () => names);
}

/** Replaces one name wherever it stands in a variable. */
export function replaceReference(
  file: FileWithText,
  variable: ReferenceVariable,
  from: string,
  to: string,
): FileEdits {
  return replaceReferences(file, variable, new Map([[from, to]]));
}

/** Replaces several names at once; a name that would stand twice afterwards is written once. */
export function replaceReferences(
  file: FileWithText,
  variable: ReferenceVariable,
  renamed: ReadonlyMap<string, string>,
): FileEdits {
  return change(
    file,
    variable,
    (names) => (names.some((name) => renamed.has(name)) ? renameAll(names, renamed) : undefined),
    renamed,
  );
}

/** The names after renaming; one that would stand there twice because of it is left out. */
export function renameAll(names: readonly string[], renamed: ReadonlyMap<string, string>): readonly string[] {
  const kept = new Set(names.filter((name) => !renamed.has(name)));
  return names.flatMap((name) => {
    const replacement = renamed.get(name);
    if (replacement === undefined) return [name];
    return kept.has(replacement) ? [] : [replacement];
  });
}

/** Takes one name out of a variable, wherever it stands. */
export function removeReference(file: FileWithText, variable: ReferenceVariable, name: string): FileEdits {
  return change(file, variable, (names) =>
    names.includes(name) ? names.filter((other) => other !== name) : undefined,
  );
}

/** Takes the second and later mentions of one name out of a variable. */
export function removeRepeatedReference(
  file: FileWithText,
  variable: ReferenceVariable,
  name: string,
): FileEdits {
  return change(file, variable, (names) => {
    const first = names.indexOf(name);
    const result = names.filter((other, index) => other !== name || index === first);
    return result.length < names.length ? result : undefined;
  });
}

/**
 * The names that a value holds as Alembic would see them, or undefined where they can't be known or are no
 * strings.
 */
export function namesIn(value: StaticValue): readonly string[] | undefined {
  if (value.kind === 'none') return [];
  if (value.kind === 'string') return [value.value];
  if (value.kind !== 'sequence') return undefined;
  if (value.items.length === 1 && value.items[0]?.kind === 'none') return [];
  const names: string[] = [];
  for (const item of value.items) {
    if (item.kind !== 'string') return undefined;
    names.push(item.value);
  }
  return names;
}

function change(
  file: FileWithText,
  variable: ReferenceVariable,
  choose: (names: readonly string[]) => readonly string[] | undefined,
  renamed?: ReadonlyMap<string, string>,
): FileEdits {
  const assignment = file.reading.header[variable];
  const name = fileNameOf(file.path);
  if (!assignment) return rejectEdits(`${name} has no ${variable}; add the variable first.`);
  const obstacle = obstacleTo(file, assignment);
  if (obstacle) return rejectEdits(`${name}: ${obstacle}`);
  const before = namesIn(assignment.value);
  if (!before) {
    return rejectEdits(`${name}: ${variable} holds something other than names; edit it by hand.`);
  }
  const after = choose(before);
  if (!after) return rejectEdits(`${name}: ${variable} no longer names that; nothing was changed.`);
  const edits = editValue(file, assignment, before, after);
  if (!edits) return rejectEdits(`${name}: ${variable} is written in a way that can't be edited safely.`);
  if (variable !== 'down_revision') return editsOf(edits);
  return editsOf([...edits, ...editRevisesLine(file.text, file.reading, after, renamed)]);
}

/** Why the value of a header variable can't be edited where it stands; undefined where it can. */
export function obstacleTo(file: FileWithText, assignment: HeaderAssignment): string | undefined {
  const { name, value, valueRange } = assignment;
  if (value.kind === 'dynamic') {
    return `${name} is computed (${shorten(value.source)}); only running the file tells its value, so edit it by hand.`;
  }
  const { start, end } = value.range;
  const { statementRange } = assignment;
  if (
    valueRange.start !== start ||
    valueRange.end !== end ||
    start < statementRange.start ||
    end > statementRange.end
  ) {
    return `${name} takes its value from another variable; edit it there.`;
  }
  for (const other of Object.values(file.reading.header)) {
    if (other.name !== name && other.value.range.start < end && other.value.range.end > start) {
      return `${name} and ${other.name} share one value; give each its own first.`;
    }
  }
  return undefined;
}

function editValue(
  file: FileWithText,
  assignment: HeaderAssignment,
  before: readonly string[],
  after: readonly string[],
): readonly TextEdit[] | undefined {
  if (before.length === after.length && before.every((name, index) => name === after[index])) return [];
  const { value } = assignment;
  const { text } = file;
  const source = text.slice(value.range.start, value.range.end);
  const replaceAll = (newSource: string) => smallestEdit(value.range.start, source, newSource);
  const style = literalStyleOf(text, file.reading, [value, file.reading.header.down_revision?.value]);

  if (after.length === 0) return replaceAll('None');
  if (value.kind === 'string') {
    const [only] = after;
    if (only !== undefined && after.length === 1) return replaceString(text, value, only);
    if (/[#\r\n]/.test(source)) return undefined;
    return replaceAll(
      writeTuple(after, (name) => (name === value.value ? source : writeLiteral(name, style))),
    );
  }
  const layout = value.kind === 'sequence' && before.length > 0 ? readLayout(text, value) : undefined;
  if (!layout) return replaceAll(writeFresh(value, after, style));
  const elements = new Map(before.map((name, index) => [name, layout.cells[index]?.element]));
  const [only] = after;
  const form = value.kind === 'sequence' ? value.form : 'tuple';
  if (only !== undefined && after.length === 1 && before.length > 1 && form === 'tuple') {
    if (isPlain(layout) && !wantsTuple(text, assignment)) {
      return replaceAll(elements.get(only) ?? writeLiteral(only, style));
    }
  }
  return replaceAll(writeLayout(relayout(layout, before, after, style)));
}

/** The source of a value that holds these names, in the form of the value that it replaces. */
export function writeFresh(
  value: StaticValue | undefined,
  names: readonly string[],
  style: LiteralStyle,
): string {
  const [only] = names;
  if (names.length === 0) return 'None';
  if (value?.kind === 'sequence' && value.form === 'list') {
    return `[${names.map((name) => writeLiteral(name, style)).join(', ')}]`;
  }
  if (only !== undefined && names.length === 1) return writeLiteral(only, style);
  return writeTuple(names, (name) => writeLiteral(name, style));
}

function writeTuple(names: readonly string[], write: (name: string) => string): string {
  return `(${names.map(write).join(', ')})`;
}

/** Another id in the place of a string, in its own quotes. */
function replaceString(text: string, value: StaticString, to: string): readonly TextEdit[] | undefined {
  const [literal, ...others] = value.literals;
  if (!literal) return undefined;
  const source = text.slice(literal.start, literal.end);
  const written = writeLiteral(to, styleOfLiteral(source));
  if (others.length === 0) return smallestEdit(literal.start, source, written);
  const last = others[others.length - 1] ?? literal;
  const all = text.slice(literal.start, last.end);
  return /#/.test(all) ? undefined : smallestEdit(literal.start, all, written);
}

/**
 * The same layout holding other names: what stays keeps its place and comment, what goes takes them along.
 */
function relayout(
  layout: SequenceLayout,
  before: readonly string[],
  after: readonly string[],
  style: LiteralStyle,
): SequenceLayout {
  const names = [...before];
  let result = layout;
  const elements = new Map(before.map((name, index) => [name, layout.cells[index]?.element]));
  const sourceOf = (name: string, index: number): string => {
    const own = result.cells[index];
    return elements.get(name) ?? writeLiteral(name, own ? styleOfLiteral(own.element) : style);
  };
  if (after.length < before.length) {
    for (let index = names.length - 1; index >= 0 && names.length > after.length; index--) {
      const name = names[index] ?? '';
      if (after.includes(name) && names.indexOf(name) === index) continue;
      result = removeCell(result, index);
      names.splice(index, 1);
    }
    while (names.length > after.length) {
      names.pop();
      result = removeCell(result, names.length);
    }
  }
  for (const [index, name] of after.entries()) {
    if (index >= names.length) result = appendCell(result, elements.get(name) ?? writeLiteral(name, style));
    else if (names[index] !== name) result = replaceCell(result, index, sourceOf(name, index));
  }
  return result;
}

/** Whether the annotation allows nothing but a tuple, so that a bare string would not fit it. */
function wantsTuple(text: string, assignment: HeaderAssignment): boolean {
  const between = text.slice(assignment.nameRange.end, assignment.value.range.start);
  const annotation = /^\s*:([\s\S]*)=\s*$/.exec(between)?.[1];
  if (annotation === undefined) return false;
  const outside = annotation.replace(/\[(?:[^[\]]|\[[^[\]]*\])*\]/g, '');
  return /\btuple\b/i.test(outside) && !/\bstr\b|\bUnion\b|\bAny\b/.test(outside);
}

function shorten(source: string): string {
  const line = source.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
