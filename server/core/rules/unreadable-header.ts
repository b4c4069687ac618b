import { headerNames } from '../python/revisionFile';
import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { withoutOuterList } from '../project/scriptValues';
import type { HeaderName, StaticValue } from '../python/revisionFile';
import { excludeIfUnreferenced } from './support/excludeUnreferencedFile';
import type { GitFacts } from './engine/gitFacts';
import { restoreMerged } from './support/gitFixes';
import { headerStrings } from './support/headerStrings';
import type { Rule, RuleFinding } from './engine/rule';
import { valueFixes } from './support/valueFixes';

/**
 * The header is there, but Alembic can't make anything of it: a file that can't be had, or a value of a kind
 * that is no id.
 */
export const unreadableHeader: Rule = {
  id: 'unreadable-header',
  defaultSeverity: 'error',
  summary: "Alembic can't read the header of a revision file.",
  suspects: () => (file) =>
    isUnreadable(file) ||
    file.reading.unread !== undefined ||
    headerNames.some((name) => wrongValueOf(file, name)),
  *check({ snapshot, git, suspects }) {
    for (const file of suspects) {
      yield* unreadableText(snapshot, git, file);
      yield* unreadText(snapshot, file);
      for (const name of headerNames) yield* wrongValue(snapshot, file, name);
    }
  },
};

/** The file is there, but its text can't be had: a broken link, or bytes that are no text. */
function unreadableText(
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  file: RevisionFile,
): readonly RuleFinding[] {
  if (!isUnreadable(file)) return [];
  return [
    {
      message: "This file can't be read, so every Alembic command fails: restore it or remove it.",
      file: file.path,
      range: { start: 0, end: 0 },
      related: [],
      fixes: [...restoreMerged(git, file), ...excludeIfUnreferenced(snapshot, file)],
    },
  ];
}

/** The text is there, and Alembic may well be content with it, but it is more than is read here. */
function unreadText(snapshot: EnvironmentSnapshot, file: RevisionFile): readonly RuleFinding[] {
  const { unread, problems } = file.reading;
  if (!unread || problems.length > 0) return [];
  return [
    {
      severity: 'warning',
      message: `This file is not read, since ${unread.why}, so nothing is known of its revision: simplify it, or move what is no migration out of it.`,
      file: file.path,
      range: unread.range,
      related: [],
      fixes: excludeIfUnreferenced(snapshot, file),
    },
  ];
}

function isUnreadable({ failure }: RevisionFile): boolean {
  return failure?.type === 'ImportError' || failure?.type === 'AssertionError';
}

function wrongValueOf(file: RevisionFile, name: HeaderName): StaticValue | undefined {
  const value = file.reading.header[name]?.value;
  const isReference = name === 'down_revision' || name === 'depends_on';
  return value && wrongPart(name, isReference ? withoutOuterList(value) : value);
}

function wrongValue(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  name: HeaderName,
): readonly RuleFinding[] {
  const value = file.reading.header[name]?.value;
  const wrong = wrongValueOf(file, name);
  if (!value || !wrong) return [];
  const words = describe(wrong);
  return [
    {
      severity: isPassedOver(snapshot, file, name, wrong) ? 'warning' : undefined,
      message:
        name === 'revision'
          ? `revision is ${words}, and Alembic needs a string: write the id in quotes.`
          : `${name} holds ${words}, which names nothing: write names in quotes, or None for none.`,
      file: file.path,
      range: wrong.range,
      related: [],
      fixes: valueFixes(snapshot, file, name, value),
    },
  ];
}

/** The first value that Alembic can't use. */
function wrongPart(name: HeaderName, value: StaticValue): StaticValue | undefined {
  switch (value.kind) {
    case 'string':
    case 'dynamic':
      return undefined;
    case 'none':
      return name === 'revision' ? value : undefined;
    case 'sequence': {
      if (name === 'revision') return value;
      const unhashable = value.items.find(isUnhashableIn(value));
      if (unhashable) return unhashable;
      if (name !== 'branch_labels' && value.items.length === 1 && value.items[0]?.kind === 'none')
        return undefined;
      return value.items.map((item) => wrongItem(name, item)).find((part) => part !== undefined);
    }
    case 'bytes':
      return value.value === '' && name !== 'revision' ? undefined : value;
    case 'number':
    case 'boolean':
      return value;
  }
}

/** Whether Python takes no such item in a set, since it is mutable. */
function isUnhashableIn({ form }: { readonly form: string }): (item: StaticValue) => boolean {
  return (item) => form === 'set' && item.kind === 'sequence' && item.form !== 'tuple';
}

/** What stands in a list. Alembic takes apart a list of lists for `depends_on` alone. */
function wrongItem(name: HeaderName, item: StaticValue): StaticValue | undefined {
  if (item.kind === 'none' || (item.kind === 'sequence' && item.items.length === 0)) return item;
  return item.kind === 'sequence' && name !== 'depends_on' ? item : wrongPart(name, item);
}

/**
 * Whether Alembic lives with the value: as good as nothing for `depends_on`, but for a first revision, which
 * then counts as none; or labels of a file that another one with its id stands in for.
 */
function isPassedOver(
  { map }: EnvironmentSnapshot,
  file: RevisionFile,
  name: HeaderName,
  wrong: StaticValue,
): boolean {
  const { script } = file;
  if (file.failure?.type === 'TypeError') return false;
  if (name === 'branch_labels')
    return script !== undefined && map.revisions.get(script.id)?.script !== script;
  if (name !== 'depends_on' || !script) return false;
  if (script.downRevisions.length + headerStrings(file, 'depends_on').length === 0) return false;
  if (wrong.kind === 'sequence') return wrong.items.length === 0;
  return (wrong.kind === 'number' || wrong.kind === 'boolean') && !wrong.value;
}

function describe(value: StaticValue): string {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'sequence':
      return `a ${value.form}`;
    case 'number':
      return `the number ${value.source}`;
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'bytes':
      return 'bytes';
    case 'string':
      return 'a string';
    case 'dynamic':
      return 'something computed';
  }
}
