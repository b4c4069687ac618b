import type { SchemaDifference } from '../schemaDiff';

/**
 * Differences without those that may only be spelt otherwise: the name of a constraint, a type, a default, or
 * a condition, which PostgreSQL words anew. A default that a column gains is one for the rows that are there.
 */
export function plainDifferences(differences: readonly SchemaDifference[]): readonly SchemaDifference[] {
  const isRenamed = (each: SchemaDifference): boolean =>
    each.what !== 'table' &&
    each.what !== 'column' &&
    differences.some(
      (other) =>
        other.what === each.what &&
        other.table === each.table &&
        other.schema === each.schema &&
        other.kind !== each.kind &&
        (other.after ?? other.before) === (each.before ?? each.after),
    );
  return differences.filter((each) => !isRenamed(each) && !isSpelling(each));
}

function isSpelling({ what, kind, before, after }: SchemaDifference): boolean {
  if (what === 'check' && kind === 'changed') return true;
  if (what !== 'column' || kind !== 'changed' || before === null || after === null) return false;
  const [one, other] = [partsOf(before), partsOf(after)];
  const isOtherType = one.type !== other.type && isPlain(one.type) && isPlain(other.type);
  const isOtherDefault = one.default !== '' && one.default !== other.default;
  return !isOtherType && one.isRequired === other.isRequired && !isOtherDefault;
}

function partsOf(text: string): {
  readonly type: string;
  readonly isRequired: boolean;
  readonly default: string;
} {
  // An integer that counts up is one with a sequence as its default.
  const plain = text.replace(/ serial$| default [('"]*nextval\b.*$/s, '');
  const [, type = plain, required = '', value = ''] = /^(.*?)( not null)?( default .*)?$/s.exec(plain) ?? [];
  const spelling = value
    .replace(/::[a-z_ ]+(?:\(\d+\))?/gi, '')
    .replace(/[\s()'"]/g, '')
    .toLowerCase();
  return { type, isRequired: required !== '', default: spelling };
}

/** Whether a type has one spelling only, of those that have several of the same meaning left out. */
function isPlain(type: string): boolean {
  return /^(?:(?:Small|Big)?Integer|String\(\d+\)|Text|Boolean|Date|DateTime|Numeric\(\d+, \d+\))$/.test(
    type,
  );
}
