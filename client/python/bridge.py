"""Asks the project's own Alembic and writes one JSON answer to a file.

Run as ``python bridge.py ANSWER_FILE REQUEST`` with the project's interpreter, from the directory in which Alembic
is run. REQUEST is JSON: ``{"ask": "probe"}``, or with ``"config": path or null, "section": name, "arguments": [values
of -x]`` one of ``{"ask": "current"}``, ``{"ask": "sql", "parts": [...]}`` and ``{"ask": "compare"}``. The answer goes to a file because ``env.py`` may print, log, replace ``sys.stdout`` or
exit; it is ``{"result": ...}`` or ``{"error": {"kind", "type", "message", "file", "line"}}``. A password never leaves
this process. Works from Python 3.8 and Alembic 1.8 on, and imports nothing else than Alembic and what env.py imports.
"""

import builtins
import contextlib
import io
import json
import os
import re
import socket
import sys
import tempfile
import traceback


def import_beside(name):
    """A module that lies beside this file, of whatever name the project has others, without leaving compiled code there."""
    import importlib.util

    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".py")
    spec = importlib.util.spec_from_file_location("alembic_workbench_" + name, path)
    module = importlib.util.module_from_spec(spec)
    writes_nothing, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = writes_nothing
    return module


secret_mask = import_beside("secret_mask")
SECRETS = secret_mask.SecretMask()

WRONG_PASSWORD = re.compile(
    r"password authentication failed|access denied for user|authentication failed|login failed for user"
    r"|no password supplied|invalid username/password|role \"[^\"]*\" does not exist",
    re.IGNORECASE,
)

# As Starlette, environs, django-environ and decouple put it.
MISSING_SETTING = re.compile(
    r"(?:Config|Environment variable) ['\"](\w+)['\"] (?:is missing|not set)"
    r"|Set the (\w+) environment variable|^(\w+) not found\. Declare it as envvar"
)


class Failure(Exception):
    """A failure whose kind is known already."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def mask(text):
    """The text without what is known as a secret and without what stands where a password stands."""
    note_environment()
    return SECRETS.mask(text)


def note_environment():
    """Notes the variables, to which env.py may have added those of a file."""
    variables = dict(os.environ)
    if variables != getattr(SECRETS, "variables", None):
        SECRETS.variables = variables
        SECRETS.add_environment(variables)


def print_masked_traceback():
    """The traceback of the error that is handled, as Python prints it, for the log."""
    try:
        sys.stderr.write(mask(traceback.format_exc()))
    except Exception:  # env.py may have closed or replaced it
        pass


def learn_secrets(request):
    """Notes what is known before env.py runs, and has SQLAlchemy tell what it sees from then on."""
    note_environment()
    SECRETS.add_arguments(request.get("arguments") or [])
    config = request.get("config")
    folder = os.path.dirname(config) if config else ""
    for path in (config, os.path.join(folder, "alembic.ini"), os.path.join(folder, "pyproject.toml")):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                SECRETS.add_text(file.read())
        except (OSError, TypeError):
            continue
    note_urls()
    note_connections()


def note_urls():
    """Has every URL noted that SQLAlchemy reads, before it is read."""
    from sqlalchemy.engine import url

    for name in ("_parse_url", "_parse_rfc1738_args"):  # since 2.0, before
        parse = getattr(url, name, None)
        if parse is not None:
            setattr(url, name, noting(parse))


def noting(parse):
    def parse_noted(text, *others, **keywords):
        if isinstance(text, str):
            SECRETS.add_pair("", text)
        return parse(text, *others, **keywords)

    return parse_noted


def note_connections():
    """Has noted what each driver is given: ``connect_args`` and what a hook puts in."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    def note(dialect, record, arguments, keywords):
        for argument in arguments:
            if isinstance(argument, str):
                SECRETS.add_from(argument)
        # A hook of the project's own may put its token in after this one.
        SECRETS.later.append(keywords)

    event.listen(Engine, "do_connect", note)


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


