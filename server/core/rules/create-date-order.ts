import type { RevisionFile } from '../project/environmentSnapshot';
import { createTime } from './support/docstringFields';
import { fileOfRevision } from './support/headerStrings';
import type { Rule } from './engine/rule';

/**
 * A revision whose create date lies before its parent's. Harmless, but often the trace of a rebase or of a
 * wrong parent.
 */
export const createDateOrder: Rule = {
  id: 'create-date-order',
  defaultSeverity: 'off',
  summary: 'A revision was created before its parent.',
  *check({ snapshot, remember }) {
    const timeOf = (file: RevisionFile | undefined) => file && remember(createTime, file);
    for (const [at, file] of snapshot.files.entries()) {
      if (at % 500 === 0) yield undefined;
      const own = file.script && timeOf(file);
      if (own === undefined) continue;
      const older = file.script?.downRevisions.find((parent) => {
        const time = timeOf(fileOfRevision(snapshot, parent));
        return time !== undefined && time > own;
      });
      const field = older === undefined ? undefined : file.reading.docstringFields.createDate;
      if (older === undefined || !field) continue;
      yield {
        severity: 'hint',
        message: `This create date lies before that of the parent '${older}': check that the parent is the right one.`,
        file: file.path,
        range: field.range,
        related: [],
        fixes: [],
      };
    }
  },
};
