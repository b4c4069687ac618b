"""Reads the request and writes the answer."""

import json
import os
import sys

from . import comparison, copy_upgrade, current, known_errors, masking, offline_sql, program, project_reads
from .failures import failure_of


def probe(request):
    """What the interpreter has."""
    import alembic
    import sqlalchemy

    return {
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "executable": sys.executable,
        "alembic": alembic.__version__,
        "sqlalchemy": sqlalchemy.__version__,
    }


ASKS = {
    "probe": probe,
    "current": current.current,
    "sql": offline_sql.offline_sql,
    "compare": comparison.compare,
    "upgradeCopies": copy_upgrade.upgrade_copies,
    "dropCopies": copy_upgrade.drop_copies,
}


def answer(request):
    try:
        program.import_alembic()
        program.take_place(request)
        if request["ask"] != "probe":
            masking.learn_secrets(request)
            project_reads.note_reads()
            known_errors.note_config(request.get("config"))
        return {"result": ASKS[request["ask"]](request)}
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # env.py may raise anything, SystemExit included
        masking.print_masked_traceback()
        return {"error": failure_of(error, offline_sql.REVISION_FOLDERS)}


def main():
    path, request = sys.argv[1], json.loads(sys.argv[2])
    # Opened before env.py runs: it may change the working directory or close descriptors.
    path = os.path.abspath(path)
    text = json.dumps(answer(request))
    # Under its name it is whole: who reads it may come while it is written, or after this was killed.
    with open(path + ".part", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".part", path)
