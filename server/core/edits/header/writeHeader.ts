import { headerNames } from '../../python/revisionFile';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import type { HeaderAssignment, HeaderName } from '../../python/revisionFile';
import type { TextEdit } from '../../text/textEdit';
import { cycleThrough } from '../history/cycleThrough';
import type { ChangeOutcome } from '../change';
import type { EditContext } from '../editContext';
import { editsOf, rejectEdits } from '../fileEdits';
import { smallestEdit } from '../../text/textEdit';
import type { FileEdits } from '../fileEdits';
import type { FixSpecification } from '../../findings/fixSpecification';
import { insertHeaderLines } from './headerLines';
import { obstacleTo, writeFresh } from './references';
import { flawOfId } from '../history/revisionId';
import { findFile, headerValues, rewriteFiles } from './rewriteFiles';
import type { HeaderValues } from './rewriteFiles';
import { literalStyleOf, writeLiteral } from './stringLiteral';
import { fileNameOf } from '../../files/paths';
import type { FileWithText } from '../../project/fileWithText';

type WriteHeader = Extract<FixSpecification, { kind: 'write-header' }>;

/**
 * Writes header variables: replaces values that Alembic can't use and adds the lines that are missing, in the
 * style of the others.
 */
export function writeHeader(
  snapshot: EnvironmentSnapshot,
  fix: WriteHeader,
  title: string,
  context: Pick<EditContext, 'newRevisionId'>,
): ChangeOutcome {
  const found = findFile(snapshot, fix.file);
  if (!found.ok) return found;
  const { file } = found;
  const id = fix.revision === 'new' ? context.newRevisionId : fix.revision?.id;
  const obstacle = obstacleToValues(snapshot, file, id, fix);
  if (obstacle !== undefined) return { ok: false, reason: obstacle };
  const values = new Map<HeaderName, readonly string[]>();
  if (id !== undefined) values.set('revision', [id]);
  for (const name of headerNames) {
    const names = name === 'revision' ? undefined : fix.names?.[name];
    if (names) values.set(name, names);
  }
  const replaced: FileEdits[] = [];
  const missing = new Map<HeaderName, readonly string[]>();
  for (const [name, names] of values) {
    const assignment = file.reading.header[name];
    if (assignment) replaced.push(replaceValue(file, assignment, names));
    else missing.set(name, names);
  }
  const inserted = missing.size > 0 ? [insertHeaderLines(file, missing)] : [];
  const told = id !== undefined && fix.revision === 'new' ? `${title}: ${id}` : title;
  return rewriteFiles(told, [{ file, edits: [...replaced, ...inserted], promise: promiseOf(id, fix) }]);
}

function promiseOf(id: string | undefined, { names }: WriteHeader): Partial<HeaderValues> {
  return {
    ...(id === undefined ? {} : { id }),
    ...(names?.down_revision ? { parents: names.down_revision } : {}),
    ...(names?.depends_on ? { dependencies: names.depends_on } : {}),
    ...(names?.branch_labels ? { labels: names.branch_labels } : {}),
  };
}

function obstacleToValues(
  snapshot: EnvironmentSnapshot,
  file: FileWithText,
  id: string | undefined,
  { names }: WriteHeader,
): string | undefined {
  if (id !== undefined) {
    const flaw = flawOfId(id);
    if (flaw !== undefined) return flaw;
    const owner = snapshot.map.revisions.get(id);
    if (owner && owner.script.file !== file.path) {
      return `${fileNameOf(owner.script.file)} has the id ${id} already; choose another one.`;
    }
    if (snapshot.map.labels.has(id)) return `${id} is a branch label already; choose another id.`;
  }
  const own = id ?? headerValues(file.reading).id ?? file.script?.id;
  return (
    cycleThrough(snapshot, own, names?.down_revision ?? [], []) ??
    cycleThrough(snapshot, own, names?.depends_on ?? [], [])
  );
}

/**
 * Another value in the place of one that is of the wrong kind; single items of a list are changed where they
 * stand.
 */
function replaceValue(file: FileWithText, assignment: HeaderAssignment, names: readonly string[]): FileEdits {
  const { name, value } = assignment;
  const obstacle = obstacleTo(file, assignment);
  if (obstacle) return rejectEdits(`${fileNameOf(file.path)}: ${obstacle}`);
  const style = literalStyleOf(file.text, file.reading, [value, file.reading.header.down_revision?.value]);
  const replace = ({ start, end }: { readonly start: number; readonly end: number }, source: string) =>
    smallestEdit(start, file.text.slice(start, end), source);
  if (value.kind === 'sequence' && name !== 'revision' && value.items.length === names.length) {
    return editsOf(
      value.items.flatMap((item, index): readonly TextEdit[] =>
        item.kind === 'string' && item.value === names[index]
          ? []
          : replace(item.range, writeLiteral(names[index] ?? '', style)),
      ),
    );
  }
  if (file.text.slice(value.range.start, value.range.end).includes('#')) {
    return rejectEdits(`${fileNameOf(file.path)}: ${name} has comments inside; edit it by hand.`);
  }
  const [only = ''] = names;
  return editsOf(
    replace(value.range, name === 'revision' ? writeLiteral(only, style) : writeFresh(value, names, style)),
  );
}
