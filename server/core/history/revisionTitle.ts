const templateLine = /^\s*(?:Revision ID|Revises|Create Date):/;

/** What `alembic revision` (Flask-Migrate among others) writes where no message is given. */
const noMessage = 'empty message';

/**
 * What a person called a revision: the first line of its message, passing over the lines that Alembic's
 * template writes and its stand-in for no message. Empty where nobody called it anything.
 */
export function revisionTitle(message: string): string {
  const line = message.split('\n').find((each) => each.trim() !== '' && !templateLine.test(each)) ?? '';
  return line.trim() === noMessage ? '' : line.trim();
}
