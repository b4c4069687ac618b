/**
 * Whether Alembic reads a name as a symbol wherever a revision is asked for, so that it can name nothing
 * else.
 */
export function isSymbol(name: string): boolean {
  return name === 'head' || name === 'heads' || name === 'base';
}
