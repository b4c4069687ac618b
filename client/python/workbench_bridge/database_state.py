"""One database: which it is, and where it stands."""

import os

from .identity import identity_of
from .missing_files import missing_file
from .masking import SECRETS, mask, note_url
from .secret_mask import is_secret_name


def describe(context, heads, name):
    """What is said of a database whose migrations are run in a context; the name is the engine's."""
    url = context.connection.engine.url if context.connection is not None else None
    note_url(url)
    who = identity_of(context.connection) if context.connection is not None else {}
    missing = missing_file(context.connection) if context.connection is not None else None
    if missing is not None:
        who = dict(who, file=missing, inMemory=False)
    file = database_file(url, context.dialect.name, who)
    database = who.get("database") if "database" in who else named_by(url, who, file)
    host = who["host"] if "host" in who else host_of(url)
    port = who["port"] if "port" in who else url.port if url is not None else None
    user = who["user"] if "user" in who else url.username if url is not None else None
    return {
        "name": name,
        "dialect": context.dialect.name,
        "driver": getattr(context.dialect, "driver", None),
        "url": masked_url(url, host, port, database, user) if url is not None else None,
        "host": host,
        "port": port,
        "server": who.get("server"),
        "serverPort": who.get("serverPort"),
        "database": SECRETS.mask(str(database)) if database is not None else None,
        "inMemory": who.get("inMemory", False),
        "user": user,
        "file": file,
        "isMissing": missing is not None,
        "serverVersion": server_version(context.dialect),
        "schema": who.get("schema"),
        "searchPath": who.get("searchPath"),
        "versionTable": getattr(context, "version_table", None),
        "versionTableSchema": version_table_schema(context),
        "transactionalDdl": bool(context.impl.transactional_ddl),
        # A row without a value is none to Alembic either.
        "heads": sorted(head for head in heads if head is not None),
    }


def server_version(dialect):
    """The version that the server told the dialect; of SQLite that of its library."""
    told = getattr(dialect, "server_version_info", None)
    if told is None and dialect.name == "sqlite":
        told = getattr(getattr(dialect, "dbapi", None), "sqlite_version_info", None)
    return ".".join(str(part) for part in told) if told else None


def version_table_schema(context):
    """The schema that the version table is asked for in, as a ``schema_translate_map`` of the connection has it."""
    schema = getattr(context, "version_table_schema", None)
    options = context.connection.get_execution_options() if context.connection is not None else {}
    return (options.get("schema_translate_map") or {}).get(schema, schema)


def database_file(url, dialect, who):
    """The real path of an SQLite database, else None: a relative one depends on where Alembic runs."""
    if "file" in who:
        return os.path.realpath(who["file"]) if who["file"] else None
    database = url.database if url is not None and dialect == "sqlite" else None
    if not database or database == ":memory:" or database.startswith("file:"):
        return None
    return os.path.realpath(database)


def named_by(url, who, file):
    """The name in the URL, where the connection can't be asked or leads to that very file; else the file's path."""
    database = url.database if url is not None else None
    if "file" not in who:
        return database
    if file is None:
        is_plain = not database or database == ":memory:" or database.startswith("file:")
        return database if is_plain else ":memory:"
    if database and file and os.path.realpath(database) == file:
        return database
    return file


def host_of(url):
    """The host, without what of the password is taken for it where an ``@`` was not escaped."""
    return url.host.rpartition("@")[2] if url is not None and url.host is not None else None


def masked_url(url, host, port, database, user):
    """
    The URL with what the connection leads to in the place of what it says, and ``***`` for the password and for query
    values that may hold one.
    """
    query = {name: ("***" if is_secret_name(name) else value) for name, value in dict(url.query).items()}
    # A socket is no host of a URL.
    is_socket = bool(host) and host[0] in "/@"
    server = {} if is_socket else {"host": host, "port": port}
    known = {"query": query, "database": database, **server}
    if user is not None:
        known["username"] = user
    text = url.set(**known).render_as_string(hide_password=True)
    return mask(text.replace("%2A%2A%2A", "***"))
