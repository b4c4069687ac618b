"""One thing in which the models and a database differ, in words and as Alembic's Python."""

import re

from .masking import SECRETS


def describe_difference(operation, group, database, places, context):
    """
    The operation, which may be in a group about one table, with the place of its model. What of it can't be told is
    left out, so that the others are shown.
    """
    table = getattr(operation, "source_table", None) or getattr(operation, "table_name", None)
    # Of a foreign key it stands among the rest of the arguments.
    schema = getattr(operation, "schema", None) or (getattr(operation, "kw", None) or {}).get("source_schema")
    schema = schema if isinstance(schema, str) else None
    path, line = places.get((schema, str(table)), (None, None))
    kind = type(operation).__name__
    code, reason = code_of(operation, group, context)
    dialect = context.migration_context.dialect if context is not None else None
    detail = ", ".join(part for part in (detail_of(operation, dialect), reason) if part)
    name = name_of(operation)
    return {
        "database": database,
        "operation": re.sub(r"(?<!^)(?=[A-Z])", " ", kind[:-2] if kind.endswith("Op") else kind).lower(),
        "schema": schema,
        "table": str(table) if table is not None else None,
        "name": str(name) if name is not None else None,
        "detail": SECRETS.mask_code(detail) or None,
        "code": SECRETS.mask_code(code),
        "file": path,
        "line": line,
    }


def name_of(operation):
    """The name of a column, an index, a constraint, or of what an operation of the project's own is about."""
    for each in (getattr(operation, "column", None), operation):
        name = getattr(each, "name", None)
        if isinstance(name, str):
            return name
    for attribute in ("column_name", "index_name", "constraint_name"):
        if getattr(operation, attribute, None) is not None:
            return getattr(operation, attribute)
    return None


def code_of(operation, group, context):
    """
    Alembic's Python for the operation, as a revision would have it with the project's options, without the comments
    and ``pass`` around it; and why there is none where Alembic, or the project's own renderer, can't write it.
    """
    from alembic.autogenerate.render import _render_cmd_body
    from alembic.operations.ops import ModifyTableOps, UpgradeOps

    if group is not None:
        operation = ModifyTableOps(group.table_name, [operation], schema=group.schema)
    try:
        lines = str(_render_cmd_body(UpgradeOps([operation]), context)).split("\n")
    except Exception as error:
        return "", "Alembic can't write it as Python ({})".format(plain_reason(error))
    return "\n".join(line for line in lines if not line.strip().startswith("# ###")).strip(), None


def plain_reason(error):
    """The first line of an error, without the addresses of objects."""
    lines = str(error).strip().splitlines()
    return re.sub(r" at 0x[0-9a-fA-F]+", "", lines[0]) if lines else type(error).__name__


def detail_of(operation, dialect):
    """
    What differs, in a few words, as the database has it and as the models have it; nothing where the operation says
    all.
    """
    try:
        return ", ".join(changes_of(operation, dialect))
    except Exception:  # an operation of the project's own may have anything
        return ""


def changes_of(operation, dialect):
    changes = []
    if getattr(operation, "modify_type", None) is not None:
        changes.append("{} in the database, {} in the models".format(
            type_text(operation.existing_type, dialect), type_text(operation.modify_type, dialect)))
    if getattr(operation, "modify_nullable", None) is not None:
        changes.append("may be null in the models" if operation.modify_nullable else "must not be null in the models")
    # False is how Alembic says that these stay as they are.
    if getattr(operation, "modify_server_default", False) is not False:
        changes.append("another server default")
    if getattr(operation, "modify_comment", False) is not False:
        changes.append("another comment")
    if not changes:
        column = getattr(operation, "column", None)
        if column is None:  # of a dropped one Alembic keeps how it could be added again
            column = getattr(getattr(operation, "_reverse", None), "column", None)
        if getattr(column, "type", None) is not None:
            changes.append(type_text(column.type, dialect))
    return changes or column_names(operation, dialect)


def type_text(kind, dialect):
    for write in (str, lambda each: each.compile(dialect=dialect)):
        try:
            return str(write(kind))
        except Exception:  # a type that only its dialect can write
            continue
    return repr(kind)


def column_names(operation, dialect):
    """Names of the columns of an index or constraint, also of one that is dropped, as far as Alembic knows them."""
    columns = getattr(operation, "columns", None) or getattr(operation, "local_cols", None)
    if not columns:
        reverse = getattr(operation, "_reverse", None)
        columns = getattr(reverse, "columns", None) or getattr(reverse, "local_cols", None)
    if not columns:
        return []
    if hasattr(operation, "to_table"):  # a table's own: constraints are among them
        columns = [column for column in columns if getattr(column, "type", None) is not None]
        return ["{} column{}".format(len(columns), "" if len(columns) == 1 else "s")]
    return [column_text(column, dialect) for column in columns]


def column_text(column, dialect):
    name = getattr(column, "name", None)
    if isinstance(name, str):
        return name
    if isinstance(column, str):
        return column
    options = {"compile_kwargs": {"literal_binds": True}}
    for write in (lambda: column.compile(dialect=dialect, **options), lambda: column):
        try:
            return str(write())
        except Exception:  # an expression that only its dialect can write
            continue
    return "an expression"
