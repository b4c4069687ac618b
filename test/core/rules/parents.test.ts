import { check } from '../check';

suite('rules: parents', () => {
  test('an ancestor of another parent', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = 'a'
#- /versions/c.py
revision = 'c'
down_revision = ('a', 'b')
#                ^^^ warning[redundant-parent]: 'a' comes with 'b' already: remove it from down_revision.
#- /versions/d.py
revision = 'd'
down_revision = 'c'
#- /versions/e.py
revision = 'e'
down_revision = 'c'
#- /versions/f.py
revision = 'f'
down_revision = ('e', 'd', 'a')
#                          ^^^ error[redundant-parent]: 'a' comes with 'e' and 'd' already, and 'alembic upgrade' crashes half-way for it: remove it from down_revision.
#- /versions/g.py
revision = 'g'
down_revision = ('f', 'f')
#                     ^^^ warning[redundant-parent]: 'f' is named twice in down_revision: remove one of the two.
`);
  });

  test("a dependency on an ancestor of a merge crashes, on one's own ancestor it does not", () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
branch_labels = 'root'
#- /versions/b.py
revision = 'b'
down_revision = 'a'
#- /versions/c.py
revision = 'c'
down_revision = 'a'
#- /versions/d.py
revision = 'd'
down_revision = ('b', 'c')
depends_on = 'root'
#            ^^^^^^ error[redundant-parent]: 'root' comes with 'b' and 'c' already, and 'alembic upgrade' crashes half-way for it: remove it from depends_on.
#- /versions/e.py
revision = 'e'
down_revision = ('d')
depends_on = 'b'
`);
  });
});
