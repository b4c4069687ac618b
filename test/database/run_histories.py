"""Runs real migrations over generated directories, on SQLite, and tells what ran.

Reads a JSON line for each directory, ``{"files": {name: text}, "moves": [{"direction", "target"}]}``, and writes one, a list with,
for each move, the rows of the version table before it, the revisions that ran in their order, and the error if there was one.
"""

import contextlib
import io
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import warnings

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

ENVIRONMENT = """from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool


def note(ctx, step, heads, run_args, **more):
    context.config.attributes["ran"].append(step.up_revision_id)


engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, on_version_apply=note)
    with context.begin_transaction():
        context.run_migrations()
"""


def main():
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


def run(request):
    folder = tempfile.mkdtemp(prefix="histories-")
    try:
        versions = os.path.join(folder, "versions")
        os.mkdir(versions)
        for name, text in request["files"].items():
            with open(os.path.join(versions, name), "w", encoding="utf-8") as file:
                file.write(text)
        with open(os.path.join(folder, "env.py"), "w", encoding="utf-8") as file:
            file.write(ENVIRONMENT)
        return [move(folder, each) for each in request["moves"]]
    finally:
        shutil.rmtree(folder)


def move(folder, wanted):
    database = os.path.join(folder, "app.db")
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", folder)
    config.set_main_option("sqlalchemy.url", "sqlite:///" + database)
    ran = config.attributes["ran"] = []
    result = {"before": rows(database), "ran": ran, "error": None}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            getattr(command, wanted["direction"])(config, wanted["target"])
    except CommandError as error:
        result["error"] = {"type": "CommandError", "message": str(error)}
    except Exception as error:
        result["error"] = {"type": type(error).__name__, "message": str(error)}
    result["after"] = rows(database)
    return result


def rows(database):
    connection = sqlite3.connect(database)
    try:
        return [row[0] for row in connection.execute("SELECT version_num FROM alembic_version")]
    except sqlite3.OperationalError:
        return []
    finally:
        connection.close()


main()
