import { fileNameOf } from '../files/paths';
import type { RevisionFileReading, StaticValue } from '../python/revisionFile';
import type { AlembicError } from '../revision/errors/alembicError';

/** The load error of one file by itself; undefined where it loads, or where only running it would tell. */
export function fileFailure(
  path: string,
  text: string,
  reading: RevisionFileReading,
): AlembicError | undefined {
  const name = fileNameOf(path);
  const fail = (type: string, message: string): AlembicError => ({ type, message, files: [path] });
  if (name === '.py') return fail('AssertionError', '');
  const problem = reading.problems[0];
  if (problem) {
    if (problem.namesNoPlace) return fail('SyntaxError', problem.pythonMessage);
    const line = text.slice(0, problem.range.start).split(/\r\n?|\n/).length;
    return fail(
      'SyntaxError',
      `${problem.pythonMessage.replaceAll('{line}', String(line))} (${name}, line ${line})`,
    );
  }
  const { revision, down_revision } = reading.header;
  // Alembic fills `context` in only while it runs env.py itself.
  if (name === 'env.py' && !revision && !down_revision && /^\w+ *= *context\.config\b/m.test(text))
    return fail('AttributeError', "module 'alembic.context' has no attribute 'config'");
  const unhashable = Object.values(reading.header).flatMap(({ value }) => unhashableForm(value) ?? [])[0];
  if (unhashable !== undefined) return fail('TypeError', `unhashable type: '${unhashable}'`);
  if (!revision && legacyRevisionId(path) === undefined)
    return fail(
      'CommandError',
      `Could not determine revision id from filename ${name}. Be sure the 'revision' variable is declared inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' in the documentation).`,
    );
  if (!down_revision)
    return fail(
      'AttributeError',
      `module '${name.replace(/[^\p{L}\p{N}_]/gu, '_')}' has no attribute 'down_revision'`,
    );
  const type = revision && typeOfScalar(revision.value);
  return type === undefined ? undefined : fail('TypeError', `'${type}' object is not iterable`);
}

/** The form of a member of a set, at any depth, that Python can't hash. */
function unhashableForm(value: StaticValue): string | undefined {
  if (value.kind !== 'sequence') return undefined;
  for (const item of value.items) {
    if (item.kind !== 'sequence') continue;
    if (value.form === 'set' && item.form !== 'tuple') return item.form;
    const inside = unhashableForm(item);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** The id of a file without `revision` whose name alone is one, as before Alembic 0.2. */
export function legacyRevisionId(path: string): string | undefined {
  return /^([a-f0-9]+)\.py$/.exec(fileNameOf(path))?.[1];
}

/** Python's name for the type of a value that is not iterable. */
export function typeOfScalar(value: StaticValue): string | undefined {
  switch (value.kind) {
    case 'none':
      return 'NoneType';
    case 'number':
      return Number.isInteger(value.value) && !/[.eE]/.test(value.source.replace(/^-?0[xX].*/, ''))
        ? 'int'
        : 'float';
    case 'boolean':
      return 'bool';
    case 'string':
    case 'bytes':
    case 'sequence':
    case 'dynamic':
      return undefined;
  }
}
