"""SQLite files that are not there: they are asked about in memory, so that asking makes none."""

import os

from .database_copies import sqlite_path


def ask_in_memory():
    """Has every connection to an SQLite file that is not there lead to an empty database in memory."""
    from sqlalchemy.engine.default import DefaultDialect

    connect = DefaultDialect.connect

    def connect_or_not(dialect, *arguments, **keywords):
        path = sqlite_path(arguments, keywords) if dialect.name == "sqlite" and arguments else None
        if path is None or os.path.exists(path) or not os.path.isdir(os.path.dirname(path)):
            return connect(dialect, *arguments, **keywords)
        connection = connect(dialect, ":memory:", *arguments[1:], **keywords)
        MISSING.append((connection, path))
        return connection

    DefaultDialect.connect = connect_or_not


# Connections with the files that they stand for; few, and kept so that no other gets the same identity.
MISSING = []


def missing_file(connection):
    """The path of the file that is not there; None for a connection to what is."""
    fairy = connection.connection
    plain = getattr(fairy, "dbapi_connection", None) or getattr(fairy, "connection", None)
    return next((path for each, path in MISSING if each is plain), None)
