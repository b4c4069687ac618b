"""The program in whose place the bridge runs: its name, its words, its path of imports, and its configuration."""

import contextlib
import io
import os
import re
import shutil
import sys

from .failure import Failure


def import_alembic():
    """Imports Alembic from where it is installed, not a folder ``alembic`` of the project."""
    try:
        import alembic
        import alembic.config
        import alembic.runtime.environment
        import alembic.script
    except ImportError as error:
        if (error.name or "").split(".")[0] == "alembic":
            raise Failure("alembicMissing", "Alembic is not installed for {}.".format(sys.executable))
        raise
    version = tuple(int(part) for part in re.findall(r"\d+", alembic.__version__)[:2])
    if version < (1, 8):
        raise Failure(
            "alembicTooOld",
            "Alembic {} is installed; this extension works from Alembic 1.8 on.".format(alembic.__version__),
        )


def take_place(request):
    """
    Has the project import from where the program would: ``python -m alembic`` looks into the working directory first,
    the script ``alembic`` into the folder that it lies in.
    """
    program = request.get("program") or {}
    if getattr(sys.flags, "safe_path", False) or sys.flags.isolated:
        return
    script = script_of(program)
    sys.path.insert(0, os.path.dirname(os.path.realpath(script)) if script else os.getcwd())


def script_of(program):
    """The path of the program's script; None for a module."""
    name = program.get("script")
    if name is None or os.path.isabs(name):
        return name
    beside = os.path.join(os.path.dirname(sys.executable), name)
    found = shutil.which(name)
    return beside if os.path.exists(beside) or found is None else found


def name_of(program):
    """What ``sys.argv[0]`` is."""
    import importlib.util

    script = script_of(program)
    if script is not None:
        return script
    module = program.get("module") or "alembic"
    found = importlib.util.find_spec(module)
    return os.path.join(os.path.dirname(found.origin), "__main__.py") if found and found.origin else module


def open_command(request, words):
    """
    The configuration, the script directory, and a context manager around what is run, all as the program has them for
    its words.
    """
    from alembic.script import ScriptDirectory

    program = request["program"]
    sys.argv = [name_of(program)] + list(words)
    if is_flask(program):
        return open_flask_migrate(request)
    config = load_config(words)
    return config, ScriptDirectory.from_config(config), contextlib.nullcontext()


def is_flask(program):
    name = os.path.basename(program.get("module") or program.get("script") or "")
    return name.split(".")[0] == "flask"


def load_config(words):
    """What Alembic's own parser of the command line makes of the words."""
    from alembic.config import CommandLine, Config

    command_line = CommandLine(prog="alembic")
    options = parsed(command_line.parser, known_words(words))
    if hasattr(command_line, "_inis_from_config"):
        toml, ini = command_line._inis_from_config(options)
        return Config(file_=ini, toml_file=toml, ini_section=options.name, cmd_opts=options)
    return Config(file_=options.config, ini_section=options.name, cmd_opts=options)


def parsed(parser, words):
    """The options that Alembic's parser reads. A failure with its last line where it refuses them."""
    written = io.StringIO()
    try:
        with contextlib.redirect_stderr(written):
            return parser.parse_args(words)
    except SystemExit:
        lines = written.getvalue().strip().splitlines()
        raise Failure("alembic", lines[-1] if lines else "Alembic refuses the options of the settings.")


def known_words(words):
    """The words, with ``revision --autogenerate`` for the ``check`` that Alembic has from 1.9 on."""
    import alembic.command

    words = list(words)
    if words[-1:] == ["check"] and not hasattr(alembic.command, "check"):
        return words[:-1] + ["revision", "--autogenerate"]
    return words


def open_flask_migrate(request):
    """The same by way of Flask-Migrate, which makes a configuration of its own within its Flask app."""
    import flask.cli
    from alembic.script import ScriptDirectory

    os.environ["FLASK_RUN_FROM_CLI"] = "true"
    flask.cli.load_dotenv()
    # Newer Flasks read the variable where they parse a command line, and there is none here.
    app = flask.cli.ScriptInfo(app_import_path=os.environ.get("FLASK_APP") or None).load_app()
    folder = os.path.dirname(os.path.abspath(request["config"]))
    with app.app_context():
        migrate = app.extensions["migrate"].migrate
        config = migrate.get_config(folder, x_arg=list(request.get("arguments") or []) or None)
    return config, ScriptDirectory.from_config(config), app.app_context()
