import { distance } from 'fastest-levenshtein';
import type { HistoryRule } from './engine/rule';

/** An ignore comment that names a rule which does not exist. */
export const unknownIgnore: HistoryRule = {
  id: 'unknown-ignore',
  defaultSeverity: 'warning',
  summary: 'An ignore comment names a rule that does not exist.',
  *check({ suppression, knownRules }) {
    for (const { file, comment, id } of suppression?.unknown ?? []) {
      const near = [...knownRules]
        .filter((known) => distance(known, id) <= 4)
        .sort((a, b) => distance(a, id) - distance(b, id))[0];
      const fix = { kind: 'edit-ignore', file, offset: comment.range.start, rule: id } as const;
      yield {
        message: near
          ? `There is no rule '${id}'; did you mean '${near}'?`
          : `There is no rule '${id}': name one that exists, or remove it.`,
        file,
        range: comment.rules?.find((rule) => rule.id === id)?.range ?? comment.range,
        related: [],
        fixes: near ? [{ ...fix, to: near }, fix] : [fix],
      };
    }
  },
};
