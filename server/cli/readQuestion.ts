import type { Query } from '../core/revision/plan/query';

type Fields = Readonly<Record<string, unknown>>;

/** Reads one question of `alembic-ls query`. Throws an Error with a sentence where the line is none. */
export function readQuestion(line: string): Query {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new Error('A question is one JSON object on one line, such as {"ask":"heads"}.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error('A question is a JSON object, such as {"ask":"heads"}.');
  const fields = parsed as Fields;
  const { ask } = fields;
  switch (ask) {
    case 'facts':
    case 'heads':
      return { ask };
    case 'resolve':
      return { ask, arg: text(fields, 'arg') };
    case 'upgrade':
    case 'downgrade':
      return { ask, arg: text(fields, 'arg'), ...rows(fields), ...flag(fields, 'sql') };
    case 'stamp':
      return {
        ask,
        args: texts(fields, 'args') ?? missing('args'),
        ...rows(fields),
        ...flag(fields, 'sql'),
        ...flag(fields, 'purge'),
      };
    case 'history':
      return { ask, range: optionalText(fields, 'range'), ...rows(fields) };
    case 'new_revision':
      return {
        ask,
        head: optionalText(fields, 'head'),
        ...flag(fields, 'splice'),
        depends_on: dependencies(fields),
      };
    case 'current':
      return { ask, ...rows(fields) };
    case 'merge':
      return {
        ask,
        revisions: texts(fields, 'revisions') ?? missing('revisions'),
        ...flag(fields, 'splice'),
      };
    default:
      throw new Error(
        `"ask" is facts, heads, resolve, upgrade, downgrade, stamp, history, current, new_revision or merge, not ${JSON.stringify(ask) ?? 'missing'}.`,
      );
  }
}

function missing(field: string): never {
  throw new Error(`The question has no list of texts in "${field}".`);
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Error(`The question has no text in "${name}".`);
  return value;
}

function optionalText(fields: Fields, name: string): string | null {
  return fields[name] === undefined || fields[name] === null ? null : text(fields, name);
}

function texts(fields: Fields, name: string): readonly string[] | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
    throw new Error(`"${name}" is a list of texts.`);
  return value;
}

/** `depends_on` may be one name or several. */
function dependencies(fields: Fields): readonly string[] | null {
  const value = fields['depends_on'];
  return typeof value === 'string' ? [value] : (texts(fields, 'depends_on') ?? null);
}

function rows(fields: Fields): { readonly current?: readonly string[] } {
  const current = texts(fields, 'current');
  return current ? { current } : {};
}

function flag<Name extends string>(fields: Fields, name: Name): Readonly<Partial<Record<Name, boolean>>> {
  const value = fields[name];
  if (value === undefined || value === null) return {} as Readonly<Partial<Record<Name, boolean>>>;
  if (typeof value !== 'boolean') throw new Error(`"${name}" is true or false.`);
  return { [name]: value } as Readonly<Partial<Record<Name, boolean>>>;
}
