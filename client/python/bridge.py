"""Asks the project's own Alembic and writes one JSON answer to a file.

Run as ``python bridge.py ANSWER_FILE REQUEST`` with the project's interpreter, from the directory in which Alembic
is run. REQUEST is JSON: ``{"ask": "probe"}``, or ``{"ask": "current", "config": path or null, "section": name,
"arguments": [values of -x]}``. The answer goes to a file because ``env.py`` may print, log, replace ``sys.stdout`` or
exit; it is ``{"result": ...}`` or ``{"error": {"kind", "type", "message", "file", "line"}}``. A password never leaves
this process. Works from Python 3.8 and Alembic 1.8 on, and imports nothing else than Alembic and what env.py imports.
"""

import json
import os
import re
import socket
import sys
import traceback

URL_PASSWORD = re.compile(r"(?P<head>[A-Za-z][\w+.\-]*://[^\s/:@'\"]*):(?P<password>[^\s'\"]*)@(?=[^\s@'\"]*)")
NAMED_PASSWORD = re.compile(
    r"(?P<name>\b\w*(?:password|passwd|pwd|secret|token)\w*['\"]?\s*[=:]\s*)(?P<value>'[^']*'|\"[^\"]*\"|[^\s;&,'\")]+)",
    re.IGNORECASE,
)
SECRET_QUERY_NAME = re.compile(r"pass|pwd|secret|token|key|odbc_connect", re.IGNORECASE)

WRONG_PASSWORD = re.compile(
    r"password authentication failed|access denied for user|authentication failed|login failed for user"
    r"|no password supplied|invalid username/password|role \"[^\"]*\" does not exist",
    re.IGNORECASE,
)


class Failure(Exception):
    """A failure whose kind is known already."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def mask(text):
    """The text without the passwords of URLs and of name=value pairs."""
    text = URL_PASSWORD.sub(r"\g<head>:***@", text)
    return NAMED_PASSWORD.sub(r"\g<name>***", text)


def import_alembic():
    """Imports Alembic from where it is installed, not a folder ``alembic`` of the project."""
    own = os.path.dirname(os.path.abspath(__file__))
    if sys.path and os.path.abspath(sys.path[0]) == own:
        sys.path.pop(0)
    try:
        import alembic
        import alembic.config
        import alembic.runtime.environment
        import alembic.script
    except ImportError as error:
        if (error.name or "").split(".")[0] == "alembic":
            raise Failure("alembicMissing", "Alembic is not installed for {}.".format(sys.executable))
        raise
    # From here on what `python -m alembic` sees: the working directory first.
    sys.path.insert(0, os.getcwd())
    version = tuple(int(part) for part in re.findall(r"\d+", alembic.__version__)[:2])
    if version < (1, 8):
        raise Failure(
            "alembicTooOld",
            "Alembic {} is installed; this extension works from Alembic 1.8 on.".format(alembic.__version__),
        )
    return alembic


def probe(alembic, request):
    """What the interpreter has."""
    import sqlalchemy

    return {
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "executable": sys.executable,
        "alembic": alembic.__version__,
        "sqlalchemy": sqlalchemy.__version__,
    }


def load_config(alembic, request):
    """The configuration that ``alembic -c ... -n ... -x ...`` would use."""
    arguments = ["-n", request.get("section") or "alembic"]
    if request.get("config"):
        arguments += ["-c", request["config"]]
    for value in request.get("arguments") or []:
        arguments += ["-x", value]
    command_line = alembic.config.CommandLine(prog="alembic")
    options = command_line.parser.parse_args(arguments + ["current"])
    if hasattr(command_line, "_inis_from_config"):
        toml, ini = command_line._inis_from_config(options)
        return alembic.config.Config(file_=ini, toml_file=toml, ini_section=options.name, cmd_opts=options)
    return alembic.config.Config(file_=options.config, ini_section=options.name, cmd_opts=options)


def current(alembic, request):
    """The rows of the version table of every database that env.py visits; nothing is written."""
    config = load_config(alembic, request)
    script = alembic.script.ScriptDirectory.from_config(config)
    databases = []

    engine_names = [None]

    def remember(heads, context):
        databases.append(describe(context, heads, engine_names[-1]))
        return []

    environment = alembic.runtime.environment.EnvironmentContext(config, script, fn=remember, dont_mutate=True)
    run_migrations = environment.run_migrations

    def run_named_migrations(**keywords):
        # An env.py for several databases names its engine in this argument.
        name = keywords.get("engine_name")
        engine_names.append(name if isinstance(name, str) else None)
        return run_migrations(**keywords)

    # On the instance, because the functions of alembic.context are bound to this very class.
    environment.run_migrations = run_named_migrations
    with environment:
        script.run_env()
    if not databases:
        raise Failure("noDatabase", "env.py ran no migrations, so no database was asked.")
    return {"databases": databases}


def describe(context, heads, name):
    """One database: which it is, and where it stands."""
    url = context.connection.engine.url if context.connection is not None else None
    return {
        "name": name,
        "dialect": context.dialect.name,
        "driver": getattr(context.dialect, "driver", None),
        "url": masked_url(url) if url is not None else None,
        "host": url.host if url is not None else None,
        "port": url.port if url is not None else None,
        "database": mask(str(url.database)) if url is not None and url.database is not None else None,
        "user": url.username if url is not None else None,
        "versionTable": getattr(context, "version_table", None),
        "versionTableSchema": getattr(context, "version_table_schema", None),
        "heads": sorted(heads),
    }


def masked_url(url):
    """The URL with ``***`` for the password and for query values that may hold one."""
    query = {
        name: ("***" if SECRET_QUERY_NAME.search(name) else value) for name, value in dict(url.query).items()
    }
    text = url.set(query=query).render_as_string(hide_password=True)
    return mask(text.replace("%2A%2A%2A", "***"))


def failure_of(error):
    """What went wrong, as the answer's ``error``."""
    location = location_of(error)
    return {
        "kind": kind_of(error, location),
        "type": type(error).__module__ + "." + type(error).__qualname__,
        "message": mask(message_of(error)),
        "file": location[0],
        "line": location[1],
    }