def load_config(alembic, request, command=("current",)):
    """The configuration that ``alembic -c ... -n ... -x ... COMMAND`` would use; env.py may look at the command's options."""
    arguments = ["-n", request.get("section") or "alembic"]
    if request.get("config"):
        arguments += ["-c", request["config"]]
    for value in request.get("arguments") or []:
        arguments.append("-x" + value)  # in one word, so that a value may begin with a dash
    command_line = alembic.config.CommandLine(prog="alembic")
    options = command_line.parser.parse_args(arguments + list(command))
    if hasattr(command_line, "_inis_from_config"):
        toml, ini = command_line._inis_from_config(options)
        return alembic.config.Config(file_=ini, toml_file=toml, ini_section=options.name, cmd_opts=options)
    return alembic.config.Config(file_=options.config, ini_section=options.name, cmd_opts=options)


def open_script(alembic, config):
    """The script directory, and the Flask app that an env.py of Flask-Migrate needs around it, as a context manager."""
    folder = flask_migrate_folder(config)
    if folder is None:
        return alembic.script.ScriptDirectory.from_config(config), contextlib.nullcontext()
    import flask.cli

    # As Flask-Migrate does it: its config file names no script_location.
    config.set_main_option("script_location", folder.replace("%", "%%"))
    flask.cli.load_dotenv()
    # Newer Flasks read the variable where they parse a command line, and there is none here.
    app = flask.cli.ScriptInfo(app_import_path=os.environ.get("FLASK_APP") or None).load_app()
    return alembic.script.ScriptDirectory.from_config(config), app.app_context()


def flask_migrate_folder(config):
    """The folder of an ini without script_location whose env.py asks Flask for its app, else None."""
    ini = config.config_file_name
    lookup = getattr(config, "get_alembic_option", config.get_main_option)
    if not ini or not os.path.exists(ini) or lookup("script_location"):
        return None
    folder = os.path.dirname(os.path.abspath(ini))
    try:
        with open(os.path.join(folder, "env.py"), encoding="utf-8", errors="replace") as file:
            return folder if "current_app" in file.read() else None
    except OSError:
        return None


def current(alembic, request):
    """The rows of the version table of every database that env.py visits; nothing is written."""
    opened = note_opened_files()
    config = load_config(alembic, request)
    script, application = open_script(alembic, config)
    databases = []
    engine_names = [None]

    def remember(heads, context):
        databases.append(describe(context, heads, engine_names[-1]))
        return []

    environment = alembic.runtime.environment.EnvironmentContext(config, script, fn=remember, dont_mutate=True)
    note_engine_names(environment, engine_names)
    with application, environment:
        script.run_env()
    require_databases(databases)
    return {"databases": databases, "scripts": scripts_of(script, request.get("notFrom"), opened)}


def note_opened_files():
    """Names of the files that are opened for reading from here on, in a set that grows."""
    names = set()

    def note(event, arguments):
        if event != "open":
            return
        name, mode, flags = arguments
        writes = (flags or 0) & (os.O_WRONLY | os.O_RDWR)
        if isinstance(name, str) and not writes and not name.endswith(".pyc"):
            names.add(os.path.abspath(name))

    sys.addaudithook(note)
    return names


def scripts_of(script, folder, opened):
    """
    Where Alembic really took its files from, which modules came from below a folder, and what else was read there or in ``/run``, where containers have
    their secrets. Revision files are not among them.
    """
    locations = getattr(script, "_version_locations", None) or script.versions
    if isinstance(locations, str):
        locations = [locations]
    locations = [os.path.realpath(location) for location in locations]
    modules = modules_below(folder) if folder else []
    return {
        "directory": os.path.realpath(script.dir),
        "versionLocations": locations,
        "modules": modules,
        "read": sorted(files_below([folder, "/run"], opened, locations) - set(modules)) if folder else [],
    }


def files_below(folders, names, excluded):
    """Those of the files that lie below one of the folders, without what is installed, what is large, and what is below the excluded ones."""
    tops = tuple(os.path.realpath(folder) + os.sep for folder in folders)
    others = tuple(os.path.realpath(path) + os.sep for path in [sys.prefix, sys.base_prefix] + excluded)
    paths = {os.path.realpath(name) for name in list(names)}
    return {path for path in paths if path.startswith(tops) and not path.startswith(others) and is_small(path)}


def is_small(path):
    try:
        return os.path.isfile(path) and os.path.getsize(path) <= 1000000
    except OSError:
        return False


