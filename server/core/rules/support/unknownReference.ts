import type { FixSpecification } from '../../findings/fixSpecification';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import type { GitFacts, GitOrigin } from '../engine/gitFacts';
import { gitFixes } from './gitFixes';
import { headerStrings, rangeOfHeaderString } from './headerStrings';
import type { NearRevision } from '../../history/nearestRevisions';
import type { RuleFinding } from '../engine/rule';
import { fileNameOf } from '../../files/paths';

/** A name that means nothing: where it stands, and what is known of what it may mean. */
export interface UnknownReference {
  readonly file: RevisionFile;
  readonly variable: 'down_revision' | 'depends_on';
  readonly wanted: string;
  readonly near: readonly NearRevision[];
  /** What can be done without it. */
  readonly withoutIt: readonly FixSpecification[];
  /** The files whose own id can't be read, in load order. */
  readonly unread: readonly RevisionFile[];
  /** Says whether it may name something that can't be read, so that it is no error. */
  readonly mayBeHidden: (unread: RevisionFile | undefined) => boolean;
}

/**
 * The finding about a name that means nothing: what Git knows of it first, then what is near, then what can
 * be done without it.
 */
export function findUnknown(
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  { file, variable, wanted, near: found, withoutIt, unread: unreadFiles, mayBeHidden }: UnknownReference,
): RuleFinding {
  const isNone = meansNone(wanted) && !snapshot.map.labels.has(wanted);
  const byGit = gitFixes(isNone ? undefined : git, wanted);
  const unread = fileWithUnknownId(unreadFiles, wanted);
  const isNamed = unread?.dynamic.includes('revision') === true && bearsName(unread, wanted);
  // What is missed is there: nothing else is meant, and nothing is left out.
  const near = isNamed ? found.filter(({ likeness }) => likeness === 'docstring') : found;
  const { revisionsElsewhere } = snapshot.environment.configuration;
  const mayBeElsewhere =
    revisionsElsewhere !== undefined &&
    !snapshot.map.labels.has(wanted) &&
    !isNone &&
    !isSymbol(wanted) &&
    byGit.origin === undefined &&
    near.length === 0;
  if (mayBeElsewhere)
    return {
      severity: 'hint',
      message: `No revision here has the id '${wanted}', so it is not checked: ${revisionsElsewhere}.`,
      file: file.path,
      range: rangeOfHeaderString(file, variable, wanted),
      related: [],
      fixes: byGit.search,
    };
  return {
    severity: mayBeHidden(unread) ? 'warning' : undefined,
    message: isNone
      ? explainNone(file, variable, wanted)
      : explainUnknown(snapshot, variable, wanted, near[0], unread, byGit.origin),
    file: file.path,
    range: rangeOfHeaderString(file, variable, wanted),
    related: unread
      ? [
          {
            file: unread.path,
            range: { start: 0, end: 0 },
            message: `The id of ${fileNameOf(unread.path)} can't be read.`,
          },
        ]
      : [],
    fixes: [
      ...byGit.known,
      ...near.map((candidate): FixSpecification => ({
        kind: 'change-reference',
        file: file.path,
        variable,
        from: wanted,
        to: candidate.id,
      })),
      ...(isNamed ? [] : withoutIt),
      ...byGit.search,
    ],
  };
}

/** One sentence on why `wanted` names nothing, and what was probably meant. */
function explainUnknown(
  snapshot: EnvironmentSnapshot,
  variable: 'down_revision' | 'depends_on',
  wanted: string,
  near: NearRevision | undefined,
  unread: RevisionFile | undefined,
  origin: GitOrigin | undefined,
): string {
  const accepted =
    variable === 'down_revision' ? 'a full revision id' : 'a full revision id or a branch label';
  if (snapshot.map.labels.has(wanted)) {
    return `'${wanted}' is a branch label, and ${variable} needs ${accepted}: write the id '${snapshot.map.labels.get(wanted) ?? ''}'.`;
  }
  if (isSymbol(wanted)) {
    return `'${wanted}' means something on the command line only: ${variable} needs ${accepted}.`;
  }
  if (origin?.ref === 'HEAD') {
    return `No revision has the id '${wanted}' any more: restore ${fileNameOf(origin.path)} from the last commit.`;
  }
  if (origin)
    return `No revision has the id '${wanted}' here, but ${origin.ref} has it: import it from there.`;
  switch (near?.likeness) {
    case 'file-name':
      return `'${wanted}' is a file name: ${variable} needs the revision id inside it, '${near.id}'.`;
    case 'message':
      return `'${wanted}' is the message of a revision: ${variable} needs its id, '${near.id}'.`;
    case 'prefix':
      return near.id.startsWith(wanted)
        ? `'${wanted}' is only a part of '${near.id}': ${variable} needs ${accepted}.`
        : `No revision has the id '${wanted}': '${near.id}' is the one that it begins with.`;
    case 'docstring':
      return `No revision has the id '${wanted}', and the docstring names '${near.id}': write that as ${variable}.`;
    case 'label':
    case 'spelling':
      return `No revision has the id '${wanted}'; did you mean '${near.id}'?`;
    case undefined:
      if (unread) {
        return `No revision that can be read has the id '${wanted}': ${fileNameOf(unread.path)} may be it, so make its id readable.`;
      }
      return `No revision has the id '${wanted}': restore its file, or name ${accepted} that exists.`;
  }
}

/** Whether a text is what people write for no revision at all, as None and null of other languages. */
export function meansNone(text: string): boolean {
  return /^[\s()[\]{}<>'"`.,-]*(?:(?:none|null|nil|base|n\/a)[\s()[\]{}<>'"`.,-]*)?$/i.test(text);
}

function explainNone(file: RevisionFile, variable: 'down_revision' | 'depends_on', wanted: string): string {
  const isEmpty = wanted.trim() === '';
  const written = headerStrings(file, variable);
  const what = isEmpty
    ? `${variable} ${written.length > 1 ? 'holds' : 'is'} an empty string`
    : `'${wanted}' is a text`;
  const remedy = written.some(({ value }) => !meansNone(value))
    ? 'remove it'
    : `write None ${isEmpty ? '' : 'without quotes '}for none`;
  return `${what}, which names no revision: ${remedy}.`;
}

function isSymbol(text: string): boolean {
  return ['head', 'heads', 'base', 'current'].includes(text) || /@(heads?|base)$/.test(text);
}

/**
 * A file that may be the one that is missed, because its own id can't be read: it bears `wanted` in its name,
 * or computes its id.
 */
function fileWithUnknownId(unread: readonly RevisionFile[], wanted: string): RevisionFile | undefined {
  return (
    unread.find((file) => bearsName(file, wanted)) ?? unread.find((file) => file.dynamic.includes('revision'))
  );
}

/** Whether a file's name has an id in it: as a word of its own, or a long one anywhere. */
function bearsName(file: RevisionFile, wanted: string): boolean {
  const name = fileNameOf(file.path);
  if (wanted.length >= 4 && name.includes(wanted)) return true;
  return (
    wanted !== '' &&
    name
      .replace(/\.py$/, '')
      .split(/[_\-. ]/)
      .includes(wanted)
  );
}
