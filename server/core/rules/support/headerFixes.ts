import type { FixSpecification } from '../../findings/fixSpecification';
import { flawOfId } from '../../edits/history/revisionId';
import { headerValues } from '../../edits/header/rewriteFiles';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import { idsIn, revisesIds } from './docstringFields';
import { descendantsOf } from '../../revision/graph/relatives';
import { fileNameOf } from '../../files/paths';

/**
 * The ids that a file without one may have had: what its docstring says, what its name begins with, else a
 * new one.
 */
export function idFixes(snapshot: EnvironmentSnapshot, file: RevisionFile): readonly FixSpecification[] {
  const { header } = file.reading;
  const isComplete = header.down_revision !== undefined;
  const parents = isComplete ? undefined : likelyParents(snapshot, file)[0];
  const names = isComplete ? {} : { names: { down_revision: parents ?? [] } };
  return [
    ...likelyIds(snapshot, file).map((id): FixSpecification => ({
      kind: 'write-header',
      file: file.path,
      revision: { id },
      ...names,
    })),
    { kind: 'write-header', file: file.path, revision: 'new', ...names },
  ];
}

/** The parents that a file without `down_revision` may have: what its docstring says, none, or a head. */
export function parentFixes(snapshot: EnvironmentSnapshot, file: RevisionFile): readonly FixSpecification[] {
  return likelyParents(snapshot, file).map((parents) => ({
    kind: 'write-header',
    file: file.path,
    names: { down_revision: parents },
  }));
}

/** Moving a file elsewhere, if nothing in it looks like a revision. */
export function moveOutIfNoRevision({ path, reading }: RevisionFile): readonly FixSpecification[] {
  const { header, docstringFields, upgrade, downgrade } = reading;
  const looksLikeOne =
    Object.keys(header).length + Object.keys(docstringFields).length > 0 || upgrade || downgrade;
  return looksLikeOne ? [] : [{ kind: 'move-out', file: path }];
}

function likelyIds({ map }: EnvironmentSnapshot, file: RevisionFile): readonly string[] {
  const { parents = [], dependencies = [] } = headerValues(file.reading);
  const named = new Set([...parents, ...dependencies]);
  const said = idsIn(file.reading.docstringFields.revisionId?.value ?? '');
  const stem = fileNameOf(file.path).replace(/\.py$/, '');
  const words = [stem, ...stem.split(/[_-]/)];
  const wanted = new Set(
    map.scripts.flatMap(({ downRevisions, dependsOn }) => [...downRevisions, ...dependsOn]),
  );
  const areNumbers = map.scripts.length > 0 && map.scripts.every(({ id }) => /^\d+$/.test(id));
  const likeId = areNumbers ? /^\d+$/ : /^(?=.*\d)[0-9a-f]{10,32}$/;
  const isFree = (id: string) =>
    !named.has(id) && !map.revisions.has(id) && !map.labels.has(id) && flawOfId(id) === undefined;
  const likely = [
    ...words.filter((word) => wanted.has(word)),
    ...said,
    ...words.filter((word) => likeId.test(word)),
  ];
  return [...new Set(likely)].filter(isFree).slice(0, 2);
}

function likelyParents(snapshot: EnvironmentSnapshot, file: RevisionFile): readonly (readonly string[])[] {
  const { map } = snapshot;
  const id = headerValues(file.reading).id ?? file.script?.id;
  const isChildless = id === undefined || map.revisions.get(id)?.allNextRevisions.length === 0;
  const own = isChildless ? new Set<string>() : descendantsOf(map, id);
  const isPossible = (name: string) => map.revisions.has(name) && name !== id && !own.has(name);
  const said = revisesIds(file);
  const named = said && said.length > 0 && said.every(isPossible) ? [said] : [];
  const none = said?.length === 0 || named.length === 0 ? [[]] : [];
  // A head is likely where no other one is.
  const head = map.heads.find(isPossible);
  const isOnly = map.heads.findLast(isPossible) === head;
  const onHead = head !== undefined && isOnly && named.length === 0 ? [[head]] : [];
  if (said?.length === 0) return [...none, ...onHead];
  return [...named, ...onHead, ...(named.length > 0 ? [[]] : none)];
}
