/** Bodies of `upgrade` with every kind of statement and expression; `t` and `u` are there, with `t.a`. */
export const statements: Readonly<Record<string, string>> = {
  'try that returns': `def f():
    try:
        return op.add_column('t', sa.Column('b', sa.Integer))
    except Exception:
        op.add_column('t', sa.Column('x', sa.Integer))
f()`,
  'try with a handler that raises again': `try:
    [0][0]
    op.add_column('t', sa.Column('b', sa.Integer))
except Exception:
    op.drop_table('u')
    raise`,
  'with nullcontext': `import contextlib
with contextlib.nullcontext():
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'with two items': `with op.batch_alter_table('t') as b, op.batch_alter_table('u') as c:
    b.add_column(sa.Column('b', sa.Integer))
    c.add_column(sa.Column('c', sa.Integer))`,
  'with expression of op': `with (x := op.batch_alter_table('t')) as b:
    b.add_column(sa.Column('b', sa.Integer))`,
  'with ExitStack': `import contextlib
with contextlib.ExitStack() as s:
    b = s.enter_context(op.batch_alter_table('t'))
    b.add_column(sa.Column('b', sa.Integer))`,
  'with own class': `class C:
    def __enter__(self):
        op.add_column('t', sa.Column('b', sa.Integer))
    def __exit__(self, *a):
        op.add_column('t', sa.Column('c', sa.Integer))
with C():
    pass`,
  'with class that swallows': `class C:
    def __enter__(self):
        pass
    def __exit__(self, *a):
        return True
with C():
    raise ValueError
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'with contextmanager': `import contextlib
@contextlib.contextmanager
def m():
    op.add_column('t', sa.Column('b', sa.Integer))
    yield
    op.add_column('t', sa.Column('c', sa.Integer))
with m():
    op.add_column('t', sa.Column('d', sa.Integer))`,
  'contextmanager try finally': `import contextlib
@contextlib.contextmanager
def m():
    try:
        yield
    finally:
        op.add_column('t', sa.Column('c', sa.Integer))
with m():
    op.add_column('t', sa.Column('d', sa.Integer))`,
  'contextmanager called not entered': `import contextlib
@contextlib.contextmanager
def m():
    op.add_column('t', sa.Column('b', sa.Integer))
    yield
m()`,
  'try else finally': `try:
    op.add_column('t', sa.Column('b', sa.Integer))
except Exception:
    op.add_column('t', sa.Column('x', sa.Integer))
else:
    op.add_column('t', sa.Column('c', sa.Integer))
finally:
    op.add_column('t', sa.Column('d', sa.Integer))`,
  'try that raises literally': `try:
    raise ValueError
    op.add_column('t', sa.Column('x', sa.Integer))
except ValueError:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'try unknown error type': `try:
    int('x')
except ValueError:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'try KeyError': `try:
    {}['a']
except KeyError:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'try import': `try:
    import nowhere_to_be_found
except ImportError:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'try import there': `try:
    import json
except ImportError:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'try import else': `try:
    import nowhere_to_be_found
except ImportError:
    pass
else:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'try second handler': `try:
    raise KeyError
except ValueError:
    op.add_column('t', sa.Column('x', sa.Integer))
except KeyError:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'try op fails': `try:
    op.add_column('t', sa.Column('a', sa.Integer))
except Exception:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'try op fails by second handler': `try:
    op.add_column('t', sa.Column('a', sa.Integer))
except ValueError:
    op.add_column('t', sa.Column('x', sa.Integer))
except sa.exc.OperationalError:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'try finally return': `def f():
    try:
        return 1
    finally:
        op.add_column('t', sa.Column('b', sa.Integer))
f()`,
  'finally return swallows': `def f():
    try:
        raise ValueError
    finally:
        return
f()
op.add_column('t', sa.Column('b', sa.Integer))`,
  'except star': `try:
    raise ExceptionGroup('e', [ValueError()])
except* ValueError:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'while counting': `i = 0
while i < 3:
    op.add_column('t', sa.Column(f'c{i}', sa.Integer))
    i += 1`,
  'while else': `i = 0
while i < 1:
    i += 1
else:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'while pop': `names = ['b', 'c']
while names:
    op.add_column('t', sa.Column(names.pop(), sa.Integer))`,
  'while False else': `while False:
    op.add_column('t', sa.Column('x', sa.Integer))
else:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'while test with op': `def f():
    op.add_column('t', sa.Column('b', sa.Integer))
    return False
while f():
    pass`,
  'while True break': `while True:
    op.add_column('t', sa.Column('b', sa.Integer))
    break`,
  'while True break else': `while True:
    break
else:
    op.add_column('t', sa.Column('x', sa.Integer))`,
  'while walrus': `names = ['b', 'c']
while (n := names.pop() if names else None):
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'for else': `for n in ['b']:
    op.add_column('t', sa.Column(n, sa.Integer))
else:
    op.add_column('t', sa.Column('c', sa.Integer))`,
  'for break else': `for n in ['b', 'c']:
    op.add_column('t', sa.Column(n, sa.Integer))
    break
else:
    op.add_column('t', sa.Column('x', sa.Integer))`,
  'for continue': `for n in ['b', 'c']:
    if n == 'b':
        continue
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'for unknown else': `import os
for n in os.environ.get('NOPE_X', '').split():
    pass
else:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'for zip enumerate': `for i, (n, t) in enumerate(zip(['b', 'c'], [sa.Integer, sa.String])):
    op.add_column('t', sa.Column(f'{n}{i}', t()))`,
  'for nested starred': `for n, *rest in [('b', 1, 2)]:
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'for iterating generator': `def g():
    yield 'b'
    op.add_column('t', sa.Column('c', sa.Integer))
    yield 'd'
for n in g():
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'generator list': `def g():
    op.add_column('t', sa.Column('b', sa.Integer))
    yield
    op.add_column('t', sa.Column('c', sa.Integer))
list(g())`,
  'generator expression run': `list(op.add_column('t', sa.Column(n, sa.Integer)) for n in ['b'])`,
  'generator expression any': `any(op.add_column('t', sa.Column(n, sa.Integer)) for n in ['b', 'c'])`,
  'generator expression first of any': `any([True for n in ['b', 'c'] if not op.add_column('t', sa.Column(n, sa.Integer))])`,
  'list comprehension': `[op.add_column('t', sa.Column(n, sa.Integer)) for n in ['b', 'c']]`,
  'comprehension assigned': `x = [op.add_column('t', sa.Column(n, sa.Integer)) for n in ['b', 'c']]`,
  'set comprehension': `{op.add_column('t', sa.Column(n, sa.Integer)) for n in ['b', 'c']}`,
  'dict comprehension': `{n: op.add_column('t', sa.Column(n, sa.Integer)) for n in ['b', 'c']}`,
  'map run': `list(map(lambda n: op.add_column('t', sa.Column(n, sa.Integer)), ['b', 'c']))`,
  'deque map': `import collections
collections.deque(map(lambda n: op.add_column('t', sa.Column(n, sa.Integer)), ['b', 'c']), maxlen=0)`,
  'async helper not awaited': `async def f():
    op.add_column('t', sa.Column('b', sa.Integer))
f()`,
  'asyncio run': `import asyncio
async def f():
    op.add_column('t', sa.Column('b', sa.Integer))
asyncio.run(f())`,
  'del op alias': `o = op
del o
op.add_column('t', sa.Column('b', sa.Integer))`,
  'del of column list': `cols = ['b', 'c']
del cols[0]
for n in cols:
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'del with call': `d = {None: 1}
del d[op.add_column('t', sa.Column('b', sa.Integer))]`,
  'assert with call': `assert op.add_column('t', sa.Column('b', sa.Integer)) is None`,
  'assert message': `assert True, op.add_column('t', sa.Column('x', sa.Integer))`,
  'assert False': `assert False
op.add_column('t', sa.Column('x', sa.Integer))`,
  global: `global zz
zz = 'b'
def f():
    op.add_column('t', sa.Column(zz, sa.Integer))
f()`,
  'global changed inside': `global zz
zz = 'b'
def f():
    global zz
    zz = 'c'
f()
op.add_column('t', sa.Column(zz, sa.Integer))`,
  nonlocal: `n = 'b'
def f():
    nonlocal n
    n = 'c'
f()
op.add_column('t', sa.Column(n, sa.Integer))`,
  'decorator runs op': `def d(f):
    op.add_column('t', sa.Column('b', sa.Integer))
    return f
@d
def g():
    pass`,
  'decorator wraps': `def d(f):
    def w():
        op.add_column('t', sa.Column('b', sa.Integer))
        f()
    return w
@d
def g():
    op.add_column('t', sa.Column('c', sa.Integer))
g()`,
  'decorator with argument': `def d(n):
    def e(f):
        op.add_column('t', sa.Column(n, sa.Integer))
        return f
    return e
@d('b')
def g():
    pass`,
  'decorator that runs at once': `def now(f):
    f()
    return f
@now
def g():
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'decorated class runs': `def d(c):
    op.add_column('t', sa.Column('b', sa.Integer))
    return c
@d
class C:
    op.add_column('t', sa.Column('c', sa.Integer))`,
  'class body runs': `class C:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'class base call': `class C(object if op.add_column('t', sa.Column('b', sa.Integer)) is None else int):
    pass`,
  'class keyword': `class C(metaclass=type):
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'class method': `class C:
    def up(self):
        op.add_column('t', sa.Column('b', sa.Integer))
C().up()`,
  'class init': `class C:
    def __init__(self, n):
        op.add_column('t', sa.Column(n, sa.Integer))
C('b')`,
  'class call': `class C:
    def __call__(self):
        op.add_column('t', sa.Column('b', sa.Integer))
C()()`,
  staticmethod: `class C:
    @staticmethod
    def up():
        op.add_column('t', sa.Column('b', sa.Integer))
C.up()`,
  classmethod: `class C:
    n = 'b'
    @classmethod
    def up(cls):
        op.add_column('t', sa.Column(cls.n, sa.Integer))
C.up()`,
  property: `class C:
    @property
    def up(self):
        op.add_column('t', sa.Column('b', sa.Integer))
C().up`,
  'attribute state': `class C:
    pass
c = C()
c.n = 'b'
op.add_column('t', sa.Column(c.n, sa.Integer))`,
  'dunder operator': `class C:
    def __add__(self, o):
        op.add_column('t', sa.Column('b', sa.Integer))
C() + 1`,
  'dunder iter': `class C:
    def __iter__(self):
        op.add_column('t', sa.Column('b', sa.Integer))
        return iter([])
for x in C():
    pass`,
  'dunder del': `class C:
    def __len__(self):
        op.add_column('t', sa.Column('b', sa.Integer))
        return 0
len(C())`,
  'dunder bool': `class C:
    def __bool__(self):
        op.add_column('t', sa.Column('b', sa.Integer))
        return False
if C():
    op.add_column('t', sa.Column('x', sa.Integer))`,
  'dunder getattr': `class C:
    def __getattr__(self, n):
        return lambda: op.add_column('t', sa.Column(n, sa.Integer))
C().b()`,
  'dunder getitem': `class C:
    def __getitem__(self, n):
        op.add_column('t', sa.Column(n, sa.Integer))
C()['b']`,
  'dunder contains': `class C:
    def __contains__(self, n):
        op.add_column('t', sa.Column(n, sa.Integer))
'b' in C()`,
  'dunder str': `class C:
    def __str__(self):
        op.add_column('t', sa.Column('b', sa.Integer))
        return ''
str(C())`,
  'fstring call': `f"{op.add_column('t', sa.Column('b', sa.Integer))}"`,
  'fstring format spec call': `f"{1:{op.add_column('t', sa.Column('b', sa.Integer)) or ''}}"`,
  'default argument': `def f(x=op.add_column('t', sa.Column('b', sa.Integer))):
    pass`,
  'default argument called': `def f(x=op.add_column('t', sa.Column('b', sa.Integer))):
    pass
f()
f()`,
  'annotated assignment': `x: int = op.add_column('t', sa.Column('b', sa.Integer))`,
  'lambda default': `g = lambda x=op.add_column('t', sa.Column('b', sa.Integer)): x`,
  'lambda called': `(lambda: op.add_column('t', sa.Column('b', sa.Integer)))()`,
  'lambda not called': `lambda: op.add_column('t', sa.Column('x', sa.Integer))`,
  'conditional expression': `op.add_column('t', sa.Column('b', sa.Integer)) if True else op.add_column('t', sa.Column('x', sa.Integer))`,
  'conditional expression unknown': `import os
op.add_column('t', sa.Column('b', sa.Integer)) if os.environ.get('NOPE_X') else None`,
  and: `True and op.add_column('t', sa.Column('b', sa.Integer))`,
  'and false': `False and op.add_column('t', sa.Column('x', sa.Integer))`,
  or: `None or op.add_column('t', sa.Column('b', sa.Integer))`,
  'or true': `1 or op.add_column('t', sa.Column('x', sa.Integer))`,
  'and unknown': `import os
os.environ.get('NOPE_X') and op.add_column('t', sa.Column('b', sa.Integer))`,
  'or unknown': `import os
os.environ.get('NOPE_X') or op.add_column('t', sa.Column('b', sa.Integer))`,
  'comparison chain': `1 < 2 < (op.add_column('t', sa.Column('b', sa.Integer)) or 3)`,
  'comparison chain short': `2 < 1 < (op.add_column('t', sa.Column('x', sa.Integer)) or 3)`,
  not: `not op.add_column('t', sa.Column('b', sa.Integer))`,
  'unary minus': `-(op.add_column('t', sa.Column('b', sa.Integer)) or 1)`,
  'tuple statement': `op.add_column('t', sa.Column('b', sa.Integer)), op.add_column('t', sa.Column('c', sa.Integer))`,
  'list statement': `[op.add_column('t', sa.Column('b', sa.Integer)), op.add_column('t', sa.Column('c', sa.Integer))]`,
  starred: `[*[op.add_column('t', sa.Column('b', sa.Integer))]]`,
  'starred args': `args = ['t', sa.Column('b', sa.Integer)]
op.add_column(*args)`,
  kwargs: `kw = {'table_name': 't', 'column': sa.Column('b', sa.Integer)}
op.add_column(**kw)`,
  'subscript call': `[0][op.add_column('t', sa.Column('b', sa.Integer)) or 0]`,
  'slice call': `[0][(op.add_column('t', sa.Column('b', sa.Integer)) or 0):1]`,
  'slice upper': `[0][0:(op.add_column('t', sa.Column('b', sa.Integer)) or 1)]`,
  walrus: `if (n := 'b'):
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'walrus call': `(x := op.add_column('t', sa.Column('b', sa.Integer)))`,
  'walrus in comprehension': `[y := n for n in ['b', 'c']]
op.add_column('t', sa.Column(y, sa.Integer))`,
  'augmented call': `x = 1
x += op.add_column('t', sa.Column('b', sa.Integer)) or 1`,
  'augmented subscript': `x = [1]
x[op.add_column('t', sa.Column('b', sa.Integer)) or 0] += 1`,
  'target call': `x = [1]
x[op.add_column('t', sa.Column('b', sa.Integer)) or 0] = 2`,
  'target attribute call': `def f():
    op.add_column('t', sa.Column('b', sa.Integer))
    return type('X', (), {})()
f().y = 2`,
  'for target call': `x = [1]
for x[op.add_column('t', sa.Column('b', sa.Integer)) or 0] in [1]:
    pass`,
  'with target call': `import contextlib
x = [1]
with contextlib.nullcontext() as x[op.add_column('t', sa.Column('b', sa.Integer)) or 0]:
    pass`,
  'return call': `return op.add_column('t', sa.Column('b', sa.Integer))`,
  'return in middle': `op.add_column('t', sa.Column('b', sa.Integer))
return
op.add_column('t', sa.Column('x', sa.Integer))`,
  'early return condition': `if True:
    op.add_column('t', sa.Column('b', sa.Integer))
    return
op.add_column('t', sa.Column('x', sa.Integer))`,
  'early return unknown': `import os
if os.environ.get('NOPE_X'):
    return
op.add_column('t', sa.Column('b', sa.Integer))`,
  raise: `op.add_column('t', sa.Column('b', sa.Integer))
if False:
    raise ValueError
op.add_column('t', sa.Column('c', sa.Integer))`,
  'raise of call': `def f():
    op.add_column('t', sa.Column('b', sa.Integer))
    return ValueError()
try:
    raise f()
except ValueError:
    pass`,
  'raise from call': `def f():
    op.add_column('t', sa.Column('b', sa.Integer))
try:
    raise ValueError from f()
except ValueError:
    pass`,
  'raise in helper caught': `def f():
    raise ValueError
try:
    f()
    op.add_column('t', sa.Column('x', sa.Integer))
except ValueError:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'raise in helper deep': `def f():
    raise ValueError
def g():
    f()
    op.add_column('t', sa.Column('x', sa.Integer))
try:
    g()
except ValueError:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'raise in loop caught outside': `try:
    for n in ['b', 'c']:
        op.add_column('t', sa.Column(n, sa.Integer))
        raise ValueError
except ValueError:
    pass`,
  'raise in with caught': `try:
    with op.batch_alter_table('t') as b:
        b.add_column(sa.Column('x', sa.Integer))
        raise ValueError
except ValueError:
    pass`,
  suppress: `import contextlib
with contextlib.suppress(ValueError):
    raise ValueError
    op.add_column('t', sa.Column('x', sa.Integer))
op.add_column('t', sa.Column('b', sa.Integer))`,
  exit: `import sys
try:
    sys.exit()
    op.add_column('t', sa.Column('x', sa.Integer))
except SystemExit:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  match: `match 'a':
    case 'a':
        op.add_column('t', sa.Column('b', sa.Integer))
    case _:
        op.add_column('t', sa.Column('x', sa.Integer))`,
  'match guard call': `match 1:
    case x if op.add_column('t', sa.Column('b', sa.Integer)):
        pass`,
  'match subject call': `match op.add_column('t', sa.Column('b', sa.Integer)):
    case None:
        op.add_column('t', sa.Column('c', sa.Integer))`,
  exec: `exec("op.add_column('t', sa.Column('b', sa.Integer))")`,
  'exec with globals': `exec("op.add_column('t', sa.Column('b', sa.Integer))", globals())`,
  eval: `eval("op.add_column('t', sa.Column('b', sa.Integer))")`,
  'getattr op': `getattr(op, 'add_column')('t', sa.Column('b', sa.Integer))`,
  'getattr name': `for m in ['add_column']:
    getattr(op, m)('t', sa.Column('b', sa.Integer))`,
  'getattr unknown': `import os
getattr(op, os.environ.get('NOPE_X', 'add_column'))('t', sa.Column('b', sa.Integer))`,
  'op in list': `for o in [op]:
    o.add_column('t', sa.Column('b', sa.Integer))`,
  'op method in list': `for f in [op.add_column]:
    f('t', sa.Column('b', sa.Integer))`,
  'op in dict': `d = {'a': op.add_column}
d['a']('t', sa.Column('b', sa.Integer))`,
  'op in attribute': `class C:
    o = op
C.o.add_column('t', sa.Column('b', sa.Integer))`,
  partial: `import functools
f = functools.partial(op.add_column, 't')
f(sa.Column('b', sa.Integer))`,
  reduce: `import functools
functools.reduce(lambda a, n: op.add_column('t', sa.Column(n, sa.Integer)), ['b', 'c'], None)`,
  'sorted key': `sorted(['b'], key=lambda n: op.add_column('t', sa.Column(n, sa.Integer)) or 1)`,
  filter: `list(filter(lambda n: op.add_column('t', sa.Column(n, sa.Integer)), ['b']))`,
  'max key': `max(['b'], key=lambda n: op.add_column('t', sa.Column(n, sa.Integer)) or 1)`,
  'callback arg': `def each(f):
    f('b')
each(lambda n: op.add_column('t', sa.Column(n, sa.Integer)))`,
  thread: `import contextvars
contextvars.copy_context().run(lambda: op.add_column('t', sa.Column('b', sa.Integer)))`,
  recursion: `def f(names):
    if names:
        op.add_column('t', sa.Column(names[0], sa.Integer))
        f(names[1:])
f(['b', 'c'])`,
  'mutual recursion deep': `def f(i):
    if i < 10:
        op.add_column('t', sa.Column(f'c{i}', sa.Integer))
        f(i + 1)
f(0)`,
  'mutable default': `def f(n, seen=[]):
    seen.append(n)
    return seen
f('b')
for n in f('c'):
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'mutated argument': `def f(l):
    l.append('b')
l = []
f(l)
for n in l:
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'closure late': `fs = [lambda: op.add_column('t', sa.Column(n, sa.Integer)) for n in ['b', 'c']]
fs[0]()`,
  'closure default': `fs = [lambda n=n: op.add_column('t', sa.Column(n, sa.Integer)) for n in ['b', 'c']]
fs[0]()`,
  swap: `a, b = 'b', 'c'
a, b = b, a
op.add_column('t', sa.Column(a, sa.Integer))`,
  'unpack star': `a, *b = ['b', 'c', 'd']
for n in b:
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'dict items': `for n, t in {'b': sa.Integer, 'c': sa.Text}.items():
    op.add_column('t', sa.Column(n, t))`,
  'dict update': `d = {'b': 1}
d.update(c=2)
for n in d:
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'dict set item': `d = {}
d['b'] = 1
for n in d:
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'list insert': `l = ['b']
l.insert(0, 'c')
op.add_column('t', sa.Column(l[0], sa.Integer))`,
  'list sort': `l = ['c', 'b']
l.sort()
op.add_column('t', sa.Column(l[0], sa.Integer))`,
  'list set item': `l = ['c', 'b']
l[0] = 'd'
op.add_column('t', sa.Column(l[0], sa.Integer))`,
  'list slice assign': `l = ['c', 'b']
l[0:1] = ['d']
op.add_column('t', sa.Column(l[0], sa.Integer))`,
  'alias of list': `l = ['c']
m = l
m.append('b')
for n in l:
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'list times': `l = ['b'] * 1
for n in l:
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'reversed range': `for i in reversed(range(2)):
    op.add_column('t', sa.Column(f'c{i}', sa.Integer))`,
  'string join split': `for n in 'b c'.split():
    op.add_column('t', sa.Column(n, sa.Integer))`,
  'chained comparison': `if 1 < 2 < 3:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'is not None': `x = None
if x is not None:
    op.add_column('t', sa.Column('x', sa.Integer))
else:
    op.add_column('t', sa.Column('b', sa.Integer))`,
  'try nested function return': `def f():
    for n in ['b', 'c']:
        op.add_column('t', sa.Column(n, sa.Integer))
        return
f()`,
  'nested function shadows': `def op2():
    pass
op2()
op.add_column('t', sa.Column('b', sa.Integer))`,
  'import inside': `from alembic import op as o
o.add_column('t', sa.Column('b', sa.Integer))`,
  'import star name': `from alembic.op import add_column
add_column('t', sa.Column('b', sa.Integer))`,
  importlib: `import importlib
importlib.import_module('alembic.op').add_column('t', sa.Column('b', sa.Integer))`,
  __import__: `__import__('alembic').op.add_column('t', sa.Column('b', sa.Integer))`,
  'globals lookup': `globals()['op'].add_column('t', sa.Column('b', sa.Integer))`,
  'vars op': `vars(op)['add_column']('t', sa.Column('b', sa.Integer))`,
  setattr: `class C:
    pass
setattr(C, 'f', op.add_column)
C.f('t', sa.Column('b', sa.Integer))`,
  'operator.methodcaller': `import operator
operator.methodcaller('add_column', 't', sa.Column('b', sa.Integer))(op)`,
  'iter sentinel': `it = iter(['b', 'c'])
op.add_column('t', sa.Column(next(it), sa.Integer))
op.add_column('t', sa.Column(next(it), sa.Integer))`,
  semicolons: `op.add_column('t', sa.Column('b', sa.Integer)); op.add_column('t', sa.Column('c', sa.Integer))`,
  'one-line if': `if True: op.add_column('t', sa.Column('b', sa.Integer)); op.add_column('t', sa.Column('c', sa.Integer))`,
  'parenthesised lines': `(
    op
    .add_column(
        't', sa.Column('b', sa.Integer))
)`,
  'type statement': `op.add_column('t', sa.Column('b', sa.Integer))
X = type('X', (), {'f': lambda s: op.add_column('t', sa.Column('c', sa.Integer))})
X().f()`,
  'yield in upgrade': `op.add_column('t', sa.Column('x', sa.Integer))
yield`,
  'yield in nested only': `def g():
    yield
op.add_column('t', sa.Column('b', sa.Integer))`,
  'yield in lambda': `f = lambda: (yield)
op.add_column('t', sa.Column('b', sa.Integer))`,
  'yield expression deep': `if False:
    x = [(yield)]
op.add_column('t', sa.Column('x', sa.Integer))`,
  'yield from': `op.add_column('t', sa.Column('x', sa.Integer))
yield from []`,
  'yield in expression of assign': `op.add_column('t', sa.Column('x', sa.Integer))
z = yield`,
  'return yield': `op.add_column('t', sa.Column('x', sa.Integer))
return (yield)`,
  'yield in while else': `op.add_column('t', sa.Column('x', sa.Integer))
while False:
    pass
else:
    yield`,
  'yield in match': `op.add_column('t', sa.Column('x', sa.Integer))
match 1:
    case 2:
        yield`,
  'yield in with item': `op.add_column('t', sa.Column('x', sa.Integer))
if 0:
    with (yield):
        pass`,
  'yield in call argument': `op.add_column('t', sa.Column('x', sa.Integer))
if 0:
    print((yield))`,
  'generator delegating': `def g():
    op.add_column('t', sa.Column('b', sa.Integer))
    yield 1
def h():
    yield from g()
list(h())`,
  dataclass: `import dataclasses
@dataclasses.dataclass
class C:
    n: str
    def __post_init__(self):
        op.add_column('t', sa.Column(self.n, sa.Integer))
C('b')`,
  'dataclass method': `import dataclasses
@dataclasses.dataclass
class C:
    n: str
    def up(self):
        op.add_column('t', sa.Column(self.n, sa.Integer))
for c in [C('b')]:
    c.up()`,
  namedtuple: `import collections
P = collections.namedtuple('P', 'n')
for p in [P('b')]:
    op.add_column('t', sa.Column(p.n, sa.Integer))`,
  enum: `import enum
class E(enum.Enum):
    b = 1
for e in E:
    op.add_column('t', sa.Column(e.name, sa.Integer))`,
  lru_cache: `import functools
@functools.lru_cache
def f(n):
    op.add_column('t', sa.Column(n, sa.Integer))
f('b')
f('b')`,
  wraps: `import functools
def d(f):
    @functools.wraps(f)
    def w(*a):
        return f(*a)
    return w
@d
def g(n):
    op.add_column('t', sa.Column(n, sa.Integer))
g('b')`,
  singledispatch: `import functools
@functools.singledispatch
def f(n):
    op.add_column('t', sa.Column('b', sa.Integer))
@f.register
def _(n: int):
    op.add_column('t', sa.Column('c', sa.Integer))
f(1)`,
  'decorator sets nothing': `import functools
@functools.cache
def f():
    op.add_column('t', sa.Column('b', sa.Integer))
f()
f()`,
  'with closing': `import contextlib
class C:
    def close(self):
        op.add_column('t', sa.Column('b', sa.Integer))
with contextlib.closing(C()):
    pass`,
  'ExitStack callback': `import contextlib
with contextlib.ExitStack() as s:
    s.callback(op.add_column, 't', sa.Column('b', sa.Integer))`,
  'try in loop continue': `for n in ['a', 'b']:
    try:
        op.add_column('t', sa.Column(n, sa.Integer))
    except Exception:
        continue
    op.add_column('t', sa.Column(n + '2', sa.Integer))`,
  'bind execute': `op.get_bind().execute(sa.text('ALTER TABLE t ADD COLUMN b INTEGER'))`,
  'bind exec driver': `op.get_bind().exec_driver_sql('ALTER TABLE t ADD COLUMN b INTEGER')`,
  DDL: `op.execute(sa.DDL('ALTER TABLE t ADD COLUMN b INTEGER'))`,
  'metadata create': `m = sa.MetaData()
sa.Table('n', m, sa.Column('id', sa.Integer))
m.create_all(op.get_bind())`,
  'op.get_bind in with': `with op.get_bind().begin_nested():
    op.add_column('t', sa.Column('b', sa.Integer))`,
  session: `from sqlalchemy.orm import Session
with Session(op.get_bind()) as s:
    s.execute(sa.text('ALTER TABLE t ADD COLUMN b INTEGER'))`,
  CreateColumn: `from sqlalchemy.schema import CreateTable
op.execute(CreateTable(sa.Table('n', sa.MetaData(), sa.Column('id', sa.Integer))))`,
  DropTable: `from sqlalchemy.schema import DropTable
op.execute(DropTable(sa.Table('u', sa.MetaData())))`,
  CreateIndex: `from sqlalchemy.schema import CreateIndex
t = sa.Table('t', sa.MetaData(), sa.Column('a', sa.Integer))
op.execute(CreateIndex(sa.Index('ix', t.c.a)))`,
  'Index create': `t = sa.Table('t', sa.MetaData(), sa.Column('a', sa.Integer))
sa.Index('ix', t.c.a).create(op.get_bind())`,
  'raw cursor': `op.get_bind().connection.cursor().execute('ALTER TABLE t ADD COLUMN b INTEGER')`,
  'loop of statements': `for s in ('ALTER TABLE t ADD COLUMN b INTEGER', 'DROP TABLE u'):
    op.execute(s)`,
  splitlines: `for s in """ALTER TABLE t ADD COLUMN b INTEGER;
DROP TABLE u;""".split(';'):
    if s.strip():
        op.execute(s)`,
  'op.invoke': `from alembic.operations import ops
op.invoke(ops.AddColumnOp('t', sa.Column('b', sa.Integer)))`,
  'Operations class': `from alembic.operations import Operations
Operations(op.get_context()).add_column('t', sa.Column('b', sa.Integer))`,
};
