import type { Outcome } from '../errors/alembicError';
import { findRevision, findRevisions } from '../resolve/identifier';
import { assertTrue, attempt, commandError, forUser } from '../errors/alembicException';
import type { RevisionMap } from '../graph/revisionMap';

/**
 * The two variables by which a new file takes its place in the graph, in the form in which Alembic's template
 * writes them.
 */
export interface ComposedRevision {
  /** One id, several, or null for a base. */
  readonly downRevision: string | readonly string[] | null;
  readonly dependsOn: string | readonly string[] | null;
}

/** The options of `alembic revision` that place the new revision. */
export interface RevisionPlace {
  /** `--head`, or what `alembic merge` is given; `head` where it is not said. */
  readonly head?: string | readonly string[];
  readonly splice?: boolean;
  readonly dependsOn?: readonly string[];
}

/** The place of a new revision as `alembic revision` chooses it, or its error. */
export function composeRevision(map: RevisionMap, place: RevisionPlace = {}): Outcome<ComposedRevision> {
  const { graph } = map;
  return attempt(() => {
    const heads = forUser(
      {
        multipleHeads:
          'Multiple heads are present; please specify the head revision on which the new revision should be based, ' +
          'or perform a merge.',
      },
      () => {
        const found = findRevisions(map, place.head ?? 'head');
        return found.map((head) => {
          assertTrue(head !== 'base');
          return head;
        });
      },
    );
    if (new Set(heads).size !== heads.length) throw commandError('Duplicate head revisions specified');
    if (!place.splice) {
      for (const head of heads) {
        if (head === undefined || graph.isHead(head)) continue;
        throw commandError(
          `Revision ${graph.id(head)} is not a head revision; please specify --splice to create a new branch from this revision`,
        );
      }
    }
    const dependsOn = (place.dependsOn ?? []).map((name) => forUser({}, () => dependency(map, name)));
    // Alembic writes a file that names None among its parents, and fails on reading it back.
    assertTrue(heads.length < 2 || !heads.includes(undefined));
    const ids = heads.flatMap((head) => (head === undefined ? [] : [graph.id(head)]));
    return { downRevision: scalar(ids), dependsOn: scalar(dependsOn) };
  });
}

/** The place of the revision that `alembic merge REVISION …` writes. */
export function composeMerge(
  map: RevisionMap,
  revisions: readonly string[],
  options: { readonly splice?: boolean } = {},
): Outcome<ComposedRevision> {
  return composeRevision(map, { head: revisions, ...options });
}

/** A label is kept, anything else becomes the full id. */
function dependency(map: RevisionMap, name: string): string {
  const node = findRevision(map, name);
  assertTrue(node !== undefined);
  return map.graph.labels(node).has(name) ? name : map.graph.id(node);
}

function scalar(values: readonly string[]): string | readonly string[] | null {
  const [first] = values;
  if (first === undefined) return null;
  return values.length === 1 ? first : values;
}
