import { check } from '../check';

suite('rules: loops', () => {
  test('the whole loop is named at each of its edges', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = 'c'
#               ^^^ error[revision-cycle]: 'a' (a.py) -> 'c' (c.py) -> 'b' (b.py) -> 'a' is a loop: change one down_revision on it.
#- /versions/b.py
revision = 'b'
down_revision = 'a'
#               ^^^ error[revision-cycle]: 'b' (b.py) -> 'a' (a.py) -> 'c' (c.py) -> 'b' is a loop: change one down_revision on it.
#- /versions/c.py
revision = 'c'
down_revision = 'b'
#               ^^^ error[revision-cycle]: 'c' (c.py) -> 'b' (b.py) -> 'a' (a.py) -> 'c' is a loop: change one down_revision on it.
`);
  });

  test('one that Alembic does not notice, and the edge that the dates point to', () => {
    check(`
#- /versions/b.py
"""b

Create Date: 2024-01-01 00:00:00
"""
revision = 'b'
down_revision = None
#- /versions/a.py
"""a

Create Date: 2024-01-02 00:00:00
"""
revision = 'a'
down_revision = ('c', 'b')
#                ^^^ error[revision-cycle]: 'a' (a.py) -> 'c' (c.py) -> 'a' is a loop: this down_revision is probably the wrong one, change it.
#- /versions/c.py
"""c

Create Date: 2024-01-03 00:00:00
"""
revision = 'c'
down_revision = 'a'
#               ^^^ error[revision-cycle]: 'c' (c.py) -> 'a' (a.py) -> 'c' is a loop: the down_revision of 'a' is probably the wrong one, change it.
#- /versions/d.py
"""d

Create Date: 2024-01-04 00:00:00
"""
revision = 'd'
down_revision = ('c', 'a')
`);
  });

  test('the docstring knows better', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
"""b

Revises: a
#        ^ information[docstring-mismatch]: The docstring says 'a' and down_revision is 'c': Alembic goes by the code, so bring the docstring in line.
"""
revision = 'b'
down_revision = 'c'
#               ^^^ error[revision-cycle]: 'b' (b.py) -> 'c' (c.py) -> 'b' is a loop: this down_revision is probably the wrong one, change it.
#- /versions/c.py
"""c

Revises: b
"""
revision = 'c'
down_revision = 'b'
#               ^^^ error[revision-cycle]: 'c' (c.py) -> 'b' (b.py) -> 'c' is a loop: the down_revision of 'b' is probably the wrong one, change it.
`);
  });

  test('through dependencies', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = 'a'
depends_on = 'later'
#            ^^^^^^^ error[dependency-cycle]: 'b' (b.py) -> 'c' (c.py) -> 'b' is a loop: change one depends_on on it.
#- /versions/c.py
revision = 'c'
down_revision = 'b'
#               ^^^ error[dependency-cycle]: 'c' (c.py) -> 'b' (b.py) -> 'c' is a loop: change one down_revision on it.
branch_labels = 'later'
`);
  });

  test('made by a duplicate', () => {
    check(`
#- /versions/a.py
revision = 'a'
#          ^^^ error[duplicate-revision-id]: 'a' is declared by 'c.py' too, and Alembic runs only one of them: give one a new id.
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = 'a'
#               ^^^ error[revision-cycle]: 'b' (b.py) -> 'a' (c.py) -> 'b' is a loop because several files declare 'a': change one down_revision on it.
#- /versions/c.py
revision = 'a'
#          ^^^ error[duplicate-revision-id]: 'a' is declared by 'a.py' too, and Alembic runs only one of them: give one a new id.
down_revision = 'b'
#               ^^^ error[revision-cycle]: 'a' (c.py) -> 'b' (b.py) -> 'a' is a loop because several files declare 'a': change one down_revision on it.
`);
  });

  test('made by a conflict', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
<<<<<<< HEAD
^^^^^^^^^^^^ error[merge-conflict-markers]: A merge conflict is not resolved here, so every Alembic command fails: keep one side and remove the markers.
down_revision = 'a'
=======
down_revision = 'c'
#               ^^^ error[revision-cycle]: 'b' (b.py) -> 'c' (c.py) -> 'b' is a loop because a merge conflict is not resolved in 'b.py': change one down_revision on it.
>>>>>>> other
#- /versions/c.py
revision = 'c'
down_revision = 'b'
#               ^^^ error[revision-cycle]: 'c' (c.py) -> 'b' (b.py) -> 'c' is a loop because a merge conflict is not resolved in 'b.py': change one down_revision on it.
`);
  });

  test('a long one is named in part', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = 'h'
#               ^^^ error[revision-cycle]: 'a' (a.py) -> 'h' (h.py) -> 'g' (g.py) -> 'f' (f.py) -> 'e' (e.py) -> 3 more -> 'a' is a loop: change one down_revision on it.
#- /versions/b.py
revision = 'b'
down_revision = 'a'
#               ^^^ error[revision-cycle]: 'b' (b.py) -> 'a' (a.py) -> 'h' (h.py) -> 'g' (g.py) -> 'f' (f.py) -> 3 more -> 'b' is a loop: change one down_revision on it.
#- /versions/c.py
revision = 'c'
down_revision = 'b'  # alembic: ignore[revision-cycle]
#- /versions/d.py
revision = 'd'
down_revision = 'c'  # alembic: ignore[revision-cycle]
#- /versions/e.py
revision = 'e'
down_revision = 'd'  # alembic: ignore[revision-cycle]
#- /versions/f.py
revision = 'f'
down_revision = 'e'  # alembic: ignore[revision-cycle]
#- /versions/g.py
revision = 'g'
down_revision = 'f'  # alembic: ignore[revision-cycle]
#- /versions/h.py
revision = 'h'
down_revision = 'g'  # alembic: ignore[revision-cycle]
`);
  });
});
