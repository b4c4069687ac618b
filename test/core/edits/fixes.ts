import fc from 'fast-check';
import type { FixSpecification } from '../../../server/core/findings/fixSpecification';
import type { WrittenHistory, WrittenRevision } from './histories';

/** A fix on a history, and the graph that it promises: id to parents and dependencies. */
export interface PromisedFix {
  readonly fix: FixSpecification;
  readonly promise: ReadonlyMap<
    string,
    { readonly parents: readonly string[]; readonly dependencies: readonly string[] }
  >;
}

/** The id that a fix gets where it asks for a new one. */
export const newId = 'f00dfacecafe';

/** Random fixes of a history that keep it free of cycles. */
export function fixArbitrary(history: WrittenHistory): fc.Arbitrary<PromisedFix> {
  const { revisions } = history;
  const any = fc.constantFrom(...revisions);
  return fc.oneof(
    any.chain((revision) => {
      const others = revisions
        .filter(({ id }) => !descendantsOf(revisions, revision.id).has(id))
        .map(({ id }) => id);
      return fc.shuffledSubarray(others, { maxLength: Math.min(4, others.length) }).map((parents) => ({
        fix: { kind: 'reparent' as const, file: revision.path, parents },
        promise: promiseOf(revisions, (each) => (each === revision ? { ...each, parents } : each)),
      }));
    }),
    fc.tuple(any, fc.nat(), fc.nat()).map(([revision, first, second]) => {
      const variable = revision.parents.length > 0 ? ('down_revision' as const) : ('depends_on' as const);
      const names = variable === 'down_revision' ? revision.parents : revision.dependencies;
      const from = names[first % Math.max(1, names.length)] ?? '';
      const others = revisions
        .filter(({ id }) => !descendantsOf(revisions, revision.id).has(id))
        .map(({ id }) => id);
      const to = others[second % Math.max(1, others.length)] ?? '';
      const replaced =
        names.includes(to) && to !== from
          ? names.filter((name) => name !== from || name === to)
          : names.map((name) => (name === from ? to : name));
      return {
        fix: { kind: 'change-reference' as const, file: revision.path, variable, from, to },
        promise: promiseOf(revisions, (each) =>
          each === revision ? withNames(each, variable, replaced) : each,
        ),
      };
    }),
    fc
      .tuple(any, fc.nat(), fc.constantFrom('remove-reference' as const, 'break-cycle' as const))
      .map(([revision, index, kind]) => {
        const variable = index % 2 === 0 ? ('down_revision' as const) : ('depends_on' as const);
        const names = variable === 'down_revision' ? revision.parents : revision.dependencies;
        const name = names[index % Math.max(1, names.length)] ?? '';
        const left = names.filter((other) => other !== name);
        return {
          fix: { kind, file: revision.path, variable, name },
          promise: promiseOf(revisions, (each) =>
            each === revision ? withNames(each, variable, left) : each,
          ),
        };
      }),
    fc
      .tuple(any, fc.option(fc.constantFrom('renamed', '0042', 'x_y_z'), { nil: undefined }))
      .map(([revision, to]) => ({
        fix: {
          kind: 'change-revision-id' as const,
          file: revision.path,
          ...(to === undefined ? {} : { to }),
        },
        promise: renamePromise(revisions, revision.id, to ?? newId),
      })),
    any.map((revision) => ({
      fix: { kind: 'sync-docstring' as const, file: revision.path },
      promise: promiseOf(revisions, (each) => each),
    })),
    fc
      .tuple(any, fc.constantFrom('line' as const, 'file' as const), fc.nat())
      .map(([revision, scope, offset]) => ({
        fix: {
          kind: 'disable-rule' as const,
          file: revision.path,
          rule: 'some-rule',
          scope,
          offset: offset % 400,
        },
        promise: promiseOf(revisions, (each) => each),
      })),
    fc
      .tuple(any, any, fc.boolean())
      .map(([revision, onto, newCreateDates]) => rebaseFix(revisions, revision, onto, newCreateDates)),
  );
}

/** Moves a revision with everything above it. */
function rebaseFix(
  revisions: readonly WrittenRevision[],
  revision: WrittenRevision,
  onto: WrittenRevision,
  newCreateDates: boolean,
): PromisedFix {
  const moved = childrenAbove(revisions, revision.id);
  const below = ancestorsOf(revisions, onto.id);
  return {
    fix: { kind: 'rebase', revisions: [...moved], onto: onto.id, newCreateDates },
    promise: promiseOf(revisions, (each) => {
      if (!moved.has(each.id)) return each;
      const kept = each.parents.filter((name) => moved.has(name) || !below.has(name));
      if (each.parents.some((name) => moved.has(name))) return { ...each, parents: kept };
      return { ...each, parents: [onto.id, ...(each.parents.length > 1 ? kept : [])] };
    }),
  };
}

function promiseOf(
  revisions: readonly WrittenRevision[],
  change: (revision: WrittenRevision) => WrittenRevision,
): PromisedFix['promise'] {
  return new Map(
    revisions.map(change).map(({ id, parents, dependencies }) => [id, { parents, dependencies }] as const),
  );
}

function renamePromise(
  revisions: readonly WrittenRevision[],
  from: string,
  to: string,
): PromisedFix['promise'] {
  const renamed = (name: string) => (name === from ? to : name);
  return promiseOf(revisions, ({ id, parents, dependencies, path }) => ({
    id: renamed(id),
    parents: parents.map(renamed),
    dependencies: dependencies.map(renamed),
    path,
  }));
}

function withNames(
  revision: WrittenRevision,
  variable: 'down_revision' | 'depends_on',
  names: readonly string[],
): WrittenRevision {
  return variable === 'down_revision'
    ? { ...revision, parents: names }
    : { ...revision, dependencies: names };
}

/** The revision and everything that needs it. */
function descendantsOf(revisions: readonly WrittenRevision[], id: string): ReadonlySet<string> {
  const found = new Set([id]);
  // Parents are written before their children.
  for (const each of revisions) {
    if ([...each.parents, ...each.dependencies].some((name) => found.has(name))) found.add(each.id);
  }
  return found;
}

function childrenAbove(revisions: readonly WrittenRevision[], id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (const each of revisions) if (each.parents.some((name) => found.has(name))) found.add(each.id);
  return found;
}

function ancestorsOf(revisions: readonly WrittenRevision[], id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (const each of [...revisions].reverse()) {
    if (found.has(each.id)) for (const name of [...each.parents, ...each.dependencies]) found.add(name);
  }
  return found;
}
