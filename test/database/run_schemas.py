"""Runs random histories for real and compares the schema after each revision with one that was worked out.

Takes the URLs of two empty databases, or ``sqlite://`` twice. Reads a JSON line for each history, ``{"revisions": [{"text", "tables",
"back"}]}``: the text of the revision, the tables that are said to be there after it, and the lines of a ``downgrade()`` that is said to undo
it, or null. Writes one: ``ran``, the number of revisions that could be run, ``error``, why the next one could not, and ``schemas`` and
``ways``, what is otherwise than said after each of them: in the tables, and after the way back.
"""

import contextlib
import copy
import json
import re
import sys
import warnings

import sqlalchemy as sa
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects import mysql, postgresql

HEAD = "import sqlalchemy as sa\nfrom alembic import op\nfrom sqlalchemy.dialects import mysql, postgresql\n"


def main(url, other_url):
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        with connected(url) as connection, connected(other_url) as other:
            print(json.dumps(run(connection, other, json.loads(line)["revisions"])), flush=True)


ENGINES = {}


class connected:
    """A connection to a database that is empty again afterwards."""

    def __init__(self, url):
        if url == "sqlite://":
            self.engine = sa.create_engine(url, poolclass=sa.pool.StaticPool)
        else:
            self.engine = ENGINES.setdefault(url, sa.create_engine(url))

    def __enter__(self):
        self.connection = self.engine.connect()
        self.connection.begin()
        return self.connection

    def __exit__(self, *_):
        self.connection.rollback()
        if self.engine.dialect.name == "mysql":
            empty(self.connection)
        self.connection.close()


def empty(connection):
    """Drops everything: this server commits what a transaction does to tables."""
    connection.execute(sa.text("SET FOREIGN_KEY_CHECKS = 0"))
    for name in sa.inspect(connection).get_table_names():
        connection.execute(sa.text(f"DROP TABLE `{name}`"))
    connection.execute(sa.text("SET FOREIGN_KEY_CHECKS = 1"))
    connection.commit()


def run(connection, other, revisions):
    result = {"ran": 0, "error": None, "schemas": [], "ways": []}
    before = reflected(connection)
    for revision in revisions:
        error = apply(connection, revision["text"], "upgrade")
        if error:
            return {**result, "error": error}
        after = reflected(connection)
        result["ran"] += 1
        result["schemas"].append(compare_with_said(after, revision["tables"], other))
        way, after = go_back(connection, revision, before, after)
        result["ways"].append(way)
        if way == ["end"]:
            result["ways"][-1] = []
        if way and way != ["none"]:
            return {**result, "error": "the way back"}
        before = after
    return result


def go_back(connection, revision, before, after):
    """What is otherwise after the way back, and after the way forth again."""
    if revision["back"] is None:
        return ["none"], after
    body = "".join(f"    {line}\n" for line in revision["back"])
    error = apply(connection, f"{HEAD}\n\ndef downgrade():\n{body}", "downgrade")
    if error:
        return [error], after
    wrong = differences(before, reflected(connection))
    if not wrong:
        error = apply(connection, revision["text"], "upgrade")
        wrong = [f"once more: {error}"] if error else []
    again = reflected(connection)
    # An index that the server made for a key is one as others once a downgrade has made it.
    return wrong or (["end"] if differences(after, again) else []), again


def apply(connection, text, direction):
    module = {}
    try:
        exec(compile(text, "revision.py", "exec"), module)
        with contextlib.nullcontext() if connection.dialect.name == "mysql" else connection.begin_nested():
            context = MigrationContext.configure(connection)
            with Operations.context(context), EnvironmentContext(Config(), None) as environment:
                environment._migration_context = context
                module[direction]()
    except Exception as error:
        return f"{type(error).__name__} {str(getattr(error, 'orig', error)).splitlines()[0]}"
    return None


