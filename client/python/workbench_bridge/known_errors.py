"""Errors whose text does not say what to do: what env.py, the configuration or the URL asks of a library that it can't."""

import os
import re
import sys
import traceback

from .project_frames import absolute

UNKNOWN_OPTION = re.compile(r"unexpected keyword argument '(\w{1,100})'|invalid connection option \"(\w{1,100})\"")
# Of the config file, which prepend_sys_path is often written in beside.
CONFIG_FOLDERS = []
DRIVER_NAMED = re.compile(r"^(?:connect|__init__|Connection\.__init__|Connect|\w{0,60}connect\w{0,60})\(\)")


def note_config(path):
    """Notes where the config file lies."""
    CONFIG_FOLDERS[:] = [os.path.dirname(absolute(path))] if path else []


def known_error(error, frames):
    """Kind and message of an error that is known; None for others. ``frames`` are the project's."""
    names = [(frame.filename.replace(os.sep, "/"), frame.name) for frame in traceback.extract_tb(error.__traceback__)]
    for ask in (percent_sign, asynchronous_driver, driver_option, dialect_without_alembic, logging_sections, no_database):
        found = ask(error, names)
        if found is not None:
            return found
    return module_elsewhere(error) if frames else None


def percent_sign(error, names):
    """Values of a config file have ``%%`` for a percent sign, those that env.py passes too."""
    is_value = isinstance(error, ValueError) and str(error).startswith("invalid interpolation syntax")
    if is_value or type(error).__name__ == "InterpolationSyntaxError":
        return "percentSign", str(error)
    return None


def asynchronous_driver(error, names):
    """An engine without asyncio on a driver that has nothing else."""
    if type(error).__name__ != "MissingGreenlet":
        return None
    found = next((part for name, _ in names for part in ("asyncpg", "aiomysql", "asyncmy", "aiosqlite", "aioodbc") if part in name), None)
    return "asynchronousDriver", found or "the driver"


def driver_option(error, names):
    """An option of the URL or of ``connect_args`` that the driver does not have."""
    asked = UNKNOWN_OPTION.search(str(getattr(error, "orig", None) or error))
    if asked is None or not any(file.endswith("/sqlalchemy/engine/default.py") and name == "connect" for file, name in names):
        return None
    if isinstance(error, TypeError) and DRIVER_NAMED.search(str(error)) is None:
        return None
    return "driverOption", next(name for name in asked.groups() if name)


def dialect_without_alembic(error, names):
    """A dialect for which Alembic has no implementation, such as those of other packages."""
    if isinstance(error, KeyError) and names and names[-1][0].endswith("/alembic/ddl/impl.py"):
        return "dialectWithoutAlembic", str(error.args[0])
    return None


def logging_sections(error, names):
    """A config file without the sections that ``fileConfig`` reads."""
    is_missing = isinstance(error, KeyError) or type(error).__name__ in ("NoSectionError", "NoOptionError")
    if is_missing and any(file.endswith("/logging/config.py") for file, _ in names):
        return "loggingSections", str(error.args[0]) if error.args else type(error).__name__
    return None


def no_database(error, names):
    """A URL of MySQL without a database."""
    if isinstance(error, AssertionError) and names and "/sqlalchemy/dialects/mysql/" in names[-1][0]:
        return "databaseMissing", "the URL names none"
    return None


def module_elsewhere(error):
    """A module of the project's own that is not on the path."""
    if not isinstance(error, ModuleNotFoundError) or not error.name or "." in error.name:
        return None
    here = absolute(".")
    folders = [folder for each in [here] + CONFIG_FOLDERS for folder in (each, os.path.join(each, "src"), os.path.dirname(each))]
    on_path = {os.path.realpath(entry or here) for entry in sys.path}
    for folder in folders:
        if os.path.realpath(folder) not in on_path and has_module(folder, error.name):
            return "moduleElsewhere", "{} {}".format(error.name, os.path.relpath(folder, here).replace(os.sep, "/"))
    return None


def has_module(folder, name):
    path = os.path.join(folder, name)
    if os.path.isfile(path + ".py"):
        return True
    return os.path.isdir(path) and any(entry.endswith(".py") for entry in entries_of(path))


def entries_of(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []
