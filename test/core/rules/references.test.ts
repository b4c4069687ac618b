import { check } from '../check';

suite('rules: references', () => {
  test('in a part of a history, a name may mean what is not here', () => {
    const configuration = {
      configFile: undefined,
      revisionsElsewhere: 'what loads this folder may have it elsewhere',
    };
    check(
      `
#- /versions/a.py
revision = '1975ea83b712'
down_revision = 'dbdbc1b19cf2'
#               ^^^^^^^^^^^^^^ hint[unknown-down-revision]: No revision here has the id 'dbdbc1b19cf2', so it is not checked: what loads this folder may have it elsewhere.
depends_on = ('9848d0149abd', '1975ea83b721')
#             ^^^^^^^^^^^^^^ hint[unknown-dependency]: No revision here has the id '9848d0149abd', so it is not checked: what loads this folder may have it elsewhere.
#                             ^^^^^^^^^^^^^^ hint[unknown-dependency]: No revision here has the id '1975ea83b721', so it is not checked: what loads this folder may have it elsewhere.
#- /versions/b.py
revision = 'bbbb0cbd2222'
down_revision = '1975ea83b721'
#               ^^^^^^^^^^^^^^ error[unknown-down-revision]: No revision has the id '1975ea83b721'; did you mean '1975ea83b712'?
`,
      { configuration },
    );
  });

  test('a close id is offered', () => {
    check(`
#- /versions/a.py
revision = '1975ea83b712'
down_revision = None
#- /versions/b.py
revision = 'bbbb0cbd2222'
down_revision = '1975ea83b721'
#               ^^^^^^^^^^^^^^ error[unknown-down-revision]: No revision has the id '1975ea83b721'; did you mean '1975ea83b712'?
`);
  });

  test('file names, messages, labels, parts, symbols and nothing are told apart', () => {
    check(`
#- /versions/1975ea83b712_add_users.py
"""Add users table

Revision ID: 1975ea83b712
"""
revision = '1975ea83b712'
down_revision = None
branch_labels = 'people'
#- /versions/b.py
revision = 'bbbb0cbd2222'
down_revision = '1975ea83b712_add_users.py'
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[unknown-down-revision]: '1975ea83b712_add_users.py' is a file name: down_revision needs the revision id inside it, '1975ea83b712'.
#- /versions/c.py
revision = 'cccc0cbd2222'
down_revision = '1975ea83b712_add_users'
#               ^^^^^^^^^^^^^^^^^^^^^^^^ error[unknown-down-revision]: '1975ea83b712_add_users' is a file name: down_revision needs the revision id inside it, '1975ea83b712'.
#- /versions/d.py
revision = 'dddd0cbd2222'
down_revision = 'add_users_table'
#               ^^^^^^^^^^^^^^^^^ error[unknown-down-revision]: 'add_users_table' is the message of a revision: down_revision needs its id, '1975ea83b712'.
#- /versions/e.py
revision = 'eeee0cbd2222'
down_revision = 'people'
#               ^^^^^^^^ error[unknown-down-revision]: 'people' is a branch label, and down_revision needs a full revision id: write the id '1975ea83b712'.
#- /versions/f.py
revision = 'ffff0cbd2222'
down_revision = '1975e'
#               ^^^^^^^ error[unknown-down-revision]: '1975e' is only a part of '1975ea83b712': down_revision needs a full revision id.
#- /versions/g.py
revision = '99990cbd2222'
down_revision = 'head'
#               ^^^^^^ error[unknown-down-revision]: 'head' means something on the command line only: down_revision needs a full revision id.
#- /versions/h.py
revision = '88880cbd2222'
down_revision = ''
#               ^^ error[unknown-down-revision]: down_revision is an empty string, which names no revision: write None for none.
#- /versions/i.py
revision = '77770cbd2222'
down_revision = 'nothing like any'
#               ^^^^^^^^^^^^^^^^^^ error[unknown-down-revision]: No revision has the id 'nothing like any': restore its file, or name a full revision id that exists.
`);
  });

  test('one of several parents, annotated, with carriage returns', () => {
    check(`
#- /versions/a.py
revision: str = "aaaa0cbd2222"
down_revision: str | None = None
#- /versions/b.py [crlf]
revision: str = "bbbb0cbd2222"
down_revision: tuple[str, ...] = (
    "aaaa0cbd2222",
    "gone",
#   ^^^^^^ error[unknown-down-revision]: No revision has the id 'gone': restore its file, or name a full revision id that exists.
)
`);
  });

  test("a file whose id can't be read may be the missing one", () => {
    check(`
#- /versions/aaaa0cbd2222_x.py
revision = 'aaaa0cbd2222
#          ^^^^^^^^^^^^^ error[invalid-syntax]: Python can't load this file, so every Alembic command fails: this string is not closed; add the quotes that end it.
down_revision = None
#- /versions/b.py
revision = 'bbbb0cbd2222'
down_revision = 'aaaa0cbd2222'
#               ^^^^^^^^^^^^^^ warning[unknown-down-revision]: No revision that can be read has the id 'aaaa0cbd2222': aaaa0cbd2222_x.py may be it, so make its id readable.
`);
  });

  test('a file whose id is computed may be the missing one', () => {
    check(`
#- /versions/a.py
revision = make()
#          ^^^^^^ hint[dynamic-revision]: revision is computed when the file runs, so what it names is not checked: write it as text if you can.
down_revision = None
#- /versions/b.py
revision = 'bbbb0cbd2222'
down_revision = 'gone'
#               ^^^^^^ warning[unknown-down-revision]: No revision that can be read has the id 'gone': a.py may be it, so make its id readable.
`);
  });

  test('a dependency may be a full id or a label, and nothing else', () => {
    check(`
#- /versions/a.py
revision = '1975ea83b712'
down_revision = None
branch_labels = ['people']
#- /versions/b.py
revision = 'bbbb0cbd2222'
down_revision = '1975ea83b712'
depends_on = '1975ea83b712'
#- /versions/c.py
revision = 'cccc0cbd2222'
down_revision = 'bbbb0cbd2222'
depends_on = ('people', '1975e')
#                       ^^^^^^^ error[unknown-dependency]: '1975e' is only a part of '1975ea83b712': depends_on needs a full revision id or a branch label.
#- /versions/d.py
revision = 'dddd0cbd2222'
down_revision = 'cccc0cbd2222'
depends_on = ['peple', 'people@head']
#             ^^^^^^^ error[unknown-dependency]: No revision has the id 'peple'; did you mean 'people'?
#                      ^^^^^^^^^^^^^ error[unknown-dependency]: 'people@head' means something on the command line only: depends_on needs a full revision id or a branch label.
#- /versions/e.py
revision = 'eeee0cbd2222'
down_revision = 'dddd0cbd2222'
depends_on = ''
`);
  });

  test('a revision that names itself', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
down_revision = ('a', 'b')
#                     ^^^ error[self-reference]: 'b' names itself as its down_revision: name the revision that comes before it.
#- /versions/c.py
revision = 'c'
down_revision = 'b'
branch_labels = 'mine'
depends_on = ['mine']
#             ^^^^^^ error[self-reference]: 'c' depends on itself: remove 'mine' from depends_on.
`);
  });

  test('a lone empty string in depends_on is no dependency, also where a label is empty', () => {
    check(`
#- /versions/a.py
revision = 'a'
down_revision = None
branch_labels = ('',)
#- /versions/b.py
revision = 'b'
down_revision = 'a'
depends_on = ('',)
#- /versions/c.py
revision = 'c'
down_revision = None
depends_on = ('',)
#             ^^ error[unknown-dependency]: depends_on is an empty string, for which Alembic reports a dependency cycle in a first revision: write None for none.
`);
  });
});
