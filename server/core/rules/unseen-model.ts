import type { Rule } from './engine/rule';

/**
 * A model of a package that env.py imports from, in a module that it does not import: its table is not in the
 * metadata, so that autogenerate does not see it, and drops the table where a database has it.
 */
export const unseenModel: Rule = {
  id: 'unseen-model',
  defaultSeverity: 'hint',
  summary: 'env.py does not import a model, so that autogenerate does not see its table.',
  needsModels: true,
  *check({ unseenModels = [] }) {
    for (const { file, nameRange, className, table, module, importing } of unseenModels) {
      yield {
        message: `env.py does not import '${className}', so autogenerate does not see the table '${table}': import '${module}' in env.py.`,
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
