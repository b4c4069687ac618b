import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { normalizePath } from '../../server/disk/nativePath';
import { uriFromPath } from '../../server/lsp/convert/paths';

/** A folder with real files, gone after the test. Paths are given relative to it. */
export class TemporaryProject {
  readonly path: string;

  constructor(files: Readonly<Record<string, string | Buffer>> = {}) {
    this.path = normalizePath(realpathSync.native(mkdtempSync(join(tmpdir(), 'alembic-workbench-'))));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  /** A folder of it as a project of its own, gone with it. */
  below(name: string): TemporaryProject {
    return Object.assign(Object.create(TemporaryProject.prototype) as TemporaryProject, {
      path: this.at(name),
    });
  }

  at(name: string): string {
    return name === '' ? this.path : `${this.path}/${name}`;
  }

  uri(name: string): string {
    return uriFromPath(this.at(name));
  }

  write(name: string, text: string | Buffer): void {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), text);
  }

  read(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }

  move(from: string, to: string): void {
    mkdirSync(dirname(this.at(to)), { recursive: true });
    renameSync(this.at(from), this.at(to));
  }

  remove(name: string): void {
    rmSync(this.at(name), { recursive: true });
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** The text of a revision file as Alembic's template writes it. `down` is the source of the value. */
export function revisionText(id: string, down: string, message = `make ${id}`): string {
  return `"""${message}

Revision ID: ${id}
Revises: ${down.replace(/['"]/g, '')}
Create Date: 2024-05-01 10:00:00.000000

"""
from alembic import op

# revision identifiers, used by Alembic.
revision = '${id}'
down_revision = ${down}
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
`;
}

/** A project with a script directory and the given revisions: id to source of its down revision. */
export function projectFiles(revisions: Readonly<Record<string, string>>): Record<string, string> {
  const files: Record<string, string> = {
    'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
    'migrations/env.py': '',
    'migrations/script.py.mako': scriptTemplate,
  };
  for (const [id, down] of Object.entries(revisions)) files[versionFile(id)] = revisionText(id, down);
  return files;
}

export function versionFile(id: string): string {
  return `migrations/versions/${id}_make.py`;
}

const scriptTemplate = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
Create Date: \${create_date}

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
\${imports if imports else ""}

# revision identifiers, used by Alembic.
revision: str = \${repr(up_revision)}
down_revision: Union[str, Sequence[str], None] = \${repr(down_revision)}
branch_labels: Union[str, Sequence[str], None] = \${repr(branch_labels)}
depends_on: Union[str, Sequence[str], None] = \${repr(depends_on)}


def upgrade() -> None:
    """Upgrade schema."""
    \${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Downgrade schema."""
    \${downgrades if downgrades else "pass"}
`;
