import { check } from '../check';

suite('rules: names', () => {
  test('a docstring that disagrees', () => {
    check(`
#- /versions/a.py
"""a

Revision ID: aa
#            ^^ information[docstring-mismatch]: The docstring says 'aa' and the id is 'a': Alembic goes by the code, so bring the docstring in line.
Revises:
"""
revision = 'a'
down_revision = None
#- /versions/b.py
"""b

Revision ID: b
Revises: c
#        ^ information[docstring-mismatch]: The docstring says 'c' and down_revision is 'a': Alembic goes by the code, so bring the docstring in line.
"""
revision = 'b'
down_revision = 'a'
#- /versions/c.py
"""c

Revision ID: c
Revises: a
#        ^ information[docstring-mismatch]: The docstring says 'a' and down_revision is 'b', 'a': Alembic goes by the code, so bring the docstring in line.
"""
revision = 'c'
down_revision = ('b', 'a')
#                     ^^^ warning[redundant-parent]: 'a' comes with 'b' already: remove it from down_revision.
`);
  });

  test('a docstring that agrees in other words', () => {
    check(`
#- /versions/a.py
"""a

Revision ID: a
Revises: None
"""
revision = 'a'
down_revision = None
#- /versions/b.py
"""b

Revision ID: b
Revises: a
"""
revision = 'b'
down_revision = 'a'
#- /versions/c.py
"""c

Revision ID: 'c'
Revises: ('d', 'b')
"""
revision = 'c'
down_revision = ('b', 'd')
#- /versions/d.py
"""a docstring without fields"""
revision = 'd'
down_revision = 'a'
`);
  });

  test('a file that leaves the template', () => {
    check(`
#- /versions/a1_first.py
revision = 'a1'
down_revision = None
#- /versions/a2_second.py
revision = 'a2'
down_revision = 'a1'
#- /versions/a3_third.py
revision = 'a3'
down_revision = 'a2'
#- /versions/a4_.py
revision = 'a4'
down_revision = 'a3'
#- /versions/a5.py
revision = 'a5'
down_revision = 'a4'
#- /versions/a6_sixth.py
revision = 'a6'
down_revision = 'a5'
#- /versions/a7_seventh.py
revision = 'a7'
down_revision = 'a6'
#- /versions/a8_eighth.py
revision = 'a8'
down_revision = 'a7'
#- /versions/a9_ninth.py
revision = 'a9'
down_revision = 'a8'
#- /versions/b9_tenth.py
revision = 'b0'
#          ^^^^ information[filename-mismatch]: b9_tenth.py holds 'b0', and file_template puts the id into the name: rename the file so that people find it; Alembic does not mind.
down_revision = 'a9'
`);
  });

  test('a child older than its parent', () => {
    check(
      `
#- /versions/a.py
"""a

Create Date: 2024-01-02 00:00:00.123456
"""
revision = 'a'
down_revision = None
#- /versions/b.py
"""b

Create Date: 2024-01-01T00:00:00+01:00
#            ^^^^^^^^^^^^^^^^^^^^^^^^^ hint[create-date-order]: This create date lies before that of the parent 'a': check that the parent is the right one.
"""
revision = 'b'
down_revision = 'a'
#- /versions/c.py
"""c

Create Date: 2024-01-01
"""
revision = 'c'
down_revision = 'b'
`,
      { settings: { 'create-date-order': 'hint' } },
    );
  });
});
