import { check } from '../check';

suite('rules: heads', () => {
  test('two in one lineage', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
#          ^^^ warning[multiple-heads]: 'b' is one of 2 heads, beside 'c', so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.
down_revision = 'a'
#- /versions/c.py
revision = 'c'
#          ^^^ warning[multiple-heads]: 'c' is one of 2 heads, beside 'b', so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.
down_revision = 'a'
`);
  });

  test('two with messages are called by them', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
"""add "phone"

Revises: a
"""
revision = 'a17c03be9d52'
#          ^^^^^^^^^^^^^^ warning[multiple-heads]: "add "phone"" (a17c03be) is one of 2 heads, beside 'c', so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.
down_revision = 'a'
#- /versions/c.py
"""Revision ID: c"""
revision = 'c'
#          ^^^ warning[multiple-heads]: 'c' is one of 2 heads, beside "add "phone"" (a17c03be), so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.
down_revision = 'a'
`);
  });

  test('five in one lineage', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
branch_labels = 'all'
#- /versions/b.py
revision = 'b'
#          ^^^ warning[multiple-heads]: 'b' is one of 5 heads, beside 'c', 'd', 'e' and 1 more, so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.
down_revision = 'a'
#- /versions/c.py
revision = 'c'
#          ^^^ warning[multiple-heads]: 'c' is one of 5 heads, beside 'b', 'd', 'e' and 1 more, so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.
down_revision = 'a'
#- /versions/d.py
revision = 'd'
#          ^^^ warning[multiple-heads]: 'd' is one of 5 heads, beside 'b', 'c', 'e' and 1 more, so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.
down_revision = 'a'
#- /versions/e.py
revision = 'e'
#          ^^^ warning[multiple-heads]: 'e' is one of 5 heads, beside 'b', 'c', 'd' and 1 more, so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.
down_revision = 'a'
#- /versions/f.py
revision = 'f'
#          ^^^ warning[multiple-heads]: 'f' is one of 5 heads, beside 'b', 'c', 'd' and 1 more, so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.
down_revision = 'a'
`);
  });

  test('told apart by labels, but not within one label', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = 'a'
branch_labels = 'expand'
#- /versions/c.py
revision = 'c'
down_revision = 'a'
branch_labels = 'contract'
#- /versions/d.py
revision = 'd'
#          ^^^ warning[multiple-heads]: 'd' is one of 2 heads, beside 'e', so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.
down_revision = 'b'
#- /versions/e.py
revision = 'e'
#          ^^^ warning[multiple-heads]: 'e' is one of 2 heads, beside 'd', so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.
down_revision = 'b'
`);
  });

  test('told apart by labels that are computed', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = 'a'
branch_labels = (cli.EXPAND_BRANCH,)
#               ^^^^^^^^^^^^^^^^^^^^ hint[dynamic-revision]: branch_labels is computed when the file runs, so what it names is not checked: write it as text if you can.
#- /versions/c.py
revision = 'c'
down_revision = 'a'
branch_labels = (cli.CONTRACT_BRANCH,)
#               ^^^^^^^^^^^^^^^^^^^^^^ hint[dynamic-revision]: branch_labels is computed when the file runs, so what it names is not checked: write it as text if you can.
`);
  });

  test('a dependency makes one follow the other', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = 'a'
#- /versions/b2.py
revision = 'b2'
down_revision = 'b'
#- /versions/c.py
revision = 'c'
down_revision = 'a'
depends_on = 'b'
`);
  });

  test('nothing is known where a parent is computed', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = 'a'
#- /versions/c.py
revision = 'c'
down_revision = 'a'
#- /versions/d.py
revision = 'd'
down_revision = parents_of('d')
#               ^^^^^^^^^^^^^^^ hint[dynamic-revision]: down_revision is computed when the file runs, so what it names is not checked: write it as text if you can.
`);
  });
});