def compare_with_said(real, tables, other):
    """Makes the tables that are said to be there, and compares what is reflected of them."""
    metadata, made = sa.MetaData(), []
    inner = other.begin_nested() if other.dialect.name != "mysql" else None
    try:
        for schema in {each["schema"] for each in tables} - {None}:
            other.execute(sa.text(f'CREATE SCHEMA "{schema}"'))
        for each in tables:
            made.append(sa.Table(each["name"], metadata, *items_of(each, other.dialect.name), schema=each["schema"]))
            if other.dialect.name == "postgresql":
                put_off_repeated(made[-1])
        if other.dialect.name == "sqlite":
            # It keeps foreign keys to tables that are gone.
            for key in [each for table in made for each in table.foreign_keys]:
                name, column = key.target_fullname.split(".")
                if name not in metadata.tables:
                    sa.Table(name, metadata, sa.Column(column, sa.Integer))
        metadata.create_all(other, tables=made)
        for constraint in [each for table in made for each in table.info.get("later", [])]:
            other.execute(sa.schema.AddConstraint(constraint))
        said = reflected(other)
    except Exception as error:
        return [f"what is said can't be made: {type(error).__name__} {error}"]
    finally:
        if inner:
            inner.rollback()
        if other.dialect.name == "sqlite":
            metadata.drop_all(other)
        if other.dialect.name == "mysql":
            empty(other)
    uncertain = {f"{each['schema'] or ''}.{each['name']}" for each in tables if not each["certain"]}
    names = {each["name"] for table in tables for key in ("uniqueConstraints", "foreignKeys", "checks", "indexes") for each in table[key]}
    real, said = copy.deepcopy((real, said))
    for schema in (real, said):
        for parts in schema.values():
            for part in ("unique", "foreign keys", "checks"):
                parts[part] = [[name if name in names else None, *rest] for name, *rest in parts[part]]
            parts["primary key"] = parts["primary key"][1:]
    plain = [{table: without_details(parts) for table, parts in schema.items()} for schema in (real, said)]
    return differences(*plain) + [f"{table} is uncertain" for table in sorted(uncertain)]


def put_off_repeated(table):
    """Takes out unique constraints over columns that have one: within CREATE TABLE they would be one."""
    seen = set()
    for each in sorted(table.constraints, key=lambda constraint: constraint._creation_order):
        if isinstance(each, (sa.UniqueConstraint, sa.PrimaryKeyConstraint)):
            key = tuple(each.columns.keys())
            if key in seen:
                table.constraints.discard(each)
                table.info.setdefault("later", []).append(each)
            seen.add(key)


def without_details(parts):
    """What the answer tells of a table: no comments, actions of keys or conditions of indexes."""
    return {
        **parts,
        "comment": None,
        "columns": [[*each[:3], None if each[3] == "nextval" else each[3]] for each in parts["columns"]],
        "foreign keys": [each[:-1] for each in parts["foreign keys"]],
        "indexes": [each[:3] for each in parts["indexes"]],
    }


GENERAL = {name: each for name, each in vars(sa).items() if not name.isupper()}
TYPES = {
    "sqlite": {**vars(sa)},
    "postgresql": {**vars(sa), **vars(postgresql), **GENERAL},
    "mysql": {**vars(sa), **vars(mysql), **GENERAL},
}


