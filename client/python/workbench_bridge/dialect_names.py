"""Names of dialects and drivers in URLs: whether one is misspelt, and how it is written."""

import difflib
import io
import json
import os
import re

NOT_FOUND = re.compile(r"sqlalchemy\.dialects:([\w.]{1,200})$")

with io.open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "dialect_names.json"), encoding="utf-8") as file:
    NAMES = json.load(file)

# The drivers that SQLAlchemy itself knows.
DRIVERS = NAMES["drivers"]

# What people write, also in other tools.
OTHER_NAMES = NAMES["otherNames"]

# Of packages of their own, which may just not be installed.
OTHERS = frozenset(NAMES["others"])

CLOSE = 0.7


def misspelt(message):
    """
    The name that SQLAlchemy did not find, as it stands in a URL, and how it is written if that is likely. Nothing for
    one that may be of a package that is not installed.
    """
    found = NOT_FOUND.search(message)
    if not found:
        return None
    name = found.group(1)
    if name == "driver":  # of Alembic's template
        return None
    dialect, _, driver = name.partition(".")
    meant = OTHER_NAMES.get(name) or corrected(dialect, driver)
    if meant is None and (dialect not in DRIVERS or not driver):
        return None
    return as_scheme(name), as_scheme(meant) if meant else None


def corrected(dialect, driver):
    if dialect in DRIVERS:
        close = difflib.get_close_matches(driver, DRIVERS[dialect], 1, CLOSE)
        return "{}.{}".format(dialect, close[0]) if close else None
    if dialect in OTHERS:
        return None
    close = OTHER_NAMES.get(dialect) or next(iter(difflib.get_close_matches(dialect, DRIVERS, 1, CLOSE)), None)
    if close is None:
        return None
    return "{}.{}".format(close, driver) if driver else close


def as_scheme(name):
    return name.replace(".", "+", 1)


def correction(name, meant):
    if meant is None:
        return "{}:// names no driver that SQLAlchemy has; correct the database's URL.".format(name)
    return "{}:// is nothing that SQLAlchemy knows; write {}:// in the database's URL.".format(name, meant)
