import { ancestorsOf } from '../../revision/graph/relatives';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import { tokensOf } from '../../python/syntax/functionTokens';
import { statementsOf } from '../../python/parse/statementTree';
import { readRevisionFile } from '../../python/readRevisionFile';
import { parseBounded } from '../../python/syntax/boundedParse';
import { boundNames, importsOf } from '../../python/syntax/nameBindings';
import type { ImportedName } from '../../python/syntax/nameBindings';
import type { ChangeOutcome } from '../change';
import { composeRevisionFile, flawOfRevision } from '../compose/composeRevisionFile';
import type { NewRevisionFile } from '../compose/composeRevisionFile';
import type { EditContext } from '../editContext';
import type { FixSpecification } from '../../findings/fixSpecification';
import { findAddedStatements } from './addedStatements';
import type { AddedStatements, ParsedText } from './addedStatements';
import { withoutGit } from '../../findings/gitFiles';
import { restoreMerged } from './restoreMerged';
import { findFile, headerValues } from '../header/rewriteFiles';
import { collectDependencies } from './statementDependencies';
import type { StatementDependencies } from './statementDependencies';
import { fileNameOf } from '../../files/paths';

type MoveChange = Extract<FixSpecification, { kind: 'move-change' }>;

/**
 * Puts the merged version of a file back, and what its functions had gained into a new revision on top of
 * `onto`, with the imports and definitions that it needs. Refused where anything else was changed, which a
 * new revision can't hold.
 */
export function moveChange(
  snapshot: EnvironmentSnapshot,
  fix: MoveChange,
  title: string,
  context: EditContext,
): ChangeOutcome {
  const { gitFiles = withoutGit } = context;
  if (!gitFiles.ok) return gitFiles;
  const found = findFile(snapshot, fix.file);
  if (!found.ok) return found;
  const [merged] = gitFiles.files;
  if (!merged) return { ok: false, reason: `Git has no ${fileNameOf(fix.path)}; move the change by hand.` };
  const obstacle = obstacleTo(snapshot, found.file, fix.onto);
  if (obstacle !== undefined) return { ok: false, reason: obstacle };
  const movable = movableChange(merged.text, found.file.text);
  if (!movable.ok) return { ok: false, reason: `${fileNameOf(fix.file)}: ${movable.reason}` };
  const composed = compose(snapshot, found.file, fix, movable, context);
  if (!composed.ok) return composed;
  const restored = restoreMerged(snapshot, fix, title, context);
  if (!restored.ok) return restored;
  return {
    ok: true,
    title,
    change: { ...restored.change, creates: [composed.file] },
  };
}

/** What a new revision would hold of the difference between two versions of a file, or why it can't. */
export type MovableChange =
  | ({
      readonly ok: true;
      readonly upgrade: AddedStatements;
      readonly downgrade: AddedStatements;
    } & StatementDependencies)
  | { readonly ok: false; readonly reason: string };

/** Compares a file's merged text with the present one. */
export function movableChange(mergedText: string, text: string): MovableChange {
  const merged = parsed(mergedText);
  const now = parsed(text);
  if (!merged || !now)
    return {
      ok: false,
      reason: 'it is too long or nested too deep to be compared; move the change by hand.',
    };
  const header = changedHeader(merged.text, now.text);
  if (header !== undefined) {
    return {
      ok: false,
      reason: `${header} was changed too, which a new revision can't hold: put the merged version back instead.`,
    };
  }
  const upgrade = findAddedStatements(merged, now, 'upgrade');
  if (!upgrade.ok) return upgrade;
  const downgrade = findAddedStatements(merged, now, 'downgrade');
  if (!downgrade.ok) return downgrade;
  if (upgrade.source === '' && downgrade.source === '') {
    return {
      ok: false,
      reason: 'its functions have gained nothing that could be moved; put the merged version back instead.',
    };
  }
  const along = collectDependencies(merged, now, { upgrade, downgrade });
  return along.ok ? { ...along, upgrade, downgrade } : along;
}

/**
 * Git may keep other line endings than the working tree has. Undefined where not all of the text is followed.
 */
function parsed(text: string): ParsedText | undefined {
  const lines = text.replace(/\r\n?/g, '\n');
  const { tree, end, unread } = parseBounded(lines);
  return end === lines.length && unread === undefined ? { text: lines, tree } : undefined;
}

function changedHeader(merged: string, now: string): string | undefined {
  const before = headerValues(readRevisionFile(merged));
  const after = headerValues(readRevisionFile(now));
  const names = {
    id: 'revision',
    parents: 'down_revision',
    dependencies: 'depends_on',
    labels: 'branch_labels',
  };
  const isSame = (part: keyof typeof names): boolean =>
    JSON.stringify(before[part] ?? []) === JSON.stringify(after[part] ?? []);
  const changed = (['id', 'parents', 'dependencies', 'labels'] as const).find((part) => !isSame(part));
  return changed && names[changed];
}

