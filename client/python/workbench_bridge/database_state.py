"""One database: which it is, and where it stands."""

import os

from .masking import SECRETS, mask, note_url
from .secret_mask import is_secret_name


def describe(context, heads, name):
    """What is said of a database whose migrations are run in a context; the name is the engine's."""
    url = context.connection.engine.url if context.connection is not None else None
    note_url(url)
    return {
        "name": name,
        "dialect": context.dialect.name,
        "driver": getattr(context.dialect, "driver", None),
        "url": masked_url(url) if url is not None else None,
        "host": host_of(url),
        "port": url.port if url is not None else None,
        "database": SECRETS.mask(str(url.database)) if url is not None and url.database is not None else None,
        "user": url.username if url is not None else None,
        "file": database_file(url, context.dialect.name),
        "versionTable": getattr(context, "version_table", None),
        "versionTableSchema": getattr(context, "version_table_schema", None),
        "transactionalDdl": bool(context.impl.transactional_ddl),
        # A row without a value is none to Alembic either.
        "heads": sorted(head for head in heads if head is not None),
    }


def database_file(url, dialect):
    """The real path of an SQLite database, else None: a relative one depends on where Alembic runs."""
    database = url.database if url is not None and dialect == "sqlite" else None
    if not database or database == ":memory:" or database.startswith("file:"):
        return None
    return os.path.realpath(database)


def host_of(url):
    """The host, without what of the password is taken for it where an ``@`` was not escaped."""
    return url.host.rpartition("@")[2] if url is not None and url.host is not None else None


def masked_url(url):
    """The URL with ``***`` for the password and for query values that may hold one."""
    query = {name: ("***" if is_secret_name(name) else value) for name, value in dict(url.query).items()}
    text = url.set(query=query, host=host_of(url)).render_as_string(hide_password=True)
    return mask(text.replace("%2A%2A%2A", "***"))
