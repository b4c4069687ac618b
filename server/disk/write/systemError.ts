/** Half a sentence on why nothing is written, for a person. */
export class RejectedWrite extends Error {}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

/** What stood in the way as half a sentence; throws what is no failure of the system. */
export function causeOf(error: unknown): string {
  if (error instanceof RejectedWrite) return error.message;
  if (!isSystemError(error)) throw error;
  const place = error.path ?? '';
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${place} can't be written`;
    case 'EEXIST':
      return `${'dest' in error && typeof error.dest === 'string' ? error.dest : place} exists already`;
    case 'ENOENT':
      return `${place} is gone`;
    case 'ENAMETOOLONG':
      return `the name of ${'dest' in error && typeof error.dest === 'string' ? error.dest : place} is too long for this disk`;
    case 'EISDIR':
      return place === '' ? 'one of its files is a folder now' : `${place} is a folder`;
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case undefined:
    default:
      return error.message;
  }
}
