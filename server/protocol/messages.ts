import type { RequestMethod } from './requestMethod';

/**
 * A message for a revision that makes these changes, written as the project writes its messages; the message
 * is null where the changes tell none. Null for an environment that is not there any more.
 */
export const proposeMessage: RequestMethod<ProposeMessageParams, ProposedMessageDto | null> = {
  method: 'alembicWorkbench/proposeMessage',
};

export interface ProposeMessageParams {
  readonly environment: string;
  readonly changes: readonly DescribedChangeDto[];
}

/** What one operation does, in Alembic's words such as `add column`. */
export interface DescribedChangeDto {
  readonly operation: string;
  readonly table: string | null;
  readonly name: string | null;
}

export interface ProposedMessageDto {
  readonly message: string | null;
  /** Words of which a message that says nothing consists, in small letters. */
  readonly wordsThatSayNothing: readonly string[];
}
