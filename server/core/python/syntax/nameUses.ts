import { parseBounded } from './boundedParse';

/** Where names are used in code: not in comments and texts, and not where they are bound or imported. */
export function nameUses(text: string, offsets: readonly number[]): readonly number[] {
  if (offsets.length === 0) return [];
  const { tree } = parseBounded(text);
  return offsets.filter((offset) => {
    const node = tree.resolveInner(offset, 1);
    if (node.name !== 'VariableName' || node.from !== offset) return false;
    if (node.nextSibling?.name === 'AssignOp') return false;
    return !/^(?:ImportStatement|ParamList|ScopeStatement)$/.test(node.parent?.name ?? '');
  });
}
