import type { ConfigurationProblem } from '../../config/alembicConfiguration';
import type { FixSpecification } from '../../findings/fixSpecification';

/** The ways out of a problem in a config file, as any finding has them. */
export function configurationFixes({
  file,
  fixes,
}: Pick<ConfigurationProblem, 'file' | 'fixes'>): readonly FixSpecification[] {
  return fixes.map((fix) => ({ kind: 'edit-config', file, ...fix }));
}