def modules_below(folder):
    """Files of imported modules below a folder, without what is installed in a virtual environment there."""
    top = os.path.realpath(folder) + os.sep
    installed = tuple(os.path.realpath(path) + os.sep for path in {sys.prefix, sys.base_prefix})
    found = set()
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        path = os.path.realpath(file) if isinstance(file, str) else ""
        if path.startswith(top) and not path.startswith(installed):
            found.add(path)
    return sorted(found)


def note_engine_names(environment, names):
    """Appends to ``names``, at every run of migrations, the engine's name that an env.py for several databases gives."""
    run_migrations = environment.run_migrations

    def run_named_migrations(**keywords):
        name = keywords.get("engine_name")
        names.append(name if isinstance(name, str) else None)
        return run_migrations(**keywords)

    # On the instance, because the functions of alembic.context are bound to this very class.
    environment.run_migrations = run_named_migrations


def require_databases(databases):
    if not databases:
        raise Failure("noDatabase", "env.py ran no migrations, so no database was asked.")


def offline_sql(alembic, request):
    """
    The SQL of ``--sql`` for each part, per database that env.py visits. A part is ``{"direction", "start": [rows], "target"}``:
    unlike on the command line the start may be several rows; with ``"only": true`` it is the target's own step alone.
    """
    parts = request["parts"]
    answers = []
    with sql_files_kept():
        for part in parts:
            try:
                answers.append({"scripts": sql_of_part(alembic, request, part)})
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                if len(parts) == 1:
                    raise
                # One of several that can't be written out, such as a downgrade that raises, leaves the others.
                print_masked_traceback()
                answers.append({"error": failure_of(error)})
    return {"parts": answers}


def sql_of_part(alembic, request, part):
    direction, start, target = part["direction"], list(part["start"]), part["target"]
    span = "{}:{}".format(start[0] if start else "base", target)
    config = load_config(alembic, request, (direction, "--sql", span))
    script, application = open_script(alembic, config)
    engine_names = [None]
    scripts = []

    def steps(heads, context):
        scripts[-1].update(name=engine_names[-1], dialect=context.dialect.name)
        if part.get("only"):
            return [own_step(script, direction, target)]
        return getattr(script, "_{}_revs".format(direction))(target, heads)

    environment = alembic.runtime.environment.EnvironmentContext(
        config, script, fn=steps, as_sql=True, starting_rev=start or "base", destination_rev=target
    )
    note_engine_names(environment, engine_names)
    configure = environment.configure

    def configure_captured(*positional, **keywords):
        # What env.py would write to a file of its own, or to stdout, is caught for each database.
        buffer = io.StringIO()
        keywords["output_buffer"] = buffer
        scripts.append({"name": None, "dialect": None, "buffer": buffer})
        return configure(*positional, **keywords)

    environment.configure = configure_captured
    with application, environment:
        script.run_env()
    scripts = [each for each in scripts if each["dialect"] is not None]
    require_databases(scripts)
    return [
        {"name": each["name"], "dialect": each["dialect"], **masked_sql(each)} for each in scripts
    ]


def masked_sql(script):
    """The SQL of a script, and whether something in it is hidden."""
    sql = script["buffer"].getvalue()
    note_environment()
    shown = SECRETS.mask_sql(sql, script["dialect"])
    return {"sql": shown, "masked": shown != sql}


def own_step(script, direction, target):
    """The step of one revision, whatever else its dependencies would bring along."""
    from alembic.runtime.migration import MigrationStep

    make = getattr(MigrationStep, "{}_from_script".format(direction))
    return make(script.revision_map, script.get_revision(target))


@contextlib.contextmanager
def sql_files_kept():
    """Alembic's env.py for several databases opens ``engine.sql`` files to write to: here it gets files without a name, and those on disk are not touched."""
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


