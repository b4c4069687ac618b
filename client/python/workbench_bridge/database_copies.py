"""Copies of databases, and the gate that leads to them in the place of those that they were made from."""

import os
import sqlite3
from urllib.parse import unquote

from . import identity
from .connection_gate import ConnectionGate, Refused

# Databases of every PostgreSQL server, to which one connects in order to make others.
MAINTENANCE = ("postgres", "template1")


class DatabaseCopies:
    """
    Leads each connection to a copy. ``wanted`` has, for each database that may be copied, what is known of it and
    ``to``: the path or name of its copy. A copy is made when the first connection is asked for, so that none is ever
    made to the database itself; with ``drops`` it is removed instead.
    """

    def __init__(self, wanted, drops=False):
        self.wanted = wanted
        self.made = []
        self.drops = drops
        self.gate = ConnectionGate(self._open)

    def start(self):
        self.gate.close_all_others(self._own_file)

    def _own_file(self, path):
        file = os.path.realpath(os.fsdecode(path)) if isinstance(path, (str, bytes)) else None
        is_own = any(each.get("file") and os.path.realpath(each["file"]) == file for each in self.wanted)
        return "env.py opens {} by itself, not its copy".format(path) if is_own else None

    def _open(self, dialect, arguments, keywords, connect):
        if dialect.name == "sqlite":
            return self._open_sqlite(arguments, keywords, connect)
        if dialect.name == "postgresql":
            return self._open_postgresql(arguments, keywords, connect)
        self.gate.refuse("env.py leads to another database, of {}".format(dialect.name))

    def _open_sqlite(self, arguments, keywords, connect):
        path = sqlite_path(arguments, keywords)
        if path is None:
            return connect(*arguments, **keywords)
        wanted = next((each for each in self.wanted if each.get("file") and os.path.realpath(each["file"]) == path), None)
        copies = [os.path.realpath(each["to"]) for each in self.wanted]
        if wanted is None and path not in copies:
            self.gate.refuse("env.py leads to another database, {}".format(path))
        to = wanted["to"] if wanted else path
        if wanted is not None and wanted not in self.made:
            copy_sqlite(path, to)
            self.made.append(wanted)
        if arguments:
            arguments = (to,) + tuple(arguments[1:])
        else:
            keywords = dict(keywords, database=to)
        connection = connect(*arguments, **{name: value for name, value in keywords.items() if name != "uri"})
        forbid_attaching(connection)
        return connection

    def _open_postgresql(self, arguments, keywords, connect):
        option = next((each for each in ("dbname", "database") if each in keywords), None)
        if option is None or any(arguments):
            self.gate.refuse("env.py connects without naming the database, so which one it is is not known before")

        def lead_to(name):
            return connect(*arguments, **dict(keywords, **{option: name}))

        name = keywords[option]
        wanted = next((each for each in self.wanted if each.get("database") == name and not each.get("file")), None)
        if wanted is None:
            self.gate.refuse("env.py leads to another database, {}".format(name))
        if self.drops:
            for each in self.wanted:
                statement = "DROP DATABASE IF EXISTS {}".format(quoted(each["to"]))
                administer(lead_to, statement, self._server_check(each))
                self.made.append(each)
            raise Refused("done")
        if wanted not in self.made:
            statement = "CREATE DATABASE {} TEMPLATE {}".format(quoted(wanted["to"]), quoted(name))
            administer(lead_to, statement, self._server_check(wanted))
            self.made.append(wanted)
        connection = lead_to(wanted["to"])
        who = who_is(connection)
        if who["database"] != wanted["to"]:
            self.gate.refuse("the connection leads to {} in place of the copy".format(who["database"]))
        return connection

    def _server_check(self, wanted):
        def check(who):
            for part in ("host", "port", "server", "serverPort"):
                if wanted.get(part) is not None and str(who.get(part)) != str(wanted[part]):
                    self.gate.refuse("env.py leads to another server, {}:{}".format(who.get("host"), who.get("port")))

        return check


def sqlite_path(arguments, keywords):
    """The real path of the file that SQLite is to open; None for a database in memory."""
    given = arguments[0] if arguments else keywords.get("database")
    path = os.fsdecode(given)
    if path.startswith("file:"):
        address, _, query = path[len("file:"):].partition("?")
        path = "" if "mode=memory" in query else unquote(address[1:] if address.startswith("///") else address)
        path = path.replace("//", "/", 1) if path.startswith("//") else path
    return None if path in ("", ":memory:") else os.path.realpath(path)


def copy_sqlite(path, to):
    """A copy as of one moment, whoever writes meanwhile; an empty one where there is no file."""
    os.makedirs(os.path.dirname(to), exist_ok=True)
    target = sqlite3.connect(to)
    try:
        if os.path.exists(path):
            source = sqlite3.connect("file:{}?mode=ro".format(path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")), uri=True)
            try:
                source.backup(target)
            finally:
                source.close()
    finally:
        target.close()


def forbid_attaching(connection):
    """Keeps statements from reaching other files, also through aiosqlite, whose connection lives in a thread."""
    if isinstance(connection, sqlite3.Connection):
        connection.set_authorizer(deny_attaching)
        return
    inner = getattr(connection, "_connection", None)
    raw = getattr(inner, "_conn", None)
    if isinstance(raw, sqlite3.Connection):
        from sqlalchemy.util import await_only

        await_only(inner._execute(raw.set_authorizer, deny_attaching))


def deny_attaching(action, first, *_):
    """An authorizer of SQLite that lets statements attach nothing but memory."""
    is_file = action == getattr(sqlite3, "SQLITE_ATTACH", 24) and first not in (None, "", ":memory:")
    return sqlite3.SQLITE_DENY if is_file else sqlite3.SQLITE_OK


def administer(lead_to, statement, check):
    """Runs a statement that makes or drops a database, on the server that the connection leads to."""
    connection = first_of(lead_to)
    try:
        check(who_is(connection))
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()
    finally:
        connection.close()


def first_of(lead_to):
    """A connection to the first database of the server that lets one in."""
    for name in MAINTENANCE[:-1]:
        try:
            return lead_to(name)
        except Exception:
            continue
    return lead_to(MAINTENANCE[-1])


def who_is(connection):
    """What a plain connection says of its database; it stands outside of a transaction afterwards."""
    who = identity.postgresql(PlainConnection(connection))
    connection.rollback()
    return who


class PlainConnection:
    """A driver's connection as the questions of ``identity`` take it."""

    def __init__(self, connection):
        self._plain = connection
        self.connection = self
        self.driver_connection = getattr(connection, "_connection", connection)

    def exec_driver_sql(self, statement):
        cursor = self._plain.cursor()
        cursor.execute(statement)
        return cursor


def quoted(name):
    return '"{}"'.format(name.replace('"', '""'))
