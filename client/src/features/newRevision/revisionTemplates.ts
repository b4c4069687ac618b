import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DescribedChangeDto } from '../../../../server/protocol/messages';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import type { SnippetBodies } from './bodySnippet';

/** A starting point of a new revision: bodies as snippets with tab stops, numbered over both. */
export interface RevisionTemplate {
  readonly title: string;
  readonly description: string;
  readonly bodies: SnippetBodies;
  /** What it does, with the names of the bodies, for a message. */
  readonly does?: DescribedChangeDto;
  /** Files that are made beside the revision: their text by the end of their names. */
  readonly beside?: Readonly<Record<string, string>>;
  /** What is asked besides the message. */
  readonly asks?: 'branch' | 'dependency';
}

/** The starting points that come with the extension. */
export const revisionTemplates: readonly RevisionTemplate[] = [
  {
    title: 'Create table',
    does: { operation: 'create table', table: 'my_table', name: null },
    description: 'op.create_table',
    bodies: {
      upgrade:
        'op.create_table(\n    "${1:my_table}",\n    sa.Column("id", sa.Integer(), primary_key=True),\n    sa.Column("${2:name}", ${3:sa.String(length=255)}, nullable=False),$0\n)',
      downgrade: 'op.drop_table("${1:my_table}")',
    },
  },
  {
    title: 'Add column',
    does: { operation: 'add column', table: 'my_table', name: 'my_column' },
    description: 'that may be null or has a server default, so that existing rows fit',
    bodies: {
      upgrade:
        'op.add_column("${1:my_table}", sa.Column("${2:my_column}", ${3:sa.String(length=255)}, nullable=True))$0',
      downgrade: 'op.drop_column("${1:my_table}", "${2:my_column}")',
    },
  },
  {
    title: 'Add index without locking',
    does: { operation: 'create index', table: 'my_table', name: null },
    description: 'PostgreSQL: CREATE INDEX CONCURRENTLY, outside of the transaction',
    bodies: {
      upgrade:
        'with op.get_context().autocommit_block():\n    # An interrupted run leaves an invalid index.\n    op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_${1:my_table}_${2:my_column}")\n    op.create_index(\n        "ix_${1:my_table}_${2:my_column}", "${1:my_table}", ["${2:my_column}"], postgresql_concurrently=True\n    )$0',
      downgrade:
        'with op.get_context().autocommit_block():\n    op.drop_index(\n        "ix_${1:my_table}_${2:my_column}", table_name="${1:my_table}", postgresql_concurrently=True, if_exists=True\n    )',
    },
  },
  {
    title: 'Rename column',
    does: { operation: 'rename column', table: 'my_table', name: 'old_name' },
    description: 'keeps its data, unlike what autogenerate makes of it',
    bodies: {
      upgrade: 'op.alter_column("${1:my_table}", "${2:old_name}", new_column_name="${3:new_name}")$0',
      downgrade: 'op.alter_column("${1:my_table}", "${3:new_name}", new_column_name="${2:old_name}")',
    },
  },
  {
    title: 'Data migration in batches',
    description: 'short transactions, and can be run again',
    bodies: {
      upgrade:
        'connection = op.get_bind()\nstatement = sa.text(\n    "UPDATE ${1:my_table} SET ${2:my_column} = ${3:0}"\n    " WHERE id IN (SELECT id FROM ${1:my_table} WHERE ${2:my_column} IS NULL LIMIT ${4:1000})"\n)\nwith op.get_context().autocommit_block():\n    while connection.execute(statement).rowcount > 0:\n        pass$0',
      downgrade: 'pass',
    },
  },
  {
    title: 'Enum value',
    description: 'PostgreSQL: ALTER TYPE … ADD VALUE; there is no way back',
    bodies: {
      upgrade:
        'with op.get_context().autocommit_block():\n    op.execute("ALTER TYPE ${1:my_type} ADD VALUE IF NOT EXISTS \'${2:value}\'")$0',
      downgrade: "# PostgreSQL can't remove a value from an enum.\npass",
    },
  },
  {
    title: 'Raw SQL file pair',
    description: '<revision>.up.sql and <revision>.down.sql beside the revision',
    bodies: {
      upgrade:
        'from pathlib import Path\n\nop.execute(Path(__file__).with_suffix(".up.sql").read_text(encoding="utf-8"))$0',
      downgrade:
        'from pathlib import Path\n\nop.execute(Path(__file__).with_suffix(".down.sql").read_text(encoding="utf-8"))',
    },
    // Drivers fail on an empty statement.
    beside: {
      '.up.sql': '-- What the upgrade does.\nSELECT 1;\n',
      '.down.sql': '-- What takes it back.\nSELECT 1;\n',
    },
  },
  {
    title: 'Branch',
    description: 'a line of its own beside the others, with a label',
    bodies: { upgrade: '${0:pass}', downgrade: 'pass' },
    asks: 'branch',
  },
  {
    title: 'Dependency',
    description: 'runs only after a revision of another branch',
    bodies: { upgrade: '${0:pass}', downgrade: 'pass' },
    asks: 'dependency',
  },
];

/**
 * Templates of one's own: Python files whose first comment is their title. A folder that is not there has
 * none.
 */
export async function readOwnTemplates(
  folder: string,
  server: Pick<HistoryServer, 'readRevisionTemplate'>,
): Promise<readonly RevisionTemplate[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => /\.py(\.\w+)?$/.test(name)).sort();
  return await Promise.all(
    files.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      const { title, upgrade, downgrade } = await server.readRevisionTemplate(text);
      return { title: title ?? name, description: name, bodies: { upgrade, downgrade } };
    }),
  );
}
