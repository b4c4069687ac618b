import { check } from '../check';

suite('rules: ignores', () => {
  test('on the line, above it, in the statement, in the file', () => {
    check(`
#- /versions/a.py
# alembic: ignore-file[unknown-down-revision]
revision = 'a'
down_revision = 'gone'
#- /versions/b.py
revision = 'b'
down_revision = (
    'gone',
    'a',
)  # alembic: ignore[unknown-down-revision]
#- /versions/c.py
revision = 'c'
# alembic: ignore[unknown-down-revision] -- comes back next week
down_revision = 'gone'
#- /versions/d.py
revision = 'd'
down_revision = 'gone'  # alembic: ignore
#- /versions/e.py
revision = 'e'
down_revision = (
    'gone',  # alembic: ignore[unknown-down-revision]
    'lost',
#   ^^^^^^ error[unknown-down-revision]: No revision has the id 'lost': restore its file, or name a full revision id that exists.
)
`);
  });

  test('unused, unknown, and texts that are none', () => {
    check(`
#- /versions/a.py
# alembic: ignore-file[multiple-heads, docstring-mismatch]
#                      ^^^^^^^^^^^^^^ warning[unused-ignore]: 'multiple-heads' finds nothing here: remove it from the comment.
#                                      ^^^^^^^^^^^^^^^^^^ warning[unused-ignore]: 'docstring-mismatch' finds nothing here: remove it from the comment.
revision = 'a'
down_revision = 'gone'  # alembic: ignore[revision-cycle, unkown-down-revision, whatever]
#               ^^^^^^ error[unknown-down-revision]: No revision has the id 'gone': restore its file, or name a full revision id that exists.
#                                         ^^^^^^^^^^^^^^ warning[unused-ignore]: 'revision-cycle' finds nothing here: remove it from the comment.
#                                                         ^^^^^^^^^^^^^^^^^^^^ warning[unknown-ignore]: There is no rule 'unkown-down-revision'; did you mean 'unknown-down-revision'?
#                                                                               ^^^^^^^^ warning[unknown-ignore]: There is no rule 'whatever': name one that exists, or remove it.
x = '# alembic: ignore[unknown-down-revision]'
# alembic: ignore
^^^^^^^^^^^^^^^^^ warning[unused-ignore]: Nothing is found here that this comment could silence: remove it.
depends_on = None
# alembic: ignore[edited-after-merge, create-date-order]
branch_labels = None
`);
  });
});