def compare(alembic, request):
    """What autogenerate would put into a revision, as ``alembic check`` finds it; nothing is written to the database."""
    from alembic.autogenerate import render_python_code
    from alembic.autogenerate.api import RevisionContext

    config = load_config(alembic, request, ("revision", "--autogenerate"))
    script, application = open_script(alembic, config)
    arguments = {
        "message": None, "autogenerate": True, "sql": False, "head": "head", "splice": False, "branch_label": None,
        "version_path": None, "rev_id": None, "depends_on": None,
    }
    revision_context = RevisionContext(config, script, arguments)
    databases = []
    # By the token that a database's part of the revision has: databases may have tables of the same name.
    metadata = {}
    engine_names = [None]

    def note(heads, context):
        databases.append(describe(context, heads, engine_names[-1]))
        target = context.opts.get("target_metadata")
        targets = target if isinstance(target, (list, tuple)) else [target]
        metadata.setdefault(str(context.opts.get("upgrade_token")), []).extend(targets)
        revision_context.run_autogenerate(heads, context)
        return []

    environment = alembic.runtime.environment.EnvironmentContext(
        config, script, fn=note, as_sql=False, dont_mutate=True, template_args=revision_context.template_args,
        revision_context=revision_context,
    )
    note_engine_names(environment, engine_names)
    with application, environment:
        script.run_env()
    require_databases(databases)
    places = {token: model_places([each for each in found if each is not None]) for token, found in metadata.items()}
    found = []
    for operations in revision_context.generated_revisions[-1].upgrade_ops_list:
        token = str(getattr(operations, "upgrade_token", "") or "")
        own_places = places.get(token, {})
        name = token[: -len("_upgrades")].rstrip("_") if token.endswith("upgrades") else None
        for operation in leaf_operations(operations):
            found.append(describe_difference(operation, name or None, own_places, render_python_code))
    all_places = [place for own in places.values() for place in own.values()]
    return {"databases": databases, "differences": found, "modelFiles": model_files(script, all_places)}


def leaf_operations(container):
    """The operations in their order, those of one table not grouped."""
    for operation in container.ops:
        if hasattr(operation, "ops"):
            for inner in leaf_operations(operation):
                yield inner
        else:
            yield operation


def describe_difference(operation, database, places, render):
    from alembic.operations.ops import UpgradeOps

    table = getattr(operation, "source_table", None) or getattr(operation, "table_name", None)
    # Of a foreign key it stands among the rest of the arguments.
    schema = getattr(operation, "schema", None) or (getattr(operation, "kw", None) or {}).get("source_schema")
    column = getattr(operation, "column", None)
    name = getattr(column, "name", None) or getattr(operation, "column_name", None)
    if name is None:
        name = getattr(operation, "index_name", None) or getattr(operation, "constraint_name", None)
    path, line = places.get((schema, str(table)), (None, None))
    kind = type(operation).__name__
    return {
        "database": database,
        "operation": re.sub(r"(?<!^)(?=[A-Z])", " ", kind[:-2] if kind.endswith("Op") else kind).lower(),
        "schema": schema,
        "table": str(table) if table is not None else None,
        "name": str(name) if name is not None else None,
        "detail": detail_of(operation),
        "code": SECRETS.mask_code(code_of(UpgradeOps([operation]), render)),
        "file": path,
        "line": line,
    }


def detail_of(operation):
    """What differs, in a few words, as the database has it and as the models have it; None where the operation says all."""
    changes = []
    if getattr(operation, "modify_type", None) is not None:
        changes.append("{} in the database, {} in the models".format(
            type_text(operation.existing_type), type_text(operation.modify_type)))
    if getattr(operation, "modify_nullable", None) is not None:
        changes.append("may be null in the models" if operation.modify_nullable else "must not be null in the models")
    # False is how Alembic says that these stay as they are.
    if getattr(operation, "modify_server_default", False) is not False:
        changes.append("another server default")
    if getattr(operation, "modify_comment", False) is not False:
        changes.append("another comment")
    if not changes:
        column = getattr(operation, "column", None)
        if column is None:  # of a dropped one Alembic keeps how it could be added again
            column = getattr(getattr(operation, "_reverse", None), "column", None)
        if getattr(column, "type", None) is not None:
            changes.append(type_text(column.type))
    if not changes:
        changes.extend(column_names(operation))
    return SECRETS.mask_code(", ".join(changes)) or None


def type_text(kind):
    try:
        return str(kind)
    except Exception:  # a type that can't be written without its dialect
        return repr(kind)


def column_names(operation):
    """Names of the columns of an index or constraint, also of one that is dropped, as far as Alembic knows them."""
    columns = getattr(operation, "columns", None) or getattr(operation, "local_cols", None)
    if not columns:
        reverse = getattr(operation, "_reverse", None)
        columns = getattr(reverse, "columns", None) or getattr(reverse, "local_cols", None)
    if not columns:
        return []
    if hasattr(operation, "to_table"):  # a table's own: constraints are among them
        columns = [column for column in columns if getattr(column, "type", None) is not None]
        return ["{} column{}".format(len(columns), "" if len(columns) == 1 else "s")]
    return [str(getattr(column, "name", None) or column) for column in columns]