def items_of(table, dialect):
    for each in table["columns"]:
        default = each["default"]
        said = {"now()": sa.func.now(), "true": sa.true(), "false": sa.false()}.get(default, default and sa.text(default))
        yield sa.Column(each["name"], eval(re.sub(r"^(DATETIME|TIME|TIMESTAMP)\((?=\d)", r"\1(fsp=", each["type"]), TYPES[dialect]), nullable=each["nullable"], server_default=said)
    if table["primaryKey"]:
        yield sa.PrimaryKeyConstraint(*table["primaryKey"]["columns"], name=table["primaryKey"]["name"])
    for each in table["uniqueConstraints"]:
        yield sa.UniqueConstraint(*each["columns"], name=each["name"])
    for each in table["foreignKeys"]:
        start = f"{each['referredSchema']}." if each["referredSchema"] else ""
        referred = [f"{start}{each['referredTable']}.{column}" for column in each["referredColumns"]]
        yield sa.ForeignKeyConstraint(each["columns"], referred, name=each["name"])
    for each in table["checks"]:
        yield sa.CheckConstraint(sa.text(each["text"]), name=each["name"])
    for each in table["indexes"]:
        yield sa.Index(each["name"], *each["columns"], unique=each["unique"])


def reflected(connection):
    inspector = sa.inspect(connection)
    schemas = [None, *(name for name in inspector.get_schema_names() if name == "app" and connection.dialect.name == "postgresql")]
    return {
        f"{schema or ''}.{name}": table(connection, inspector, name, schema)
        for schema in schemas
        for name in inspector.get_table_names(schema)
    }


def table(connection, inspector, name, schema):
    dialect = connection.dialect

    def type_of(column):
        labels = getattr(column["type"], "enums", None)
        collation = re.sub(r"( CHARACTER SET \w+)? COLLATE \S+", "", column["type"].compile(dialect=dialect))
        return f"{collation} {labels}" if labels else collation

    def options(each):
        return sorted((key, str(value)) for key, value in (each.get("options") or {}).items() if value)

    primary = inspector.get_pk_constraint(name, schema)
    return {
        "comment": inspector.get_table_comment(name, schema)["text"] if dialect.supports_comments else None,
        "columns": sorted(
            [each["name"], type_of(each), each["nullable"] and each["name"] not in primary["constrained_columns"], default_of(each), each.get("comment")]
            for each in inspector.get_columns(name, schema)
        ),
        "primary key": [primary.get("name"), primary["constrained_columns"]],
        "unique": listed([each["name"], each["column_names"]] for each in inspector.get_unique_constraints(name, schema)),
        "foreign keys": listed(
            [each["name"], each["constrained_columns"], each["referred_schema"], each["referred_table"], each["referred_columns"], options(each)]
            for each in inspector.get_foreign_keys(name, schema)
        ),
        "checks": listed([each["name"], plain(each["sqltext"])] for each in inspector.get_check_constraints(name, schema)),
        "indexes": listed(
            [each["name"], each["column_names"], bool(each["unique"]), str((each.get("dialect_options") or {}).get(f"{dialect.name}_where"))]
            for each in inspector.get_indexes(name, schema)
            if not each.get("duplicates_constraint") and (dialect.name != "mysql" or not each["unique"])
        ),
    }


def default_of(column):
    text = column["default"]
    if text and text.startswith("nextval("):
        return "nextval"
    return {"true": "1", "false": "0"}.get(plain(text), plain(text))


def plain(text):
    """A condition or default without what databases add to it."""
    without_casts = text and re.sub(r"::(character varying|double precision|\w+( with(out)? time zone)?)(\(\d+\))?", "", text)
    return text and re.sub(r"[()`\"\s]|^'(?=.*'$)|(?<=.)'$", "", without_casts).lower()


def differences(wanted, got):
    found = [f"{name} is {'missing' if name in wanted else 'left over'}" for name in sorted(set(wanted) ^ set(got))]
    for name in sorted(set(wanted) & set(got)):
        for part, there in wanted[name].items():
            one, other = listed(there), listed(got[name][part])
            if one == other:
                continue
            if isinstance(one, list) and part != "primary key":
                one, other = [each for each in one if each not in other], [each for each in other if each not in one]
            found.append(f"{name}: {part} {json.dumps(other)}, not {json.dumps(one)}")
    return found


def listed(items):
    return sorted(items, key=json.dumps) if items is not None and not isinstance(items, str) else items


main(sys.argv[1], sys.argv[2])
