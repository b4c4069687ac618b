import type { CreateDate } from '../../text/createDate';
import type { EditContext } from '../editContext';
import { callable, textOf } from '../../mako/pythonMethods';
import { isSequence, itemsOf, toText } from '../../mako/pythonValue';
import type { PythonObject, PythonValue } from '../../mako/pythonValue';
import type { TemplateVariables } from '../../mako/renderTemplate';
import { UnsupportedTemplate } from '../../mako/unsupportedTemplate';

/** What a new revision does, each as Alembic gives it to the template: lines after the first are indented. */
export interface RevisionBodies {
  readonly upgrades: string;
  readonly downgrades: string;
  /** Lines without indentation. */
  readonly imports: string;
}

/**
 * What `alembic merge` gives to `script.py.mako`, and with `bodies` what `alembic revision --autogenerate`
 * does.
 */
export function templateVariables(
  parents: readonly string[],
  message: string,
  context: EditContext & { readonly now: CreateDate },
  branchLabels: readonly string[] = [],
  bodies?: RevisionBodies,
): TemplateVariables {
  const [only] = parents;
  const downRevision: PythonValue = parents.length > 1 ? { kind: 'tuple', items: parents } : (only ?? null);
  return {
    isOpen: context.revisionEnvironment ?? false,
    values: new Map<string, PythonValue>([
      ['up_revision', context.newRevisionId],
      ['down_revision', downRevision],
      ['branch_labels', branchLabels.length > 0 ? { kind: 'tuple', items: branchLabels } : null],
      ['depends_on', null],
      ['create_date', { kind: 'datetime', date: context.now }],
      ['comma', comma],
      ['message', message],
      ['config', configObject(context)],
      ...Object.entries(bodies ?? {}),
    ]),
  };
}

/** Alembic's `format_as_comma`. */
const comma = callable('comma', ([value]) => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (!isSequence(value)) throw new UnsupportedTemplate('it gives comma something other than names');
  return itemsOf(value)
    .map((item) => textOf(item, 'comma'))
    .join(', ');
});

function configObject(context: EditContext): PythonObject {
  return {
    kind: 'object',
    name: 'config',
    attribute: (name) => {
      if (name !== 'get_main_option' || !context.mainOption) return undefined;
      return callable('config.get_main_option', ([option, fallback], named) => {
        const value = context.mainOption?.(toText(option ?? null));
        return value ?? fallback ?? named.get('default') ?? null;
      });
    },
  };
}
