import type { ConfigurationProblem } from '../../config/alembicConfiguration';
import type { FixSpecification } from '../../findings/fixSpecification';

/** The fixes of a problem in a config file, as those of any finding. */
export function configurationFixes({
  file,
  fixes,
}: Pick<ConfigurationProblem, 'file' | 'fixes'>): readonly FixSpecification[] {
  return fixes.map((fix) => ({ kind: 'edit-config', file, ...fix }));
}
