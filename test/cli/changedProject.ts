import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { revisionText } from './runCli';

/** A `script.py.mako` with what a merge needs. */
export const template = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}

"""
revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}


def upgrade():
    pass


def downgrade():
    pass
`;
/** Where the revisions are. */
export const versions = 'migrations/versions';
/** A base with two heads on it. */
export const heads = {
  'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
  'migrations/env.py': '',
  'migrations/script.py.mako': template,
  [`${versions}/a.py`]: revisionText('3f1a9c07d2be', null),
  [`${versions}/b.py`]: revisionText('7c40e8b95a13', '3f1a9c07d2be'),
  [`${versions}/c.py`]: revisionText('e05d27f1849a', '3f1a9c07d2be'),
};
/** And a revision whose parent is written wrongly. */
export const typo = { ...heads, [`${versions}/d.py`]: revisionText('91be6c3a07f5', '7c40e8b95a12') };

/** Every file below a directory with its text; Git's own are left out. */
export function texts(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.startsWith('.git') && statSync(join(directory, name)).isFile(),
  );
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(join(directory, name), 'latin1')]),
  );
}
