"""Where the models of tables are written."""

import inspect
import os
import re
import sys

from .script_places import modules_below


def model_places(metadata):
    """File and line of the class, or else of the Table, of each table of the models, by schema and table name."""

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


def model_files(places_of_script, places):
    """The files that say what the models are: those of the tables, whatever of the project was imported, and env.py."""
    files = {os.path.realpath(path) for path, _line in places}
    files.update(modules_below(os.getcwd()))
    files.add(os.path.join(places_of_script.directory, "env.py"))
    own = os.path.dirname(os.path.realpath(__file__)) + os.sep
    return sorted(path for path in files if not path.startswith(own))
