import { rangeOfHeaderString } from './support/headerStrings';
import type { Rule } from './engine/rule';

/** A revision that names itself as parent or dependency. Alembic can't load it. */
export const selfReference: Rule = {
  id: 'self-reference',
  defaultSeverity: 'error',
  summary: 'A revision names itself as its parent or dependency.',
  suspects:
    () =>
    ({ script }) =>
      script !== undefined && (script.dependsOn.length > 0 || script.downRevisions.includes(script.id)),
  *check({ snapshot, suspects }) {
    for (const file of suspects) {
      const { script } = file;
      if (!script) continue;
      if (script.downRevisions.includes(script.id)) {
        yield {
          message: `'${script.id}' names itself as its down_revision: name the revision that comes before it.`,
          file: file.path,
          range: rangeOfHeaderString(file, 'down_revision', script.id),
          related: [],
          fixes: [{ kind: 'remove-reference', file: file.path, variable: 'down_revision', name: script.id }],
        };
      }
      const own = script.dependsOn.find(
        (name) => name === script.id || snapshot.map.labels.get(name) === script.id,
      );
      if (own !== undefined) {
        yield {
          message: `'${script.id}' depends on itself: remove '${own}' from depends_on.`,
          file: file.path,
          range: rangeOfHeaderString(file, 'depends_on', own),
          related: [],
          fixes: [{ kind: 'remove-reference', file: file.path, variable: 'depends_on', name: own }],
        };
      }
    }
  },
};
