import { writeHeader } from '../header/writeHeader';
import type { FixKind, FixOf } from './fixKind';

/** Write header variables: a value that Alembic can't use is replaced, a missing line is added. */
export const writeHeaderKind: FixKind<FixOf<'write-header'>> = {
  title: ({ revision, names }) => {
    const lines = [
      ...(revision === undefined
        ? []
        : [revision === 'new' ? 'a new revision id' : `revision = '${revision.id}'`]),
      ...Object.entries(names ?? {}).map(([variable, values]) => `${variable} = ${written(values)}`),
    ];
    return `Write ${lines.join(' and ')}`;
  },
  apply: (snapshot, fix, context) => writeHeader(snapshot, fix, writeHeaderKind.title(fix), context),
};

function written(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  return quoted.length > 1 ? `(${quoted.join(', ')})` : (quoted[0] ?? 'None');
}
