"""Prints the tables of the metadata that an env.py compares: `realTables.py SCRIPT_DIRECTORY ROOT`.

Loads env.py as Alembic does, up to its first configure() or connection. Stand-ins take the place of packages
that are not installed and of what a statement at the outermost level of a module would give if it did not
fail, so that a project's models load without its dependencies, settings and services.
"""
import __future__
import ast
import importlib.abc
import importlib.machinery
import importlib.metadata
import io
import json
import logging.config
import os
import pathlib
import sys
import types
import warnings

from alembic import context
from sqlalchemy import MetaData, types as sql

warnings.simplefilter("ignore")
os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
sys.dont_write_bytecode = True


class StandIn(sql.NullType):
    """A value that may be called, read, subclassed, iterated and used as a column type."""

    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, *args, **kwargs):
        # A decorator gives back what it decorates.
        return args[0] if len(args) == 1 and not kwargs and callable(args[0]) else StandIn()

    def __getattr__(self, name):
        if name.startswith("__") or name == "_sa_instance_state":
            raise AttributeError(name)
        return StandIn()

    def __mro_entries__(self, bases):
        return (StandInBase,) if bases == (self,) else ()

    def __iter__(self):
        return iter(())

    def __getitem__(self, key):
        return StandIn()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False

    def __or__(self, other):
        return StandIn()

    __ror__ = __add__ = __radd__ = __or__


class StandInBase:
    """A base class in place of one that is not installed: its objects have every attribute."""

    def __init__(self, *args, **kwargs):
        pass

    def __init_subclass__(cls, **kwargs):
        pass

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn()


class StandInModule(types.ModuleType):
    __path__ = []
    __all__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn()


class StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, own):
        self.own = own
        self.used = set()

    def find_spec(self, name, path=None, target=None):
        top = name.split(".")[0]
        if top in self.own or top in sys.stdlib_module_names or top in whole:
            return None
        self.used.add(top)
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return StandInModule(spec.name)

    def exec_module(self, module):
        pass


class TolerantLoader(importlib.machinery.SourceFileLoader):
    """Runs the statements of a module one by one; stand-ins take the place of what a failing one binds."""

    def exec_module(self, module):
        run_statements(self.get_data(self.path), self.path, module.__dict__)


class TolerantFinder(importlib.abc.MetaPathFinder):
    def __init__(self, root):
        self.root = str(root)

    def find_spec(self, name, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec and spec.origin and spec.origin.startswith(self.root) and spec.origin.endswith(".py"):
            spec.loader = TolerantLoader(name, spec.origin)
            return spec
        return None


def run_statements(text, path, scope):
    try:
        statements = ast.parse(text, path).body
    except SyntaxError as error:
        failures.append(f"{path}: {error}")
        return
    is_late = any(isinstance(each, ast.ImportFrom) and each.module == "__future__" for each in statements)
    for statement in statements:
        try:
            run_statement(statement, path, scope, is_late)
        except Exception as error:
            failures.append(f"{path}:{statement.lineno} {type(error).__name__}: {error}")
            for name in names_bound(statement):
                scope.setdefault(name, StandIn())


def run_statement(statement, path, scope, is_late):
    """Annotations are evaluated late where the module or its failure asks for that."""
    module = ast.Module([statement], [])
    late = __future__.annotations.compiler_flag
    try:
        exec(compile(module, path, "exec", late if is_late else 0, True), scope)
    except NameError:
        exec(compile(module, path, "exec", late, True), scope)


def names_bound(statement):
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [each.asname or each.name.split(".")[0] for each in statement.names if each.name != "*"]
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return [statement.name]
    return [each.id for each in ast.walk(statement) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]


failures = []


class Reached(BaseException):
    pass


def stop(*args, target_metadata=None, **kwargs):
    raise Reached(target_metadata)


class Config:
    """The config object of env.py, without logging and with a URL that leads nowhere."""

    config_file_name = None
    config_ini_section = "alembic"
    cmd_opts = None
    attributes = {}

    def get_main_option(self, name, default=None):
        return "sqlite://" if name == "sqlalchemy.url" else default

    def get_section_option(self, section, name, default=None):
        return self.get_main_option(name, default)

    def get_section(self, name, default=None):
        return {"sqlalchemy.url": "sqlite://"}

    def set_main_option(self, name, value):
        pass

    set_section_option = set_main_option


class Variables(dict):
    """Environment variables, each of which is set."""

    def __missing__(self, name):
        return "1"


def version_of(name):
    try:
        return real_version(name)
    except importlib.metadata.PackageNotFoundError:
        return "1.0"


# Packages of which nothing is missing: they look for optional ones by importing them.
whole = {"alembic", "sqlalchemy", "sqlmodel", "pydantic", "pydantic_core", "flask_sqlalchemy", "greenlet"}
real_version = importlib.metadata.version


def paths_of(directory, root):
    """The folder of the config file first, then those above the script directory, each with its src."""
    folders = []
    for folder in [directory, *directory.parents]:
        if (folder / "alembic.ini").exists():
            folders.insert(0, folder)
        folders += [folder, folder / "src"]
        if folder == root:
            break
    return [str(folder) for folder in folders if folder.is_dir()]


def metadata_of(directory, root):
    sys.path[:0] = paths_of(directory, root)
    own = {entry.stem for path in sys.path[: len(paths_of(directory, root))] for entry in pathlib.Path(path).iterdir()}
    sys.meta_path.insert(0, TolerantFinder(root))
    sys.meta_path.append(StandInFinder(own - {"alembic", "sqlalchemy"}))
    os.chdir(next((path for path in paths_of(directory, root)), str(root)))
    context.config = Config()
    context.configure = stop
    context.is_offline_mode = lambda: True
    context.get_x_argument = lambda as_dictionary=False: {} if as_dictionary else []
    context.get_tag_argument = lambda: None
    context.begin_transaction = stop
    os.environ = Variables(os.environ)
    logging.config.fileConfig = lambda *args, **kwargs: None
    importlib.metadata.version = version_of
    scope = {"__name__": "env_py", "__file__": str(directory / "env.py")}
    path = directory / "env.py"
    given = None
    try:
        run_statements(path.read_bytes(), str(path), scope)
    except Reached as reached:
        given = reached.args[0]
    return scope.get("target_metadata") if given is None else given


def main():
    directory, root = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    said, sys.stdout = sys.stdout, io.StringIO()
    metadata = metadata_of(directory, root)
    each = metadata if isinstance(metadata, (list, tuple)) else [metadata]
    tables = sorted({table.name for one in each if isinstance(one, MetaData) for table in one.tables.values()})
    error = None if any(isinstance(one, MetaData) for one in each) else "target_metadata is no MetaData"
    said.write(json.dumps({"error": error, "tables": tables, "failures": failures}))
    said.flush()
    os._exit(0)


main()
