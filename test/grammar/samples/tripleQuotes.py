# SYNTAX TEST "source.python" "SQL over several lines"
def upgrade():
    op.execute(
        """
        CREATE TABLE "order" (
#       ^^^^^^ meta.embedded.inline.sql keyword.other.create.sql
            id int, -- it's "quoted
#                   ^^^^^^^^^^^^^^^ comment.line.double-dash.sql
            name varchar(10) DEFAULT 'x'  /* over
#                                    ^^^ string.quoted.single.sql
#                                         ^^^^^^^ comment.block.sql
               lines */ NOT NULL
#              ^^^^^^^^ comment.block.sql
#                       ^^^ meta.embedded.inline.sql - comment.block.sql
        );
        """
#       ^^^ string.quoted.multi.python punctuation.definition.string.end.python
    )
#   ^ punctuation.definition.arguments.end.python
    op.execute("""UPDATE t SET a = 'it""" + x)
#                                         ^ keyword.operator.arithmetic.python - string.quoted.multi.python
    op.execute("""SELECT 1 /* never closed
    """)
#   ^^^ punctuation.definition.string.end.python
#      ^ punctuation.definition.arguments.end.python - comment.block.sql
    op.execute('''DELETE FROM t WHERE a = 'b' ''')
#                                         ^^^ string.quoted.single.sql
#                                             ^^^ punctuation.definition.string.end.python
    op.execute(f"""
        DELETE FROM {table} WHERE kind = '{kind!r}'
#       ^^^^^^ meta.embedded.inline.sql keyword.other.DML.sql
#                    ^^^^^ meta.embedded.expression.python
#                                         ^^^^^^ string.quoted.single.sql meta.embedded.expression.python
    """)
    op.execute(
        """
        DO $$ BEGIN
#          ^^ punctuation.definition.string.dollar.sql
#             ^^^^^ meta.embedded.inline.sql
          PERFORM ARRAY['a', "b"];
#                       ^^^ string.quoted.single.sql
        END $$;
        """
    )
    done = True
#   ^^^^ - string.quoted.multi.python meta.embedded.inline.sql
#          ^^^^ constant.language.python