def code_of(operations, render):
    """Alembic's Python for the operation, without the comments and ``pass`` around it."""
    lines = str(render(operations)).split("\n")
    return "\n".join(line for line in lines if not line.strip().startswith("# ###")).strip()


def model_places(metadata):
    """File and line of the class, or else of the Table, of each table of the models, by schema and table name."""
    import inspect

    tables, places = {}, {}
    for module in list(sys.modules.values()):
        for value in list(getattr(module, "__dict__", {}).values()):
            is_class = isinstance(value, type)
            table = value.__dict__.get("__table__") if is_class else value
            if table is None or not is_table_of(table, metadata):
                continue
            if not is_class:
                tables.setdefault((table.schema, table.name), []).append(module)
                continue
            try:
                path, line = inspect.getsourcefile(value), inspect.getsourcelines(value)[1]
            except (OSError, TypeError):
                continue
            if path:
                places[(table.schema, table.name)] = (os.path.abspath(path), line)
    for key, modules in tables.items():
        place = key not in places and table_place(key[1], modules)
        if place:
            places[key] = place
    return places


def is_table_of(value, metadata):
    # By identity: a table's operators may be anything but a comparison.
    own = type(value).__module__.split(".")[0] == "sqlalchemy" and getattr(value, "metadata", None)
    return own is not None and own is not False and any(own is each for each in metadata) and hasattr(value, "schema")


def table_place(name, modules):
    """Where one of the modules, which all know the table, makes it: a module may have it from another one."""
    made = re.compile(r"\bTable\(\s*['\"]{}['\"]".format(re.escape(name)))
    for module in modules:
        path = getattr(module, "__file__", None)
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                text = file.read()
        except (OSError, TypeError):
            continue
        match = made.search(text)
        if match:
            return (os.path.abspath(path), text.count("\n", 0, match.start()) + 1)
    return None


def model_files(script, places):
    """The files that say what the models are: those of the tables, whatever of the project was imported, and env.py."""
    files = {os.path.realpath(path) for path, _line in places}
    files.update(modules_below(os.getcwd()))
    files.add(os.path.realpath(os.path.join(script.dir, "env.py")))
    return sorted(files - {os.path.realpath(__file__)})


def describe(context, heads, name):
    """One database: which it is, and where it stands."""
    url = context.connection.engine.url if context.connection is not None else None
    note_url(url)
    return {
        "name": name,
        "dialect": context.dialect.name,
        "driver": getattr(context.dialect, "driver", None),
        "url": masked_url(url) if url is not None else None,
        "host": host_of(url),
        "port": url.port if url is not None else None,
        "database": SECRETS.mask(str(url.database)) if url is not None and url.database is not None else None,
        "user": url.username if url is not None else None,
        "file": database_file(url, context.dialect.name),
        "versionTable": getattr(context, "version_table", None),
        "versionTableSchema": getattr(context, "version_table_schema", None),
        "transactionalDdl": bool(context.impl.transactional_ddl),
        "heads": sorted(heads),
    }


def database_file(url, dialect):
    """The real path of an SQLite database, else None: a relative one depends on where Alembic runs."""
    database = url.database if url is not None and dialect == "sqlite" else None
    if not database or database == ":memory:" or database.startswith("file:"):
        return None
    return os.path.realpath(database)


def note_url(url):
    """What an engine that was made of parts has for a password, and what of it was taken for the host."""
    if url is None:
        return
    for word in (url.username, url.host, url.database):
        SECRETS.who.add(str(word).lower())
    taken = str(url.host or "").rpartition("@")[0]
    # A password may be an object of its own.
    password = "" if url.password is None else str(url.password)
    SECRETS.add_pair("password", "@".join(each for each in (password, taken) if each))
    for name, value in dict(url.query).items():
        for each in [value] if isinstance(value, str) else value:
            SECRETS.add_pair(name, each)


def host_of(url):
    """The host, without what of the password is taken for it where an ``@`` was not escaped."""
    return url.host.rpartition("@")[2] if url is not None and url.host is not None else None


