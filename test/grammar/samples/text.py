# SYNTAX TEST "source.python" "SQL in text()"
def upgrade():
    op.execute(sa.text("SELECT 1").bindparams(name="select"))
#                       ^^^^^^ meta.embedded.inline.sql keyword.other.DML.sql
#                                                   ^^^^^^ string.quoted.single.python - meta.embedded.inline.sql
    op.execute(text("SELECT 1"))
#                    ^^^^^^ meta.embedded.inline.sql
    connection.execute(text("SELECT 1"), {"select": "from"})
#                            ^^^^^^ meta.embedded.inline.sql
#                                          ^^^^^^ string.quoted.single.python - meta.embedded.inline.sql
    op.get_bind().execute(
        sa.text(
            """
            SELECT id
#           ^^^^^^ meta.embedded.inline.sql keyword.other.DML.sql
            """
        ),
        {"select": 1},
#         ^^^^^^ string.quoted.single.python - meta.embedded.inline.sql
    )
    op.add_column("t", sa.Column("c", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP")))
#                                                                            ^^^^^^^^^^^^^^^^^ meta.embedded.inline.sql
    op.create_index("ix", "t", ["c"], postgresql_where=sqlalchemy.text("c IS NOT NULL"))
#                    ^^ string.quoted.single.python - meta.embedded.inline.sql
#                                                                         ^^ meta.embedded.inline.sql
    op.execute(sa.DDL("DROP TABLE t"))
#                      ^^^^ meta.embedded.inline.sql
    cursor.execute("SELECT 1")
#                   ^^^^^^ string.quoted.single.python - meta.embedded.inline.sql
    axes.text(0, 1, "SELECT 1")
#                    ^^^^^^ string.quoted.single.python - meta.embedded.inline.sql
    text("SELECT 1")
#         ^^^^^^ string.quoted.single.python - meta.embedded.inline.sql
