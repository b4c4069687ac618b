import type { HistoryRule } from './engine/rule';

/** An ignore comment that silences nothing. It is found after all other rules have run. */
export const unusedIgnore: HistoryRule = {
  id: 'unused-ignore',
  defaultSeverity: 'warning',
  summary: 'An ignore comment silences nothing.',
  *check({ suppression }) {
    for (const { file, comment, id } of suppression?.unused ?? []) {
      const named = comment.rules?.find((rule) => rule.id === id);
      yield {
        message:
          id === undefined
            ? 'Nothing is found here that this comment could silence: remove it.'
            : `'${id}' finds nothing here: remove it from the comment.`,
        file,
        range: named?.range ?? comment.range,
        related: [],
        fixes: [{ kind: 'edit-ignore', file, offset: comment.range.start, rule: id }],
        unnecessary: true,
      };
    }
  },
};
