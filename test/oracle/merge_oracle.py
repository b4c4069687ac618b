"""Answers questions about the real Alembic: one JSON document in, one out."""

import datetime
import io
import json
import os
import pathlib
import sys
import tempfile
import warnings
import zoneinfo
from contextlib import redirect_stdout

import alembic
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import format_as_comma
from mako.template import Template

warnings.simplefilter("ignore")


def templates():
    folder = pathlib.Path(alembic.__file__).parent / "templates"
    return {
        path.parent.name: path.read_bytes().decode()
        for path in sorted(folder.glob("*/script.py.mako"))
    }


def configure(folder, case):
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(folder))
    for name, value in case.get("options", {}).items():
        config.set_main_option(name, value.replace("%", "%%"))
    return config


def write_files(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def merge(case):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve()
        write_files(folder, case["files"])
        before = set(folder.rglob("*.py"))
        date = case["date"]
        moment = datetime.datetime.fromtimestamp(date / 1000, datetime.timezone.utc)
        zone = case.get("options", {}).get("timezone")
        moment = moment.astimezone(zoneinfo.ZoneInfo(zone or "UTC"))
        if not zone:
            moment = moment.replace(tzinfo=None)
        ScriptDirectory._generate_create_date = lambda self: moment
        try:
            command.merge(
                configure(folder, case),
                case["revisions"],
                message=case["message"],
                rev_id=case["rev_id"],
            )
        except BaseException as error:
            return {"error": f"{type(error).__name__}: {error}"}
        [created] = set(folder.rglob("*.py")) - before
        return {
            "file": str(created.relative_to(folder)),
            "text": created.read_bytes().decode(),
            "zone": str(moment.utcoffset()),
        }


def load(case):
    """The graph of a directory of files, as the real revision map has it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve()
        write_files(folder, case["files"])
        try:
            script = ScriptDirectory.from_config(configure(folder, case))
            revision_map = script.revision_map
            heads = list(revision_map.heads)
            bases = list(revision_map.bases)
            revisions = {}
            for revision in script.walk_revisions():
                revisions[revision.revision] = {
                    "file": os.path.relpath(revision.path, folder),
                    "parents": list(revision._versioned_down_revisions),
                    "dependencies": sorted(revision._resolved_dependencies),
                    "doc": revision.doc,
                }
        except BaseException as error:
            return {"error": f"{type(error).__name__}: {error}"}
        return {"heads": heads, "bases": bases, "revisions": revisions}


def render(case):
    """What Mako makes of a template with the variables that Alembic gives it."""
    parents = case["revisions"]
    try:
        text = Template(case["template"]).render_unicode(
            up_revision=case["rev_id"],
            down_revision=tuple(parents) if len(parents) > 1 else parents[0],
            branch_labels=None,
            depends_on=None,
            comma=format_as_comma,
            message=case["message"],
            create_date=datetime.datetime(2026, 1, 2, 3, 4, 5, 678),
            config=Config(),
        )
    except BaseException as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {"text": text}


answers = {"merge": merge, "load": load, "render": render}
request = json.load(sys.stdin)
with redirect_stdout(io.StringIO()):
    result = {
        "version": alembic.__version__,
        "templates": templates(),
        "answers": [answers[case["ask"]](case) for case in request],
    }
print(json.dumps(result))
