"""What ``--sql`` writes out."""

import builtins
import contextlib
import io
import os
import tempfile

from . import masking, script_places
from .current import require_databases
from .environment_run import EnvironmentRun
from .failures import failure_of
from .program import open_command

# Of the part that is written out.
REVISION_FOLDERS = []


def offline_sql(request):
    """
    The SQL of ``--sql`` for each part, per database that env.py visits. A part is ``{"direction", "start": [rows],
    "target", "words"}``: unlike on the command line the start may be several rows; with ``"only": true`` it is the
    target's own step alone.
    """
    parts = request["parts"]
    answers = []
    with sql_files_kept():
        for part in parts:
            try:
                answers.append({"scripts": sql_of_part(request, part)})
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                if len(parts) == 1:
                    raise
                # One of several that can't be written out, such as a downgrade that raises, leaves the others.
                masking.print_masked_traceback()
                answers.append({"error": failure_of(error, REVISION_FOLDERS)})
    return {"parts": answers}


def sql_of_part(request, part):
    direction, start, target = part["direction"], list(part["start"]), part["target"]
    command = open_command(request, part["words"])
    script = command[1]
    REVISION_FOLDERS[:] = script_places.ScriptPlaces(script).locations
    scripts = []

    def steps(heads, context):
        scripts[-1].update(name=environment.engine_name, dialect=context.dialect.name)
        if part.get("only"):
            return [own_step(script, direction, target)]
        return getattr(script, "_{}_revs".format(direction))(target, heads)

    environment = EnvironmentRun(
        command,
        steps,
        as_sql=True,
        starting_rev=start[0] if len(start) == 1 else start or "base",
        destination_rev=target,
    )
    catch_sql(environment.environment, scripts)
    environment.run()
    scripts = [each for each in scripts if each["dialect"] is not None]
    require_databases(scripts)
    return [{"name": each["name"], "dialect": each["dialect"], **masked_sql(each)} for each in scripts]


def catch_sql(environment, scripts):
    """Has caught, for each database, what env.py would write to a file of its own or to stdout."""
    configure = environment.configure

    def configure_caught(*positional, **keywords):
        buffer = io.StringIO()
        keywords["output_buffer"] = buffer
        scripts.append({"name": None, "dialect": None, "buffer": buffer})
        return configure(*positional, **keywords)

    environment.configure = configure_caught


def masked_sql(script):
    """The SQL of a script, and whether something in it is hidden."""
    sql = script["buffer"].getvalue()
    masking.note_environment()
    shown = masking.SECRETS.mask_sql(sql, script["dialect"])
    return {"sql": shown, "masked": shown != sql}


def own_step(script, direction, target):
    """The step of one revision, whatever else its dependencies would bring along."""
    from alembic.runtime.migration import MigrationStep

    make = getattr(MigrationStep, "{}_from_script".format(direction))
    return make(script.revision_map, script.get_revision(target))


@contextlib.contextmanager
def sql_files_kept():
    """
    Alembic's env.py for several databases opens ``engine.sql`` files to write to: here it gets files without a name,
    and those on disk are not touched.
    """
    opened = builtins.open

    def open_beside(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, *others, **options):
        writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        if not writes or isinstance(file, int) or not os.fsdecode(file).lower().endswith(".sql"):
            return opened(file, mode, buffering, encoding, errors, newline, *others, **options)
        kind = "w+b" if "b" in mode else "w+"
        return tempfile.TemporaryFile(kind, buffering, encoding=encoding, errors=errors, newline=newline)

    builtins.open = io.open = open_beside
    try:
        yield
    finally:
        builtins.open = io.open = opened
