import { createTime } from './docstringFields';
import { fileOfRevision, fileOfScript } from './headerStrings';
import type { Rule } from './rule';

/** A revision whose create date lies before its parent's. Harmless, but often the trace of a rebase or of a wrong parent. */
export const createDateOrder: Rule = {
  id: 'create-date-order',
  defaultSeverity: 'off',
  summary: 'A revision was created before its parent.',
  *check({ snapshot }) {
    for (const script of snapshot.map.scripts) {
      const file = fileOfScript(snapshot, script);
      const own = createTime(file);
      const field = file?.reading.docstringFields.createDate;
      if (!file || !field || own === undefined) continue;
      const older = script.downRevisions.find((parent) => {
        const time = createTime(fileOfRevision(snapshot, parent));
        return time !== undefined && time > own;
      });
      if (older === undefined) continue;
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
