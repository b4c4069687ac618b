import type { FixSpecification } from '../../findings/fixSpecification';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import type { HeaderName, StaticValue } from '../../python/revisionFile';
import { idFixes } from './headerFixes';

/**
 * What can be done about a header value of a kind that is no name: put it in quotes if that names something,
 * leave it out, or write None.
 */
export function valueFixes(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  name: HeaderName,
  value: StaticValue,
): readonly FixSpecification[] {
  const quoted = namesOf(value);
  if (name === 'revision') {
    const [id] = quoted;
    const { path } = file;
    const own: readonly FixSpecification[] =
      id !== undefined && quoted.length === 1 ? [{ kind: 'write-header', file: path, revision: { id } }] : [];
    const missing = idFixes(snapshot, file).filter(
      (fix) => fix.kind !== 'write-header' || fix.revision === 'new' || fix.revision?.id !== id,
    );
    return [...own, ...missing];
  }
  const write = (names: readonly string[]): FixSpecification => ({
    kind: 'write-header',
    file: file.path,
    names: { [name]: names },
  });
  const { map } = snapshot;
  const written =
    value.kind === 'sequence' ? value.items.filter(({ kind }) => kind === 'string').flatMap(namesOf) : [];
  const meant =
    name === 'branch_labels'
      ? quoted
      : quoted.filter((each) => written.includes(each) || map.revisions.has(each) || map.labels.has(each));
  return meant.length === 0 ? [write([])] : [write(meant), ...(value.kind === 'sequence' ? [] : [write([])])];
}

/** The names that a value would hold in quotes. */
function namesOf(value: StaticValue): readonly string[] {
  switch (value.kind) {
    case 'string':
    case 'bytes':
      return [value.value];
    case 'number':
      return [value.source];
    case 'sequence':
      return value.items.flatMap(namesOf);
    case 'none':
    case 'boolean':
    case 'dynamic':
      return [];
  }
}