def message_of(error):
    if isinstance(error, SystemExit):
        return "env.py ended the program with sys.exit({!r}).".format(error.code)
    original = getattr(error, "orig", None)
    text = str(original if original is not None else error).strip()
    return text or type(error).__name__


def location_of(error):
    """File and line of the innermost frame that is the project's own, else nothing."""
    library = os.sep + "site-packages" + os.sep
    mine = os.path.abspath(__file__)
    found = (None, None)
    if isinstance(error, SyntaxError) and error.filename and os.path.exists(error.filename):
        return (os.path.abspath(error.filename), error.lineno)
    for frame in traceback.extract_tb(error.__traceback__):
        path = os.path.abspath(frame.filename)
        standard = path.startswith(os.path.dirname(os.__file__) + os.sep)
        if os.path.exists(path) and library not in path and path != mine and not standard:
            found = (path, frame.lineno)
    return found


def kind_of(error, location):
    if isinstance(error, Failure):
        return error.kind
    if isinstance(error, SystemExit):
        return "environmentExited"
    names = {kind.__module__.split(".")[0] + "." + kind.__name__ for kind in type(error).__mro__}
    if "alembic.CommandError" in names:
        return "alembic"
    if isinstance(error, ImportError) and raised_by_sqlalchemy(error):
        return "driverMissing"
    if "sqlalchemy.NoSuchModuleError" in names:
        return "driverMissing"
    text = str(getattr(error, "orig", None) or error)
    if WRONG_PASSWORD.search(text):
        return "wrongPassword"
    # Asynchronous drivers raise the system's own errors.
    unreachable = isinstance(error, (ConnectionError, TimeoutError, socket.timeout, socket.gaierror))
    refused = names & {"sqlalchemy.OperationalError", "sqlalchemy.InterfaceError"}
    # With a statement it is the statement that failed, over a connection that works.
    if unreachable or (refused and getattr(error, "statement", None) is None):
        return "cannotConnect"
    if location[0] is not None:
        return "environmentRaised"
    return "other"


def raised_by_sqlalchemy(error):
    """True where SQLAlchemy looked for a driver, false where the project imports something that is not there."""
    frames = traceback.extract_tb(error.__traceback__)
    part = os.sep + "sqlalchemy" + os.sep
    return bool(frames) and part in frames[-1].filename


ASKS = {"probe": probe, "current": current}


def answer(request):
    try:
        return {"result": ASKS[request["ask"]](import_alembic(), request)}
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # env.py may raise anything, SystemExit included
        traceback.print_exc()
        return {"error": failure_of(error)}


def main():
    path, request = sys.argv[1], json.loads(sys.argv[2])
    # Opened before env.py runs: it may change the working directory or close descriptors.
    path = os.path.abspath(path)
    sys.argv = ["alembic"]
    text = json.dumps(answer(request))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