function obstacleTo(snapshot: EnvironmentSnapshot, file: RevisionFile, onto: string): string | undefined {
  const head = snapshot.map.revisions.get(onto);
  if (!head) return `There is no revision ${onto} to put the change on; refresh and try again.`;
  if (head.nextRevisions.length > 0) {
    return `${onto} is not a head any more: ${head.nextRevisions.join(', ')} revises it; refresh and try again.`;
  }
  const id = file.script?.id;
  if (id === undefined || !ancestorsOf(snapshot.map, [onto]).has(id)) {
    return `${onto} does not build on ${id ?? fileNameOf(file.path)}; choose a head that does.`;
  }
  return undefined;
}

function compose(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  { onto }: MoveChange,
  movable: Extract<MovableChange, { ok: true }>,
  context: EditContext,
): ReturnType<typeof composeRevisionFile> {
  const first = file.reading.message.split('\n')[0]?.replace(/["\\]/g, '').trim();
  const base: NewRevisionFile = {
    parents: [onto],
    message: `follow-up of ${first || (file.script?.id ?? '')}`,
    kind: 'revision',
  };
  const bare = composeRevisionFile(snapshot, base, context);
  if (!bare.ok) return bare;
  const present = importsIn(bare.file.text);
  const missing: ImportedName[] = [];
  for (const each of movable.imports) {
    if (present.some(({ source }) => source === each.source)) continue;
    if (present.some(({ name }) => name === each.name)) {
      return {
        ok: false,
        reason: `script.py.mako imports something else as ${each.name} than ${fileNameOf(file.path)} does; move the change by hand.`,
      };
    }
    missing.push(each);
  }
  const bodies = {
    upgrades: bodyOf(movable, 'upgrade'),
    downgrades: bodyOf(movable, 'downgrade'),
    imports: missing.map(({ source }) => source).join('\n'),
  };
  const revision = { ...base, bodies };
  const composed = composeRevisionFile(snapshot, revision, context);
  if (!composed.ok) return composed;
  const text = withDefinitions(withImports(composed.file.text, missing), movable.definitions);
  const flaw = flawOfRevision(text, snapshot, revision) ?? flawOfContent(text, movable, missing);
  return flaw === undefined
    ? { ok: true, file: { file: composed.file.file, text } }
    : { ok: false, reason: flaw };
}

/** As Alembic gives it to the template: the first line stands behind an indentation already. */
function bodyOf(movable: Extract<MovableChange, { ok: true }>, name: 'upgrade' | 'downgrade'): string {
  const { source } = movable[name];
  if (source === '') return 'pass';
  return [...movable.locals[name].map((line) => `    ${line}`), source].join('\n').replace(/^ {4}/, '');
}

function importsIn(text: string): readonly ImportedName[] {
  const lines = text.replace(/\r\n?/g, '\n');
  return statementsOf(parseBounded(lines).tree.topNode).flatMap((node) =>
    node.name === 'ImportStatement' ? importsOf(lines, node) : [],
  );
}

/** For a template that has no place for imports: behind the last one. */
function withImports(text: string, wanted: readonly ImportedName[]): string {
  const present = importsIn(text);
  const missing = wanted.filter(({ source }) => !present.some((each) => each.source === source));
  if (missing.length === 0) return text;
  const last = statementsOf(parseBounded(text).tree.topNode).findLast(
    ({ name }) => name === 'ImportStatement',
  );
  const end = last
    ? text.slice(0, last.to).trimEnd().length
    : (readRevisionFile(text).docstring?.range.end ?? 0);
  const lines = missing.map(({ source }) => `\n${source}`).join('');
  return text.slice(0, end) + lines + text.slice(end);
}

/** In front of `upgrade`, as two functions stand. */
function withDefinitions(text: string, definitions: readonly string[]): string {
  const start = readRevisionFile(text).upgrade?.range.start;
  if (definitions.length === 0 || start === undefined) return text;
  return `${text.slice(0, start)}${definitions.join('\n\n\n')}\n\n\n${text.slice(start)}`;
}

/** Why the written file would not do what was moved. */
function flawOfContent(
  text: string,
  movable: Extract<MovableChange, { ok: true }>,
  imports: readonly ImportedName[],
): string | undefined {
  const after = parsed(text);
  if (!after) return 'script.py.mako writes more than is followed here; move the change by hand.';
  const present = importsIn(text);
  const tree = statementsOf(after.tree.topNode);
  const isWhole = (['upgrade', 'downgrade'] as const).every((name) => {
    const definition = tree.find((node) => boundNames(after.text, node).has(name));
    const wanted = parsed(`def ${name}():\n    ${bodyOf(movable, name)}\n`);
    const body = definition?.getChild('Body');
    if (!wanted) return false;
    const [promised] = statementsOf(wanted.tree.topNode);
    const promisedBody = promised?.getChild('Body');
    return body && promisedBody && tokensOf(after.text, body) === tokensOf(wanted.text, promisedBody);
  });
  if (!isWhole)
    return 'script.py.mako does not write what upgrade() and downgrade() are to do; move the change by hand.';
  const isImported = imports.every(({ source }) => present.some((each) => each.source === source));
  const isDefined = movable.definitions.every((source) => after.text.includes(source));
  return isImported && isDefined
    ? undefined
    : 'script.py.mako leaves no place for what the change needs; move the change by hand.';
}