def masked_url(url):
    """The URL with ``***`` for the password and for query values that may hold one."""
    query = {
        name: ("***" if secret_mask.is_secret_name(name) else value) for name, value in dict(url.query).items()
    }
    text = url.set(query=query, host=host_of(url)).render_as_string(hide_password=True)
    return mask(text.replace("%2A%2A%2A", "***"))


def failure_of(error):
    """What went wrong, as the answer's ``error``."""
    location = location_of(error)
    kind, message = kind_of(error, location), message_of(error)
    missing_import = import_behind(error)
    if kind == "environmentRaised" and missing_import is not None:
        message = "{}: {}".format(message, missing_import)
        error = missing_import
    return {
        "kind": kind,
        "type": type(error).__module__ + "." + type(error).__qualname__,
        "message": mask(message),
        "file": location[0],
        "line": location[1],
    }


def message_of(error):
    if isinstance(error, SystemExit):
        return "env.py ended the program with sys.exit({!r}).".format(error.code)
    missing = missing_settings(error)
    if missing:
        return ", ".join(missing)
    problems = validation_problems(error)
    if problems:
        return "; ".join("{} ({})".format(problem["msg"], place_of(problem)) for problem in problems)
    original = getattr(error, "orig", None)
    text = str(original if original is not None else error).strip()
    return without_traceback(text) or type(error).__name__


def without_traceback(text):
    """What an error says that quotes another one's traceback, as Flask's does for an app that can't be imported: the two messages."""
    before, quoted, after = text.partition("Traceback (most recent call last):")
    lines = after.strip().splitlines()
    return "{} {}".format(before.strip(), lines[-1]) if quoted and lines else text


def import_behind(error):
    """The failed import that an error says it was raised from, as that of a logging handler."""
    while error.__cause__ is not None:
        error = error.__cause__
        if isinstance(error, ImportError):
            return error
    return None


def missing_settings(error):
    """The names of settings that env.py asked for and nobody has set, as the usual ways of reading settings tell them."""
    problems = validation_problems(error)
    if problems:
        kinds = {problem["type"] for problem in problems}
        return [place_of(problem) for problem in problems] if kinds <= {"missing", "value_error.missing"} else []
    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, KeyError) and frames and os.path.basename(frames[-1].filename) in ("os.py", "<frozen os>"):
        return [str(key) for key in error.args]
    found = MISSING_SETTING.search(str(error.args[0]) if error.args else "")
    return [name for name in found.groups() if name] if found else []


def validation_problems(error):
    """What pydantic found, of either major version; nothing for other errors."""
    kinds = [kind.__module__.split(".")[0] + "." + kind.__name__ for kind in type(error).__mro__]
    if "pydantic_core.ValidationError" in kinds or "pydantic.ValidationError" in kinds:
        return error.errors()
    return []


def place_of(problem):
    return ".".join(str(part) for part in problem["loc"])


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
    if missing_settings(error):
        return "settingMissing"
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
    operational = names & {"sqlalchemy.OperationalError", "sqlalchemy.InterfaceError"}
    # With a statement it is the statement that failed, over a connection that works.
    if unreachable or (operational and getattr(error, "statement", None) is None):
        return "cannotConnect"
    if location[0] is not None:
        return "environmentRaised"
    return "other"


def raised_by_sqlalchemy(error):
    """True where SQLAlchemy looked for a driver, false where the project imports something that is not there."""
    frames = traceback.extract_tb(error.__traceback__)
    part = os.sep + "sqlalchemy" + os.sep
    return bool(frames) and part in frames[-1].filename


ASKS = {"probe": probe, "current": current, "sql": offline_sql, "compare": compare}


def answer(request):
    try:
        alembic = import_alembic()
        if request["ask"] != "probe":
            learn_secrets(request)
        return {"result": ASKS[request["ask"]](alembic, request)}
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # env.py may raise anything, SystemExit included
        print_masked_traceback()
        return {"error": failure_of(error)}


def main():
    path, request = sys.argv[1], json.loads(sys.argv[2])
    # Opened before env.py runs: it may change the working directory or close descriptors.
    path = os.path.abspath(path)
    sys.argv = ["alembic"]
    text = json.dumps(answer(request))
    # Under its name it is whole: who reads it may come while it is written, or after this was killed.
    with open(path + ".part", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".part", path)


if __name__ == "__main__":
    main()
