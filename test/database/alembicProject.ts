import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AskedCommand } from '../../client/src/infrastructure/alembic/bridge/askedCommand';
import { projectRoot } from '../fixtures/projectRoot';

/** The Python of a virtual environment with Alembic: the sample's, or one with the packages given. */
export async function pythonWith(name?: string, packages: readonly string[] = []): Promise<string> {
  const sample = process.env['ALEMBIC_WORKBENCH_TEST_PYTHON'];
  if (name === undefined) {
    assert.ok(sample, 'ALEMBIC_WORKBENCH_TEST_PYTHON names a Python with Alembic');
    return sample;
  }
  const script = pathToFileURL(join(projectRoot, 'scripts', 'virtualEnvironments.mjs')).href;
  const { ensureVirtualEnvironment } = (await import(script)) as {
    readonly ensureVirtualEnvironment: (wanted: {
      name: string;
      packages: readonly string[];
    }) => Promise<string>;
  };
  return await ensureVirtualEnvironment({ name, packages });
}

/** A project in a temporary folder, for the real Alembic to run in. */
export class AlembicProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'alembic-project-')));

  constructor(
    readonly python: string,
    files: Readonly<Record<string, string>>,
  ) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** The names in a folder. */
  list(name: string): readonly string[] {
    return readdirSync(this.path(name));
  }

  /** Makes a name lead to a folder elsewhere. */
  link(name: string, folder: string): void {
    symlinkSync(folder, this.path(name), 'junction');
  }

  /** Runs the real Alembic; fails where it fails. */
  alembic(...args: readonly string[]): string {
    return this.run('-m', 'alembic', ...args);
  }

  /** Runs Python; fails where it fails. */
  run(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(this.python, args, { cwd: this.folder, encoding: 'utf8' });
    assert.equal(status, 0, stderr + stdout);
    return stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** `python -m alembic` with a config file, as the bridge asks in its place. */
export function plainCommand({
  config = 'alembic.ini',
  section = 'alembic',
  xArguments = [],
}: {
  readonly config?: string;
  readonly section?: string;
  readonly xArguments?: readonly string[];
} = {}): AskedCommand {
  const options = ['-c', config, '-n', section, ...xArguments.map((value) => `-x${value}`)];
  return { program: { module: 'alembic' }, config, xArguments, words: (words) => [...options, ...words] };
}

/** A plain project: `a1` creates a table, `b2` another one. */
export function plainProject(url = 'sqlite:///app.db'): Readonly<Record<string, string>> {
  return {
    'alembic.ini': `[alembic]\nscript_location = migrations\nsqlalchemy.url = ${url}\n\n[other]\nscript_location = migrations\nsqlalchemy.url = sqlite:///other.db\n`,
    'migrations/script.py.mako': '',
    'migrations/env.py': plainEnvironment(),
    'migrations/versions/a1.py': revision('a1', null, 'users'),
    'migrations/versions/b2.py': revision('b2', 'a1', 'orders'),
  };
}

/**
 * An env.py that runs online on the URL of the config file, with lines of one's own before and after it is
 * configured.
 */
export function plainEnvironment({ before = '', after = '' } = {}): string {
  return `from alembic import context
from sqlalchemy import create_engine
${before}
engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
${after}
`;
}

function revision(id: string, down: string | null, table: string): string {
  return `"""create ${table}"""
import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${down === null ? 'None' : `"${down}"`}


def upgrade():
    op.create_table("${table}", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("${table}")
`;
}

/** An env.py that runs through an asynchronous engine, after the template of `alembic init -t async`. */
export const asyncEnvironment = `import asyncio
from alembic import context
from sqlalchemy.ext.asyncio import create_async_engine


def run(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()


async def online():
    engine = create_async_engine(context.config.get_main_option("sqlalchemy.url"))
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


asyncio.run(online())
`;
