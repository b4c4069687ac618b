import assert from 'node:assert/strict';
import { findOwnCommands } from '../../../server/core/project/ownCommands/findOwnCommands';
import type { OwnCommands } from '../../../server/core/project/ownCommands/ownCommand';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';

const argparseScript = `
"""Usage: alembic upgrade head"""
import argparse
from alembic import command
from alembic.config import Config

config = Config("alembic.ini")

def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    commands.add_parser("current")
    commands.add_parser("history")
    create = commands.add_parser("create")
    create.add_argument("message")
    create.add_argument("--no-autogenerate", action="store_true")
    upgrade = commands.add_parser("upgrade")
    upgrade.add_argument("--revision", default="head")
    options = parser.parse_args()
    command.upgrade(config, options.revision)
    command.current(config)
    command.history(config)
    command.revision(config, message=options.message, autogenerate=True)

if __name__ == "__main__":
    main()
`;

suite('how a project runs Alembic', () => {
  const find = (files: Readonly<Record<string, string>>): OwnCommands => {
    const fileSystem = new MemoryFileSystem(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`/shop/${name}`, text])),
    );
    const work = findOwnCommands(fileSystem, { root: '/shop', exclude: [], without: ['/shop/migrations'] });
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
    }
  };
  const lines = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(find(files).commands.map(({ line, verbs }) => [line, verbs.join(' ')]));

  test('a script with commands has a line for each', () => {
    assert.deepEqual(lines({ 'scripts/migrate.py': argparseScript }), {
      'python scripts/migrate.py upgrade --revision ${target}': 'upgrade',
      'python scripts/migrate.py current': 'current',
      'python scripts/migrate.py history': 'history',
      'python scripts/migrate.py create "${message}" ${autogenerate?:--no-autogenerate}': 'revision',
    });
  });

  test('click and typer name their functions', () => {
    const script =
      'import typer\nimport alembic.command as ac\napp = typer.Typer()\n\n@app.command()\ndef upgrade(target: str = "head"):\n    ac.upgrade(cfg, target)\n\n@app.command("rollback")\ndef back(target: str):\n    ac.downgrade(cfg, target)\n';
    assert.deepEqual(lines({ 'cli.py': script }), {
      'python cli.py upgrade ${target}': 'upgrade',
      'python cli.py rollback ${target}': 'downgrade',
    });
  });

  test('a script of a package is run as a module, one without commands is one line', () => {
    const script =
      'import subprocess, sys\n\ndef sync():\n    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)\n    subprocess.run("alembic current", shell=True)\n\nif __name__ == "__main__":\n    sync()\n';
    const files = {
      'backend/__init__.py': '',
      'backend/scripts/__init__.py': '',
      'backend/scripts/sync_database.py': script,
      'sync_db.sh': '#!/bin/sh\n# alembic downgrade base\npython -m backend.scripts.sync_database\n',
    };
    assert.deepEqual(lines(files), {
      'python -m backend.scripts.sync_database': 'upgrade current',
      './sync_db.sh': 'upgrade current',
    });
  });

  test('tasks of make, just, npm and pyproject.toml', () => {
    const files = {
      Makefile:
        'REV ?= head\n.PHONY: migrate\nmigrate: install\n\t@alembic -c alembic.ini upgrade $(REV)\n\nrevision:\n\talembic revision --autogenerate -m "$(MSG)"\n\ninstall:\n\tpip install alembic\n',
      'back/justfile': 'down rev="-1":\n    uv run alembic downgrade {{rev}}\n',
      'package.json': '{"scripts": {"db:up": "cd back && poetry run alembic upgrade head", "test": "jest"}}',
      'pyproject.toml':
        '[tool.poe.tasks]\nmigrate = "alembic upgrade head"\nstamp = {cmd = "flask db stamp head"}\n[project.scripts]\nshop-db = "tools.db:main"\n[project]\ndependencies = ["alembic"]\n',
      'tools/db.py':
        'import sys\nfrom alembic.config import main as alembic_main\nif __name__ == "__main__":\n    pass\ndef main():\n    alembic_main(argv=["upgrade", "head"])\n',
    };
    assert.deepEqual(lines(files), {
      'make migrate REV=${target}': 'upgrade',
      'make revision MSG="${message}"': 'revision',
      'cd back && just down ${target}': 'downgrade',
      'npm run db:up': 'upgrade',
      'poe migrate': 'upgrade',
      'poe stamp': 'stamp',
      'python tools/db.py': 'upgrade',
      'shop-db': 'upgrade',
    });
  });

  test('what only mentions Alembic, tests and script directories are none', () => {
    const files = {
      'docs.py': '# alembic upgrade head\ntext = """\nsubprocess.run(["alembic", "upgrade", "head"])\n"""\n',
      'tests/conftest.py': 'from alembic import command\ncommand.upgrade(config, "head")\n',
      'migrations/env.py': 'from alembic import command\ncommand.upgrade(config, "head")\n',
      'app/user.py': 'from app import command\nimport alembic\ncommand.upgrade(x)\n',
      Makefile: 'lint:\n\truff check alembic\n\nclean:\n\trm -r alembic upgrade\n',
      'package.json': '{"scripts": 3}',
      'pyproject.toml': '[tool.poe',
    };
    const { commands, automatic } = find(files);
    assert.deepEqual([commands, automatic], [[], []]);
  });

  test('an application that migrates by itself, and a configuration in code', () => {
    const main =
      'from fastapi import FastAPI\nfrom alembic import command\nfrom alembic.config import Config\n\nasync def lifespan(app):\n    config = Config()\n    config.set_main_option("script_location", "app/migrations")\n    config.set_main_option("sqlalchemy.url", settings.url)\n    await asyncio.to_thread(command.upgrade, config, "head")\n';
    const { commands, automatic, configured } = find({ 'app/main.py': main });
    assert.deepEqual(commands, []);
    assert.deepEqual(
      automatic.map(({ file, offset }) => [file, main.slice(offset, offset + 15)]),
      [['/shop/app/main.py', 'command.upgrade']],
    );
    assert.deepEqual(
      configured.map(({ options }) => options),
      [{ script_location: 'app/migrations', 'sqlalchemy.url': null }],
    );
    const withFile = main.replace('Config()', 'Config("alembic.ini")');
    assert.deepEqual(find({ 'app/main.py': withFile }).configured, []);
  });
});
