"""What a database refuses, by the words of its server: the same for every driver. The client reads the same list."""

import io
import json
import os
import re

with io.open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "refusals.json"), encoding="utf-8") as file:
    KINDS = [(each["kind"], re.compile(each["pattern"], re.IGNORECASE)) for each in json.load(file)["kinds"]]

DRIVERS = frozenset(
    "asyncpg psycopg psycopg2 pg8000 pymysql aiomysql asyncmy MySQLdb mysql mariadb sqlite3 aiosqlite pyodbc aioodbc"
    " pymssql oracledb cx_Oracle".split()
)


def refusal_of(error):
    """The kind of a database's refusal; None for errors that are not a database's."""
    if not is_of_database(error):
        return None
    text = str(getattr(error, "orig", None) or error)
    found = next((kind for kind, pattern in KINDS if pattern.search(text)), None)
    return found or ("databaseRefused" if getattr(error, "statement", None) is not None else None)


def is_of_database(error):
    for kind in type(error).__mro__:
        root = kind.__module__.split(".")[0]
        if root in DRIVERS or (root == "sqlalchemy" and kind.__name__ == "DBAPIError"):
            return True
    return False
