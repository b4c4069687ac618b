import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Dialect } from './dialect';
import { dialectOf } from './dialect';

const anyDialect: readonly Dialect[] = ['postgresql', 'sqlite', 'mysql'];

/**
 * The databases of a project as it configures them; where it does not, those that have to agree on what is
 * said.
 */
export function agreeingDialects({ environment }: EnvironmentSnapshot): readonly Dialect[] {
  const configured = (environment.workbench?.config.dialects ?? []).flatMap((name) => dialectOf(name) ?? []);
  return configured.length > 0 ? configured : anyDialect;
}
