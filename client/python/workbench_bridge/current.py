"""Which databases env.py visits, and where they stand."""

from . import missing_files, script_places
from .database_state import describe
from .environment_run import EnvironmentRun
from .failure import Failure
from .program import open_command


def visit(request):
    """The rows of the version table of every database that env.py visits; nothing is written."""
    opened = script_places.note_opened_files()
    command = open_command(request, request["words"])
    places = script_places.ScriptPlaces(command[1])
    databases = []

    def remember(heads, context):
        databases.append(describe(context, heads, environment.engine_name))
        return []

    environment = EnvironmentRun(command, remember, dont_mutate=True)
    environment.run()
    require_databases(databases)
    return {"databases": databases, "scripts": places.describe(request.get("notFrom"), opened)}


def current(request):
    """The same, of which SQLite files that are not there are told too; none is made."""
    missing_files.ask_in_memory()
    return visit(request)


def require_databases(databases):
    if not databases:
        raise Failure("noDatabase", "env.py ran no migrations, so no database was asked.")
