"""Where Alembic takes its files from, and what else is read and imported."""

import copy
import os
import sys

LARGEST_FILE = 1000000


class ScriptPlaces:
    """The folders of a script directory, as they are before env.py runs: it may change the working directory."""

    def __init__(self, script):
        # Of a copy, because Alembic looks for them, and remembers them, after env.py has run.
        script = copy.copy(script)
        locations = getattr(script, "_version_locations", None) or script.versions
        if isinstance(locations, str):
            locations = [locations]
        self.directory = os.path.realpath(script.dir)
        self.locations = [os.path.realpath(location) for location in locations]

    def describe(self, folder, opened):
        """
        The folders, which modules came from below a folder, and what else was read there or in ``/run``, where
        containers have their secrets. Revision files are not among them.
        """
        modules = modules_below(folder) if folder else []
        read = files_below([folder, "/run"], opened, self.locations) - set(modules) if folder else set()
        return {
            "directory": self.directory,
            "versionLocations": self.locations,
            "modules": modules,
            "read": sorted(read),
        }


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


def files_below(folders, names, excluded):
    """
    Those of the files that lie below one of the folders, without what is installed, what is large, and what is below
    the excluded ones.
    """
    tops = tuple(os.path.realpath(folder) + os.sep for folder in folders)
    others = tuple(os.path.realpath(path) + os.sep for path in [sys.prefix, sys.base_prefix] + excluded)
    paths = {os.path.realpath(name) for name in list(names)}
    return {path for path in paths if path.startswith(tops) and not path.startswith(others) and is_small(path)}


def is_small(path):
    try:
        return os.path.isfile(path) and os.path.getsize(path) <= LARGEST_FILE
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
