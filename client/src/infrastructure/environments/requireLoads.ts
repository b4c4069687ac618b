import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { showProblems, UserError } from '../vscode/userError';

/** Throws a UserError where Alembic itself would stop, before anything is asked. */
export function requireLoads({ loadError }: EnvironmentDto, purpose: string): void {
  if (loadError === null) return;
  throw new UserError(
    `${purpose} is not possible yet, for Alembic can't load this history: ${loadError}. Correct that first.`,
    [showProblems],
  );
}
