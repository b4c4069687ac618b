import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { operation } from './operations';
import type { Pick } from './operations';
import { randomNumbers } from './randomNumbers';

/**
 * A project in the way that real ones are: sizes, spellings and shape of history after those of public
 * repositories.
 */
export interface GeneratedProject {
  readonly folder: string;
  /** The paths of the revision files, oldest first. */
  readonly files: readonly string[];
}

/** Writes a project of so many revisions to a new folder; the same number gives the same bytes. */
export function writeGeneratedProject(folder: string, count: number): GeneratedProject {
  const random = randomNumbers(20_240 + count);
  const versions = join(folder, 'migrations', 'versions');
  mkdirSync(versions, { recursive: true });
  writeFileSync(
    join(folder, 'alembic.ini'),
    '[alembic]\nscript_location = %(here)s/migrations\nprepend_sys_path = .\n\n[loggers]\nkeys = root\n',
  );
  writeFileSync(join(folder, 'migrations', 'env.py'), 'from alembic import context\n\ncontext.configure()\n');
  writeFileSync(join(folder, 'migrations', 'script.py.mako'), '"""${message}"""\n');
  const files = revisionsOf(count, random).map((revision) => {
    const file = join(versions, `${revision.id}_${revision.message.replaceAll(/\W+/g, '_')}.py`);
    writeFileSync(file, sourceOf(revision, random));
    return file;
  });
  return { folder, files };
}

interface GeneratedRevision {
  readonly id: string;
  readonly parents: readonly string[];
  readonly message: string;
}

const messages = [
  'add invoices',
  'rename status',
  "customer's address",
  'index for search',
  'drop old columns',
];

/** One line of history in which now and then two people worked side by side and merged. */
function revisionsOf(count: number, random: () => number): readonly GeneratedRevision[] {
  const revisions: GeneratedRevision[] = [];
  const add = (parents: readonly string[], message: string): string => {
    const id = Array.from({ length: 12 }, () => Math.floor(random() * 16).toString(16)).join('');
    revisions.push({ id, parents, message });
    return id;
  };
  let head = add([], 'initial');
  while (revisions.length < count) {
    const message = messages[Math.floor(random() * messages.length)] ?? 'change';
    if (random() > 0.02 || revisions.length + 3 > count) head = add([head], message);
    else head = add([add([head], message), add([head], 'meanwhile')], 'merge heads');
  }
  return revisions;
}

function sourceOf(revision: GeneratedRevision, random: () => number): string {
  const pick: Pick = (items) => items[Math.floor(random() * items.length)] as (typeof items)[number];
  const spelling = random();
  const header = (spellings.find(({ upTo }) => spelling < upTo) ?? spellings[0])?.write(revision) ?? '';
  const { up, down } = bodyOf(revision, random, pick);
  const returns = spelling < 0.25 ? ' -> None' : '';
  return `${header}\n\ndef upgrade()${returns}:\n${up}\n\n\ndef downgrade()${returns}:\n${down}\n`;
}

/** Half of the files have one or two operations; the sizes have a long tail up to some 40 KB. */
function bodyOf(
  { parents }: GeneratedRevision,
  random: () => number,
  pick: Pick,
): { readonly up: string; readonly down: string } {
  if (parents.length > 1) return { up: '    pass', down: '    pass' };
  const rank = random();
  const count = rank > 0.995 ? 70 : rank > 0.97 ? 14 : rank > 0.9 ? 6 : rank > 0.55 ? 3 : rank > 0.3 ? 2 : 1;
  const operations = Array.from({ length: count }, () => operation(pick));
  return {
    up: operations.flatMap(({ up }) => up).join('\n'),
    down:
      rank < 0.1
        ? '    pass'
        : operations
            .toReversed()
            .flatMap(({ down }) => down)
            .join('\n'),
  };
}

interface Spelling {
  /** Random numbers below this one, and not below the previous ones, are written like this. */
  readonly upTo: number;
  write(revision: GeneratedRevision): string;
}

const imports =
  'from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\n';

/** Shares as in public repositories; the last ones are those that need more than a glance. */
const spellings: readonly Spelling[] = [
  { upTo: 0.25, write: annotatedTemplate },
  { upTo: 0.65, write: plainTemplate },
  { upTo: 0.73, write: doubleQuotes },
  { upTo: 0.82, write: moduleTables },
  { upTo: 0.91, write: helperFirst },
  { upTo: 0.94, write: withClass },
  { upTo: 0.995, write: implicitParts },
  { upTo: 1, write: byConstant },
];

function annotatedTemplate(revision: GeneratedRevision): string {
  const parents = parentsOf(revision, "'");
  return `${docstringOf(revision)}from typing import Sequence, Union

${imports}

# revision identifiers, used by Alembic.
revision: str = '${revision.id}'
down_revision: Union[str, Sequence[str], None] = ${parents}
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None
`;
}

function plainTemplate(revision: GeneratedRevision): string {
  return `${docstringOf(revision)}${headerOf(revision)}`;
}

function headerOf(revision: GeneratedRevision): string {
  return `${imports}

# revision identifiers, used by Alembic.
revision = '${revision.id}'
down_revision = ${parentsOf(revision, "'")}
branch_labels = None
depends_on = None
`;
}

function doubleQuotes(revision: GeneratedRevision): string {
  return `${docstringOf(revision)}${imports}
revision = "${revision.id}"
down_revision = ${parentsOf(revision, '"')}
`;
}

function moduleTables(revision: GeneratedRevision): string {
  return `${plainTemplate(revision)}
account = sa.table(
    'account',
    sa.column('id', sa.Integer),
    sa.column('name', sa.String),  # as it was then
)
STATUSES = ('draft', 'open', "closed")
`;
}

function helperFirst(revision: GeneratedRevision): string {
  return `${docstringOf(revision)}import os

${imports}

def has_column(table, name):
    inspector = sa.inspect(op.get_bind())
    return any(each["name"] == name for each in inspector.get_columns(table))


# revision identifiers, used by Alembic.
revision = '${revision.id}'
down_revision = ${parentsOf(revision, "'")}
branch_labels = None
depends_on = None
`;
}

function withClass(revision: GeneratedRevision): string {
  return `${docstringOf(revision)}from sqlalchemy.orm import declarative_base
${headerOf(revision)}
Base = declarative_base()


class Account(Base):
    __tablename__ = 'account'

    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(255))
`;
}

function byConstant(revision: GeneratedRevision): string {
  return `${docstringOf(revision)}${imports}
PREVIOUS = ${parentsOf(revision, "'")}
revision = '${revision.id}'
down_revision = PREVIOUS
branch_labels = depends_on = None
`;
}

function implicitParts(revision: GeneratedRevision): string {
  return `${docstringOf(revision)}${imports}
revision = (
    '${revision.id.slice(0, 6)}'
    '${revision.id.slice(6)}'
)
down_revision = ${parentsOf(revision, "'")}
branch_labels = ()
depends_on = []
`;
}

function parentsOf({ parents }: GeneratedRevision, quote: string): string {
  const [first, ...others] = parents.map((id) => `${quote}${id}${quote}`);
  if (first === undefined) return 'None';
  return others.length === 0 ? first : `(${[first, ...others].join(', ')})`;
}

function docstringOf({ id, parents, message }: GeneratedRevision): string {
  return `"""${message}

Revision ID: ${id}
Revises: ${parents.join(', ')}
Create Date: 2024-03-07 12:21:53.098887

"""
`;
}
