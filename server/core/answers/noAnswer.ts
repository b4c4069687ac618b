import type { AlembicError } from '../revision/errors/alembicError';

/** JSON in place of an answer: Alembic's error, or why the answer can't be known. */
export type NoAnswer =
  { readonly error: Pick<AlembicError, 'type' | 'message'> } | { readonly unknown: string };

/** Alembic's error, without its cause and files. */
export function errorAnswer({ type, message }: AlembicError): NoAnswer {
  return { error: { type, message } };
}
