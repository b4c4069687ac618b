/** How a project writes the messages of its revisions. */
export interface MessageStyle {
  /** What stands between words. */
  readonly separator: ' ' | '_' | '-';
  readonly isCapital: boolean;
  /** The first words for what makes, takes away and changes something. */
  readonly verbs: Readonly<Record<VerbKind, string>>;
  /** The share of the messages that are so separated, and that begin in this way; 0 to 1. */
  readonly certainty: number;
}

type VerbKind = 'make' | 'add' | 'drop' | 'alter';

/** What one operation does to a table, in Alembic's words: `create table`, `add column`. */
export interface DescribedChange {
  readonly operation: string;
  readonly table: string | null;
  readonly name: string | null;
}

/** The messages that count, the newest. */
const mostMessages = 100;

/** Words of one meaning, the one that is used without an example first. */
const synonyms: Readonly<Record<VerbKind, readonly string[]>> = {
  make: ['create', 'add', 'new'],
  add: ['add', 'create', 'introduce'],
  drop: ['drop', 'remove', 'delete'],
  alter: ['alter', 'change', 'update', 'modify'],
};

/** Learns from messages, in the order of the history; merges and messages of a program's do not count. */
export function messageStyleOf(messages: readonly string[]): MessageStyle {
  const own = messages.filter((text) => isOwn(text)).slice(-mostMessages);
  const separators = [' ', '_', '-'] as const;
  const counts = separators.map((mark) => own.filter((text) => separatorOf(text) === mark).length);
  const most = Math.max(...counts);
  const separator = most === 0 ? ' ' : (separators[counts.indexOf(most)] ?? ' ');
  const capitals = own.filter((text) => /^\p{Lu}/u.test(text)).length;
  const isCapital = capitals * 2 > own.length;
  const told = own.filter((text) => separatorOf(text) !== undefined).length;
  const first = own.map((text) => /^[A-Za-z]+/.exec(text)?.[0].toLowerCase() ?? '');
  const verbFor = (kind: VerbKind): string => {
    const used = synonyms[kind].map((verb) => first.filter((word) => word.startsWith(verb)).length);
    const best = Math.max(...used);
    return synonyms[kind][best === 0 ? 0 : used.indexOf(best)] ?? kind;
  };
  return {
    separator,
    isCapital,
    verbs: { make: verbFor('make'), add: verbFor('add'), drop: verbFor('drop'), alter: verbFor('alter') },
    certainty: Math.min(
      told === 0 ? 0 : most / told,
      own.length === 0 ? 0 : Math.max(capitals, own.length - capitals) / own.length,
    ),
  };
}

function isOwn(text: string): boolean {
  return text !== '' && !/^(?:merge|empty message|auto ?generated)\b/i.test(text);
}

/** What parts the words of a message; undefined for a single word and for a mixture. */
export function separatorOf(text: string): MessageStyle['separator'] | undefined {
  if (/\s/.test(text)) return ' ';
  if (text.includes('_')) return '_';
  return text.includes('-') ? '-' : undefined;
}

/** How many tables and columns are named. */
const mostNamed = 3;

/** A message in the style of the project for what a revision does; undefined for nothing. */
export function proposeMessage(changes: readonly DescribedChange[], style: MessageStyle): string | undefined {
  const made = new Set(changes.filter(({ operation }) => kindOf(operation) === 'make').map(tableOf));
  // Indexes and constraints of a new table come with it, and columns speak before their indexes.
  const own = changes.filter((each) => kindOf(each.operation) === 'make' || !made.has(tableOf(each)));
  const columns = own.filter(({ operation }) => /(?:table|column)$/.test(operation));
  const told = columns.length > 0 ? columns : own;
  const [first] = told;
  if (!first) return undefined;
  const isOneKind = told.every(({ operation }) => operation === first.operation);
  const tables = [...new Set(told.map(tableOf).filter((table) => table !== ''))];
  const text = isOneKind
    ? phraseOf(first.operation, told, tables, style)
    : `${style.verbs.alter} ${listOf(tables)}`;
  return dressed(text, style);
}

function phraseOf(
  operation: string,
  changes: readonly DescribedChange[],
  tables: readonly string[],
  { verbs }: MessageStyle,
): string {
  const kind = kindOf(operation);
  const names = [...new Set(changes.flatMap(({ name }) => name ?? []))];
  if (operation.endsWith('table')) {
    const verb = kind === 'alter' ? verbs.alter : verbs[kind === 'drop' ? 'drop' : 'make'];
    return `${verb} ${listOf(tables)} table${tables.length > 1 ? 's' : ''}`;
  }
  if (!operation.endsWith('column')) {
    const subject = operation.replace(/^\S+ /, '');
    const place = kind === 'drop' ? 'from' : 'on';
    return `${kind === 'make' ? verbs.make : verbs[kind]} ${subject} ${place} ${listOf(tables)}`;
  }
  const place = { make: 'to', add: 'to', drop: 'from', alter: 'in' }[kind];
  return `${verbs[kind]} ${listOf(names)} ${place} ${listOf(tables)}`;
}

function kindOf(operation: string): VerbKind {
  const [verb = ''] = operation.split(' ');
  if (verb === 'create') return operation.endsWith('table') ? 'make' : 'add';
  if (verb === 'add') return 'add';
  return verb === 'drop' || verb === 'remove' ? 'drop' : 'alter';
}

function tableOf({ table }: DescribedChange): string {
  return table?.slice(table.lastIndexOf('.') + 1) ?? '';
}

function listOf(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  if (rest > 0) return `${names.slice(0, mostNamed).join(', ')} and ${rest} more`;
  return names.join(', ').replace(/, ([^,]*)$/, ' and $1');
}

function dressed(text: string, { separator, isCapital }: MessageStyle): string {
  const spaced = isCapital ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return separator === ' ' ? spaced : spaced.replaceAll(/[, ]+/g, separator);
}

/** Whether a message says nothing of what its revision does. */
export function saysNothing(message: string): boolean {
  const words = message
    .toLowerCase()
    .split(/[\s_.!-]+/)
    .filter((word) => word !== '');
  return words.every((word) => wordsThatSayNothing.has(word) || /^\d+$/.test(word));
}

/** Words of which a message that says nothing consists. */
export const wordsThatSayNothing: ReadonlySet<string> = new Set([
  ...['fix', 'fixes', 'fixed', 'bugfix', 'update', 'updates', 'updated', 'change', 'changes', 'changed'],
  ...['edit', 'edits', 'migrate', 'migration', 'migrations', 'revision', 'revisions', 'test', 'tests', 'wip'],
  ...[
    'temp',
    'tmp',
    'stuff',
    'misc',
    'tweak',
    'tweaks',
    'auto',
    'autogenerate',
    'autogenerated',
    'generated',
  ],
  ...['empty', 'message', 'a', 'an', 'the', 'some', 'more', 'new', 'small', 'minor', 'again'],
  ...['db', 'database', 'schema', 'model', 'models', 'table', 'tables', 'column', 'columns'],
]);
