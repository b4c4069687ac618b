/** Levels that a rule can have in a configuration. */
export const ruleLevels = ['error', 'warning', 'information', 'hint', 'off'] as const;
export type RuleLevel = (typeof ruleLevels)[number];

/** Databases that `dialects` names. */
export const dialectNames = ['postgresql', 'mysql', 'mariadb', 'sqlite'] as const;

/** The form of a key's value. */
export type ConfigValueKind =
  'text' | 'version' | 'flag' | 'path' | 'texts' | 'dialects' | 'config-files' | 'levels' | 'ignores';

/** A key of `[tool.alembic-workbench]`. */
export interface ConfigKey {
  readonly name: string;
  readonly kind: ConfigValueKind;
  /** One sentence for schema, completion, hover and documentation. */
  readonly summary: string;
  /** A value as it is written in TOML. */
  readonly example: string;
  /** What has to be there before the key counts, where no feature of this version reads it. */
  readonly awaits?: string;
}

const lossAndLocks = 'there are rules about locks and loss of data';

/** All keys, in the order of the documentation. */
export const configKeys: readonly ConfigKey[] = [
  {
    name: 'config-files',
    kind: 'config-files',
    summary:
      'Config files of Alembic to read in place of searching for them; paths relative to this file, or tables with `file` and `section`.',
    example: '["alembic.ini"]',
  },
  {
    name: 'exclude',
    kind: 'texts',
    summary:
      'Folders and files in which no environment is looked for; patterns as in `.gitignore`, relative to this file.',
    example: '["examples/"]',
  },
  {
    name: 'main-branch',
    kind: 'text',
    summary:
      'The branch whose revisions count as released; without it `origin/HEAD`, else `main` or `master`.',
    example: '"origin/develop"',
  },
  {
    name: 'dialects',
    kind: 'dialects',
    summary:
      'The databases that the migrations run on; without it the URL, `env.py`, dependencies or revisions tell.',
    example: '["postgresql"]',
  },
  {
    name: 'postgresql-version',
    kind: 'version',
    summary: 'The oldest PostgreSQL that the migrations run on.',
    example: '"14"',
    awaits: lossAndLocks,
  },
  {
    name: 'mysql-version',
    kind: 'version',
    summary: 'The oldest MySQL that the migrations run on.',
    example: '"8.0"',
    awaits: lossAndLocks,
  },
  {
    name: 'mariadb-version',
    kind: 'version',
    summary: 'The oldest MariaDB that the migrations run on.',
    example: '"10.11"',
    awaits: lossAndLocks,
  },
  {
    name: 'since',
    kind: 'texts',
    summary:
      'Revision ids that are old with all their ancestors: rules that judge new revisions leave them alone.',
    example: '["ae1027a6acf5"]',
  },
  {
    name: 'baseline',
    kind: 'path',
    summary: 'A file of known findings, written by `alembic-ls check --write-baseline`; they are not shown.',
    example: '"alembic-baseline.json"',
  },
  {
    name: 'hot-tables',
    kind: 'texts',
    summary: 'Large or busy tables: where any are named, rules about locks warn on these only.',
    example: '["orders"]',
    awaits: lossAndLocks,
  },
  {
    name: 'small-tables',
    kind: 'texts',
    summary: 'Tables on which rules about locks never warn.',
    example: '["countries"]',
    awaits: lossAndLocks,
  },
  {
    name: 'models',
    kind: 'texts',
    summary: 'Packages of models that the imports of `env.py` do not lead to.',
    example: '["shop.models"]',
    awaits: 'there is a comparison with models',
  },
  {
    name: 'check-downgrade',
    kind: 'flag',
    summary: 'Whether locks and loss of data are judged in `downgrade()` too.',
    example: 'false',
    awaits: lossAndLocks,
  },
  {
    name: 'message-patterns',
    kind: 'texts',
    summary:
      'How messages of revisions are written, with `*` for any characters: for the rule `message-convention`.',
    example: '["add_*", "create_index_on_*"]',
  },
  {
    name: 'rules',
    kind: 'levels',
    summary: 'Severity by rule id; a rule that is not named keeps its own.',
    example: '{ multiple-heads = "error", create-date-order = "warning" }',
  },
  {
    name: 'per-revision-ignore',
    kind: 'ignores',
    summary: 'Rules that are silent for a revision, by its id.',
    example: '{ ae1027a6acf5 = ["missing-downgrade"] }',
  },
];

/** What a key means, and whether it counts. */
export function describeConfigKey({ summary, awaits }: ConfigKey): string {
  return awaits === undefined ? summary : `${summary} It counts as soon as ${awaits}.`;
}

/** The key of a name. */
export function configKeyOf(name: string): ConfigKey | undefined {
  return configKeys.find((key) => key.name === name);
}
