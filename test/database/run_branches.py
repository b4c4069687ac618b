"""Runs pairs of branches for real, in both orders, and tells what failed and what was left.

Takes the URL of an empty database, or ``sqlite://``. Reads a JSON line for each pair, ``{"base", "left", "right"}``, the texts of
revision files, and writes one: for each of ``left``, ``right``, ``leftRight`` and ``rightLeft`` the revision that failed, its error, and the
schema that was left, in which the order of columns does not count.
"""

import json
import sys
import warnings

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects import postgresql

RUNS = {
    "left": ["base", "left"],
    "right": ["base", "right"],
    "leftRight": ["base", "left", "right"],
    "rightLeft": ["base", "right", "left"],
}


def main(url):
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        files = json.loads(line)
        print(json.dumps({name: run(url, files, order) for name, order in RUNS.items()}), flush=True)


def run(url, files, order):
    engine = sa.create_engine(url, poolclass=sa.pool.StaticPool) if url == "sqlite://" else engine_of(url)
    with engine.connect() as connection:
        transaction = connection.begin()
        try:
            for name in order:
                try:
                    upgrade(connection, files[name])
                except Exception as error:
                    return {"failed": name, "error": str(getattr(error, "orig", error)).split("\n")[0], "schema": None}
            return {"failed": None, "error": None, "schema": reflected(connection)}
        finally:
            transaction.rollback()
            if engine.dialect.name == "mysql":
                empty(connection)


ENGINES = {}


def engine_of(url):
    return ENGINES.setdefault(url, sa.create_engine(url))


def upgrade(connection, text):
    module = {}
    exec(compile(text, "revision.py", "exec"), module)
    context = MigrationContext.configure(connection)
    with Operations.context(context):
        module["upgrade"]()


def empty(connection):
    """Drops everything: this server commits what a transaction does to tables."""
    connection.execute(sa.text("SET FOREIGN_KEY_CHECKS = 0"))
    for name in sa.inspect(connection).get_table_names():
        connection.execute(sa.text(f"DROP TABLE `{name}`"))
    connection.execute(sa.text("SET FOREIGN_KEY_CHECKS = 1"))
    connection.commit()


def reflected(connection):
    inspector = sa.inspect(connection)
    schema = {name: table(connection, inspector, name) for name in sorted(inspector.get_table_names())}
    if connection.dialect.name == "postgresql":
        schema["enum types"] = {each["name"]: each["labels"] for each in inspector.get_enums()}
    return schema


def table(connection, inspector, name):
    def type_of(column):
        if isinstance(column["type"], postgresql.ENUM):
            return column["type"].name
        return str(column["type"])

    def options(each):
        return sorted((key, str(value)) for key, value in (each.get("options") or {}).items() if value)

    primary = inspector.get_pk_constraint(name)
    return {
        "columns": sorted(
            [each["name"], type_of(each), each["nullable"], str(each["default"])] for each in inspector.get_columns(name)
        ),
        "primary key": [primary.get("name"), primary["constrained_columns"]],
        "unique": listed([each["name"], each["column_names"]] for each in inspector.get_unique_constraints(name)),
        "foreign keys": listed(
            [each["name"], each["constrained_columns"], each["referred_table"], each["referred_columns"], options(each)]
            for each in inspector.get_foreign_keys(name)
        ),
        "checks": listed([each["name"], each["sqltext"]] for each in inspector.get_check_constraints(name)),
        "indexes": listed(
            [each["name"], each["column_names"], bool(each["unique"])] for each in inspector.get_indexes(name)
        ),
    }


def listed(items):
    return sorted(items, key=json.dumps)


main(sys.argv[1])
