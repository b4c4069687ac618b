## SYNTAX TEST "source.alembic-mako" "a revision template"
"""${message}
## ^^ string.quoted.docstring.multi.python punctuation.section.embedded.begin.mako
##   ^^^^^^^ meta.embedded.expression.python.mako

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
##                       ^ keyword.operator.filter.mako
##                         ^^^^^ support.function.filter.mako
##                               ^ support.function.filter.mako
##                                ^ punctuation.section.embedded.end.mako

"""
## <--- string.quoted.docstring.multi.python punctuation.definition.string.end.python
from alembic import op
## <---- keyword.control.import.python
${imports if imports else ""}
##        ^^ meta.embedded.expression.python.mako keyword.control.flow.python
down_revision: Union[str, None] = ${repr(down_revision)}
##                   ^^^ support.type.python
##                                  ^^^^ meta.embedded.expression.python.mako support.function.builtin.python
depends_on = ${ {"a": "}"}["a"] or b || c }
##                     ^ string.quoted.single.python
##                                      ^ meta.embedded.expression.python.mako - support.function.filter.mako
##                                        ^ punctuation.section.embedded.end.mako
<%doc>
  Notes on ${nothing} and op.execute("SELECT 1")
##         ^^^^^^^^^^ comment.block.mako - meta.embedded.inline.sql
</%doc>
<%!
import re
## <------ meta.embedded.block.python.mako keyword.control.import.python
%>
## <-- punctuation.section.embedded.end.mako
<%
    names = config.get_main_option("databases")
##                                  ^^^^^^^^^ meta.embedded.block.python.mako string.quoted.single.python
%>
  ## generated for each database
##^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ comment.line.number-sign.mako
% for name in re.split(r',\s*', (names):
## <- punctuation.section.embedded.begin.mako
##^^^ keyword.control.mako
##         ^^ keyword.control.mako
def upgrade_${name}_now(a: int) -> None:
## <--- meta.function.python storage.type.function.python
##  ^^^^^^^^ entity.name.function.python
##            ^^^^ meta.embedded.expression.python.mako
##                         ^^^ meta.function.parameters.python support.type.python
##                              ^^ punctuation.separator.annotation.result.python - invalid.illegal.annotation.python
    """Upgrade ${name} schema."""
##             ^^ string.quoted.docstring.multi.python punctuation.section.embedded.begin.mako
    op.execute("UPDATE t SET a = '${name}'")
##              ^^^^^^ meta.embedded.inline.sql keyword.other.DML.sql
##                                  ^^^^ meta.embedded.expression.python.mako
% endfor
##^^^^^^ keyword.control.mako
%% escaped
## <-- constant.character.escape.mako
remainder = 5 % 3  # a comment
##            ^ keyword.operator.arithmetic.python
##                 ^^^^^^^^^^^ comment.line.number-sign.python
<%def name="block(a, b='x')">
##^^^ entity.name.tag.mako
##    ^^^^ entity.other.attribute-name.mako
##         ^^^^^^^^^^^^^^^^^ string.quoted.mako
</%def>
## ^^^ entity.name.tag.mako
<%text>
  ${not_an_expression}
##  ^^^^^^^^^^^^^^^^^ string.unquoted.verbatim.mako - meta.embedded.expression.python.mako
</%text>
def downgrade() -> None:
## <--- storage.type.function.python
    ${downgrades if downgrades else "pass"}
##                                   ^^^^ string.quoted.single.python
