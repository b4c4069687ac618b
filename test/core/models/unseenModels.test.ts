import assert from 'node:assert/strict';
import { ModuleMemory } from '../../../server/core/models/moduleMemory';
import type { SeenTables } from '../../../server/core/models/unseenModels';
import { tablesSeen } from '../../../server/core/models/unseenModels';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { finish } from '../../../server/core/text/finish';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';
import { snapshotOf } from '../snapshotOf';

const base = 'from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n';
const model = (name: string, from = 'app.db', parent = 'Base') =>
  `from ${from} import ${parent.split('.')[0] ?? ''}\n\n\nclass ${name}(${parent}):\n    __tablename__ = "${name.toLowerCase()}s"\n`;
const env = (imports: string, target = 'Base.metadata') =>
  `from alembic import context\n${imports}\ntarget_metadata = ${target}\n\n\ndef run_migrations_online():\n    pass\n`;

const project = {
  'app/__init__.py': '',
  'app/db.py': base,
  'app/models/__init__.py': '',
  'app/models/user.py': model('User'),
  'app/models/order.py': model('Order'),
};

suite('models: what env.py sees', () => {
  test('modules that are imported, and those beside them that are not', () => {
    const seen = look({
      ...project,
      'alembic/env.py': env('from app.db import Base\nfrom app.models import user'),
    });
    assert.deepEqual(told(seen), { tables: ['users'], unseen: ['app.models.order Order orders'] });
    const [unseen] = seen.unseen;
    assert.equal(
      unseen?.importing?.edit.newText,
      'from app.models import user\nimport app.models.order  # noqa: F401',
    );
  });

  const ways: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'by the package itself': {
      'app/models/__init__.py': 'from .user import User\nfrom .order import Order\n',
      'alembic/env.py': env('from app.db import Base\nimport app.models'),
    },
    'by a star': {
      'app/models/__init__.py': 'from .user import *\nfrom . import order\n',
      'alembic/env.py': env('from app.db import Base\nfrom app.models import *'),
    },
    'by a module of another name': {
      'app/all.py': 'import app.models.user as u, app.models.order as o\n',
      'alembic/env.py': env('from app.all import *\nfrom app.db import Base'),
    },
    'below src, from a folder above': {
      'src/app/__init__.py': '',
      'src/app/db.py': base,
      'src/app/user.py': model('User'),
      'src/app/order.py': model('Order'),
      'alembic/env.py': env('from app.db import Base\nimport app.user, app.order'),
    },
    'in with and class bodies': {
      'alembic/env.py': env(
        'from app.db import Base\nwith x():\n    import app.models.user\n    import app.models.order',
      ),
    },
    'by a name that is written for importlib': {
      'alembic/env.py': env(
        'from app.db import Base\nfrom app.models import user, order\nimport_module("json")',
      ),
    },
  };
  for (const [way, files] of Object.entries(ways))
    test(`imported ${way}`, () => {
      const all = way.includes('src') ? files : { ...project, ...files };
      assert.deepEqual(told(look(all)), { tables: ['orders', 'users'], unseen: [] });
    });

  const unknown: Readonly<Record<string, string>> = {
    'modules that are walked': env(
      'import pkgutil\nfrom app.db import Base\nfor m in pkgutil.walk_packages(x):\n    pass',
    ),
    'an import by a computed name': env('from app.db import Base\nimportlib.import_module(name)'),
    'a function that does so': env('from app.db import Base\ndef load():\n    exec(code)\nload()'),
    'metadata of a function': env('from app.db import Base', 'get_metadata()'),
    'metadata of a base that its module does not have': env('from app.models import Base'),
    'no metadata': env('from app.db import Base', 'None'),
  };
  for (const [what, text] of Object.entries(unknown))
    test(`not known: ${what}`, () => {
      const seen = look({ ...project, 'alembic/env.py': text });
      assert.notEqual(seen.unknown, undefined);
      assert.deepEqual(seen.unseen, []);
    });

  const inPart: Readonly<Record<string, readonly [string, readonly string[]]>> = {
    'an import under a condition': ['if x:\n    import app.models.order', ['app.models.user User users']],
    'an import in a function that is called': [
      'def f():\n    from app.models.order import Order\nf()',
      ['app.models.user User users'],
    ],
    'an import in a function that something else is given': [
      'def f():\n    from app.models.order import Order\nrun(f)',
      ['app.models.user User users'],
    ],
    'a table with a computed name': [
      'from app.models import user\nTable(f"{x}_map", Base.metadata, Column("id"))',
      ['app.models.order Order orders'],
    ],
  };
  for (const [what, [text, unseen]] of Object.entries(inPart))
    test(`there may be more: ${what}`, () => {
      const files = {
        ...project,
        'app/all.py': `from app.db import Base\n${text}\n`,
        'alembic/env.py': env('from app.db import Base\nimport app.all'),
      };
      const seen = look(files);
      assert.match(seen.incomplete ?? '', /\/p\/app\/(?:all|models\/order)\.py /);
      assert.deepEqual(told(seen).unseen, unseen);
    });

  test('a function that nothing runs imports nothing, and what only it imports is not told', () => {
    const files = {
      ...project,
      'app/models/user.py': `${model('User')}\ndef order():\n    """Calls later()."""\n\ndef later():\n    from app.models.order import Order\n`,
      'alembic/env.py': env('from app.db import Base\nfrom app.models import user'),
    };
    const seen = look(files);
    assert.equal(seen.incomplete, undefined);
    assert.deepEqual(told(seen), { tables: ['users'], unseen: [] });
  });

  test('names of tables that a base gives, imports that are tried, and a base that a package makes', () => {
    const named =
      'from sqlalchemy.orm import DeclarativeBase, declared_attr\n\n\nclass Base(DeclarativeBase):\n    @declared_attr\n    def __tablename__(cls):\n        return cls.__name__.lower()\n';
    const cart = 'from app.db import Base\n\n\nclass Cart(Base):\n    id = mapped_column(Integer)\n';
    const seen = look({
      'app/__init__.py': '',
      'app/db.py': named,
      'app/cart.py': cart,
      'app/later.py': cart.replace('Cart', 'Later'),
      'alembic/env.py': env(
        'from app.db import Base\ntry:\n    import app.cart\nexcept ImportError:\n    import app.none',
      ),
    });
    assert.deepEqual(told(seen), { tables: ['cart'], unseen: ['app.later Later later'] });
    const made = look({
      ...project,
      'app/db.py': 'from helpers import get_base\n\nBase = get_base()\n',
      'alembic/env.py': env('from app.db import Base\nfrom app.models import user'),
    });
    assert.deepEqual(told(made), { tables: ['users'], unseen: ['app.models.order Order orders'] });
  });

  test('what loads modules by computed names loads no others where all models are imported', () => {
    const files = {
      ...project,
      'app/plugins.py': 'import importlib\n\nfor name in names:\n    importlib.import_module(name)\n',
      'alembic/env.py': env(
        'from app.db import Base\nimport app.plugins\nfrom app.models import user, order',
      ),
    };
    assert.deepEqual(told(look(files)), { tables: ['orders', 'users'], unseen: [] });
    assert.equal(look(files).incomplete, undefined);
    const more = look({ ...files, 'other/cart.py': model('Cart') });
    assert.match(more.unknown ?? '', /loads modules by import_module/);
  });

  test('a metadata of its own, in which nothing is', () => {
    const text = env('from sqlalchemy import MetaData\nimport app.models.user', 'MetaData()');
    const seen = look({ ...project, 'alembic/env.py': text });
    assert.deepEqual([seen.incomplete, told(seen)], [undefined, { tables: [], unseen: [] }]);
  });

  test('what exec means for a session is no loader of modules', () => {
    const text = env('from app.db import Base\nfrom app.models import user\nsession.exec(query)');
    assert.equal(look({ ...project, 'alembic/env.py': text }).unseen.length, 1);
  });

  test('tables of the metadata that is compared, and models on another base of the same name', () => {
    const files = {
      ...project,
      'app/other.py': base,
      'app/models/log.py': model('Log', 'app.other'),
      'app/models/mixed.py':
        'from app.db import Base\n\n\nclass Common(Base):\n    __abstract__ = True\n\n\nclass Cart(Common):\n    __tablename__ = "carts"\n',
      'alembic/env.py': env('from app.db import Base\nfrom app.models import user, order'),
    };
    assert.deepEqual(told(look(files)), {
      tables: ['orders', 'users'],
      unseen: ['app.models.mixed Cart carts', 'app.models.log Log logs'],
    });
  });

  test('models on another base, where nobody else compares it or makes its tables', () => {
    const own = base + '\n\nclass Log(Base):\n    __tablename__ = "logs"\n';
    const files = {
      ...project,
      'app/log.py': own,
      'app/legacy.py': base.replace('class Base', 'class Legacy'),
      'app/models/old.py': model('Old', 'app.legacy', 'Legacy'),
      'alembic/env.py': env(
        'from app.db import Base\nimport app.log\nfrom app.models import user, order, old',
      ),
    };
    const [log, ...more] = look(files).unseen;
    assert.deepEqual(more, []);
    assert.deepEqual(log?.otherBase, { file: '/p/app/log.py', name: 'Base' });
    assert.equal(log.importing, undefined);
    for (const start of ['from app.log import Base\n\nBase.metadata', 'x = 1\n\nmetadata_of(x)'])
      assert.deepEqual(look({ ...files, 'app/start.py': `${start}.create_all(engine)\n` }).unseen, []);
    const other = { 'other/env.py': env('from app.log import Base') };
    assert.deepEqual(look({ ...files, ...other }, ['/p/other']).unseen, []);
  });

  test("SQLModel's tables, and those of a Flask-SQLAlchemy object", () => {
    const hero = 'from sqlmodel import SQLModel\n\n\nclass Hero(SQLModel, table=True):\n    id: int\n';
    const files = { 'app/__init__.py': '', 'app/a.py': '', 'app/hero.py': hero };
    const sqlmodel = look({
      ...files,
      'alembic/env.py': env('from sqlmodel import SQLModel\nimport app.a', 'SQLModel.metadata'),
    });
    assert.deepEqual(told(sqlmodel).unseen, ['app.hero Hero hero']);
    const flask = look({
      'app/__init__.py': 'from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n',
      'app/user.py': 'from app import db\n\n\nclass BigUser(db.Model):\n    id = db.Column(db.Integer)\n',
      'alembic/env.py': env('from app import db', 'db.metadata'),
    });
    assert.deepEqual(told(flask).unseen, ['app.user BigUser big_user']);
  });

  test('quiet about tests, what only a type checker takes aside, and what the writer of revisions imports', () => {
    const files = {
      ...project,
      'app/tests/models.py': model('Fake'),
      'app/test_models.py': model('Fake'),
      'app/types.py':
        'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.models import order\n',
      'app/cli.py':
        'from alembic import command\n\ndef make():\n    from app.models.order import Order\n    command.revision(config)\n',
      'alembic/env.py': env('from app.db import Base\nimport app.types\nfrom app.models import user'),
    };
    assert.deepEqual(told(look(files)), { tables: ['users'], unseen: [] });
    assert.deepEqual(told(look({ ...files, 'app/cli.py': '' })).unseen, ['app.models.order Order orders']);
  });

  test('imports in a circle, a file that is too long, and one that is no Python end', () => {
    const files = {
      ...project,
      'app/models/user.py': `from app.models import order\n${model('User')}`,
      'app/models/order.py': `from app.models import user\n${model('Order')}`,
      'app/broken.py': 'class (:\n',
      'alembic/env.py': env('from app.db import Base\nimport app.broken, app.models.user'),
    };
    assert.deepEqual(told(look(files)), { tables: ['orders', 'users'], unseen: [] });
    const loop = {
      'app/__init__.py': '',
      'app/a.py': 'from app.b import Base\n',
      'app/b.py': 'from app.a import Base\n',
    };
    assert.notEqual(look({ ...loop, 'alembic/env.py': env('from app.a import Base') }).unknown, undefined);
  });

  test('the finding stands at the class, and its fix imports the module', () => {
    const seen = look({
      ...project,
      'alembic/env.py': env('from app.db import Base\nfrom app.models import user  # noqa'),
    });
    const [finding] = runRules(snapshotOf([]), { rules: {} }, { unseenModels: seen.unseen });
    assert.equal(
      finding?.message,
      "env.py does not import 'Order', so autogenerate does not see the table 'orders': import 'app.models.order' in env.py.",
    );
    assert.equal(project['app/models/order.py'].slice(finding.range.start, finding.range.end), 'Order');
    const [fix] = finding.fixes;
    assert.ok(fix?.kind === 'edit-config');
    assert.match(fix.edits[0]?.newText ?? '', /user {2}# noqa\nimport app\.models\.order {2}# noqa: F401$/);
  });
});

function look(files: Readonly<Record<string, string>>, others: readonly string[] = []): SeenTables {
  const placed = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/p/${path}`, text]));
  const scope = {
    scriptDirectory: '/p/alembic',
    versionLocations: ['/p/alembic/versions'],
    root: '/p',
    others,
  };
  return finish(tablesSeen(new MemoryFileSystem(placed), scope, new ModuleMemory()));
}

function told({ tables, unseen }: SeenTables): { tables: readonly string[]; unseen: readonly string[] } {
  return {
    tables: [...tables].sort(),
    unseen: unseen.map(({ module, className, table }) => `${module} ${className} ${table}`),
  };
}
