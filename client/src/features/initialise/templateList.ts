import type { OutputLine } from '../../infrastructure/alembic/process/childRun';

/** A template of `alembic init`. */
export interface InitTemplate {
  readonly label: string;
  readonly description: string;
}

/**
 * The templates in what `alembic list_templates` wrote, the plain one first: there is no other way to ask for
 * their descriptions.
 */
export function parseTemplates(output: readonly OutputLine[]): readonly InitTemplate[] {
  const found = output.flatMap(({ stream, text }) => {
    const [, label, description] = /^(\w+) - (.+)$/.exec(text) ?? [];
    return stream === 'stdout' && label !== undefined && description !== undefined
      ? [{ label, description }]
      : [];
  });
  const rank = ({ label }: InitTemplate): number => {
    const known = ['generic', 'async', 'multidb', 'pyproject', 'pyproject_async'].indexOf(label);
    return known < 0 ? Infinity : known;
  };
  return found.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}

/**
 * The config file that Alembic reads for a template: the pyproject ones have theirs in `pyproject.toml`,
 * beside an ini for the URL.
 */
export function configFileOf(template: string): string {
  return template.startsWith('pyproject') ? 'pyproject.toml' : 'alembic.ini';
}
