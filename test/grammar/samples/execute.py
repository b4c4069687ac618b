# SYNTAX TEST "source.python" "SQL in op.execute"
def upgrade():
    op.execute("UPDATE users SET name = 'it''s' WHERE id = :id")
#              ^ string.quoted.single.python punctuation.definition.string.begin.python
#               ^^^^^^ meta.embedded.inline.sql keyword.other.DML.sql
#                                       ^^^^^^^ meta.embedded.inline.sql string.quoted.single.sql
#                                                          ^^^ meta.embedded.inline.sql variable.parameter.bind.sql
#                                                             ^ string.quoted.single.python punctuation.definition.string.end.python
#                                                              ^ punctuation.definition.arguments.end.python - meta.embedded.inline.sql
    x = 1
#   ^ - meta.embedded.inline.sql
#       ^ constant.numeric.dec.python
    op.execute('DELETE FROM "order"')
#               ^^^^^^ meta.embedded.inline.sql keyword.other.DML.sql
#                           ^^^^^^^ meta.embedded.inline.sql string.quoted.double.sql
    batch_op.execute("DROP INDEX ix_users_name")
#                     ^^^^ meta.embedded.inline.sql
    op.get_bind().exec_driver_sql("PRAGMA foreign_keys=OFF")
#                                  ^^^^^^ meta.embedded.inline.sql
    op . execute("nothing")
#                 ^^^^^^^ - meta.embedded.inline.sql

# An unbalanced quote of the SQL ends with the Python string.
    op.execute("UPDATE t SET a = '" + value + "' WHERE b = 1")
#                                   ^ keyword.operator.arithmetic.python - meta.embedded.inline.sql
#                                     ^^^^^ - string.quoted.single.python meta.embedded.inline.sql
#                                             ^ string.quoted.single.python
#                                                            ^ punctuation.definition.arguments.end.python - meta.embedded.inline.sql
    op.execute("SELECT 1 -- it's ( [ a comment")
#                        ^^^^^^^^^^^^^^^^^^^^^ comment.line.double-dash.sql
#                                             ^ punctuation.definition.string.end.python - comment.block.sql comment.line.double-dash.sql
#                                              ^ punctuation.definition.arguments.end.python
    op.execute("SELECT /* open")
#                      ^^^^^^^ comment.block.sql
#                             ^ punctuation.definition.string.end.python - comment.block.sql comment.line.double-dash.sql
    y = "plain"
#        ^^^^^ string.quoted.single.python - meta.embedded.inline.sql

# Python's escapes stay Python's, and end an SQL comment where they are a line end.
    op.execute("SELECT '\n', \"a\", '\x41' -- c\nFROM t")
#                       ^^ constant.character.escape.python
#                            ^^ constant.character.escape.python
#                                    ^^^^ constant.character.escape.python
#                                              ^^ constant.character.escape.python
#                                                ^^^^ meta.embedded.inline.sql keyword.other.DML.sql - comment.block.sql comment.line.double-dash.sql
    op.execute(r"SELECT '\d+' ~ x")
#              ^ string.quoted.raw.single.python storage.type.string.python
#                        ^^ string.quoted.single.sql - constant.character.escape.python
    op.execute("SELECT x::text, '\:no', '12:30'")
#                         ^^^^ storage.type.sql - variable.parameter.bind.sql
#                                 ^^^ - variable.parameter.bind.sql
#                                          ^^^ - variable.parameter.bind.sql

# Values put in by Python.
    op.execute(f"DROP TABLE {schema}.{', '.join(names)}_x")
#              ^ storage.type.string.python
#                ^^^^ meta.embedded.inline.sql
#                           ^ constant.character.format.placeholder.other.python
#                            ^^^^^^ meta.embedded.expression.python
#                                     ^^^^ meta.embedded.expression.python string.quoted.single.python
#                                          ^^^^ meta.function-call.generic.python
    op.execute("DROP TABLE {}.{name}".format(schema, name="select"))
#                          ^^ constant.character.format.placeholder.other.python
#                             ^^^^^^ constant.character.format.placeholder.other.python
#                                                          ^^^^^^ string.quoted.single.python - meta.embedded.inline.sql
    op.execute("DROP TABLE %s" % ("select",))
#                          ^^ constant.character.format.placeholder.other.python
#                                  ^^^^^^ string.quoted.single.python - meta.embedded.inline.sql
    op.execute(f"SELECT '{{1,2}}'::int[]")
#                        ^^ constant.character.escape.python
    z = 1
#   ^ - string.quoted.single.python

    op.execute("SELECT 1", execution_options={"select": "from"})
#               ^^^^^^ meta.embedded.inline.sql
#                          ^^^^^^^^^^^^^^^^^ variable.parameter.function-call.python
#                                              ^^^^^^ string.quoted.single.python - meta.embedded.inline.sql
    op.execute(
        "SELECT a "
#        ^^^^^^ meta.embedded.inline.sql keyword.other.DML.sql
        "FROM t"  # SELECT in a comment
#        ^^^^ meta.embedded.inline.sql keyword.other.DML.sql
#                   ^^^^^^ comment.line.number-sign.python - meta.embedded.inline.sql
    )
    op.execute(
        (
            "SELECT a "
#            ^^^^^^ meta.embedded.inline.sql
        )
    )
    op.execute(table.update().values(name="select"))
#                                          ^^^^^^ string.quoted.single.python - meta.embedded.inline.sql
    "op.execute('SELECT 1')"
#                ^^^^^^ - meta.embedded.inline.sql
    # op.execute("SELECT 1")
#                 ^^^^^^ comment.line.number-sign.python - meta.embedded.inline.sql
    connection.execute(statement, parameters or {}, **options)
#                                            ^^ keyword.control.flow.python
#                                                   ^^ keyword.operator.unpacking.arguments.python
