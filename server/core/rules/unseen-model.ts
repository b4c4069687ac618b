import { fileNameOf } from '../files/paths';
import type { Rule } from './engine/rule';

/**
 * A model of a package that env.py imports from, in a module that it does not import or on a base that it
 * does not compare: its table is not in the metadata, so that autogenerate does not see it, and drops the
 * table where a database has it.
 */
export const unseenModel: Rule = {
  id: 'unseen-model',
  defaultSeverity: 'hint',
  summary: 'env.py does not see a model, so that autogenerate does not see its table.',
  needsModels: true,
  *check({ unseenModels = [] }) {
    for (const { file, nameRange, className, table, module, otherBase, importing } of unseenModels) {
      yield {
        message: otherBase
          ? `'${className}' builds on '${otherBase.name}' of ${fileNameOf(otherBase.file)}, whose metadata env.py does not compare, so autogenerate does not see the table '${table}': build it on the base that target_metadata is of, or add this metadata to target_metadata.`
          : `env.py does not import '${className}', so autogenerate does not see the table '${table}': import '${module}' in env.py.`,
        file,
        range: nameRange,
        related: [],
        fixes: importing
          ? [
              {
                kind: 'edit-config',
                file: importing.file,
                title: `Import ${module} in env.py`,
                edits: [importing.edit],
                creates: [],
              },
            ]
          : [],
      };
    }
  },
};
