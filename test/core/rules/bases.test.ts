import { check } from '../check';

suite('rules: bases', () => {
  test('a lost parent', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = 'a'
#- /versions/c.py
"""c

Revision ID: c
Revises: b
#        ^ information[docstring-mismatch]: The docstring says 'b' and it has no parent: Alembic goes by the code, so bring the docstring in line.
"""
revision = 'c'
down_revision = None
#               ^^^^ warning[multiple-bases]: 'c' has no down_revision, so it starts a second history beside 'a': name its parent, or give it a branch label if that is meant.
`);
  });

  test('meant, by label, dependency or merge', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = 'a'
#- /versions/c.py
revision = 'c'
down_revision = None
branch_labels = 'other'
#- /versions/d.py
revision = 'd'
down_revision = None
depends_on = 'a'
#- /versions/e.py
revision = 'e'
down_revision = ()
#- /versions/f.py
revision = 'f'
down_revision = ('b', 'e')
`);
  });
});
