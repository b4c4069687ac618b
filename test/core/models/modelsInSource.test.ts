import assert from 'node:assert/strict';
import type { Model } from '../../../server/core/models/modelsInSource';
import { modelsInSource } from '../../../server/core/models/modelsInSource';
import { findModels } from '../../../server/core/models/findModels';
import { TextMemory } from '../../../server/core/files/textMemory';
import { finish } from '../../../server/core/text/finish';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';

/** The models of a text as `table at name: column at text, …`. */
function modelsOf(text: string): readonly string[] {
  return modelsInSource(text).map(({ table, nameRange, columns }) => {
    const textAt = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    const shown = columns.map(({ name, range }) => `${name} at ${textAt(range)}`);
    return `${table} at ${textAt(nameRange)}: ${shown.join(', ')}`;
  });
}

suite('models in Python files', () => {
  test('mapped classes have the columns of their attributes', () => {
    assert.deepEqual(
      modelsOf(`
class User(Base):
    """class User is a user"""
    __tablename__ = "users"
    __table_args__ = {"schema": "auth"}
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column("mail", String(50))
    name: Mapped[str]
    age = Column(Integer)
    carts: Mapped[list["Cart"]] = relationship(back_populates="user")

    def greet(self):
        return 1
`),
      ['users at User: id at id, mail at email, name at name, age at age'],
    );
  });

  test('decorators, mixins and versions of Python change nothing', () => {
    assert.deepEqual(
      modelsOf(`
@generic_repr("id", name=1)
@dataclass
class Query(ChangeTrackingMixin, db.Model):
    id = primary_key("Query")
    tags = Column("tags", MutableList.as_mutable(ARRAY(db.Unicode)), nullable=True)
    __tablename__ = "queries"
class Box[T](Base):
    __tablename__ = "boxes"
    size: Mapped[T]
`),
      ['queries at Query: id at id, tags at tags', 'boxes at Box: size at size'],
    );
  });

  test('tables as they are, in modules and in classes', () => {
    assert.deepEqual(
      modelsOf(`
metadata = sa.MetaData()
users = sa.Table("users", metadata, sa.Column("id", sa.Integer), Column(name="mail", type_=sa.Text))
class Cart(Base):
    __table__ = Table("carts", metadata, Column("owner", Integer))
`),
      ['users at "users": id at "id", mail at "mail"', 'carts at Cart: owner at "owner"'],
    );
  });

  test('SQLModel and Flask-SQLAlchemy name tables by their classes', () => {
    assert.deepEqual(
      modelsOf(`
class HeroTeam(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
class Plain(SQLModel):
    name: str
class BlogPost(db.Model):
    title = db.Column(db.String(80))
class APIKey(db.Model):
    pass
class Mixed(db.Model):
    __abstract__ = True
`),
      [
        'heroteam at HeroTeam: id at id, name at name',
        'blog_post at BlogPost: title at title',
        'api_key at APIKey: ',
      ],
    );
  });

  test('a name that only running the file would tell is none', () => {
    assert.deepEqual(
      modelsOf(`
class A(Base):
    __tablename__ = PREFIX + "a"
class B(db.Model):
    @declared_attr
    def __tablename__(cls):
        return "b"
t = Table(name_of_it, metadata)
class C:
    """__tablename__"""
`),
      [],
    );
  });

  test('broken files, and files of other kinds, give what can be read', () => {
    assert.deepEqual(modelsOf('class A(Base):\n    __tablename__ = "a"\n    x = Column(\n'), [
      'a at A: x at x',
    ]);
    assert.deepEqual(modelsOf('__tablename__'), []);
  });

  test('a search leaves out revisions and virtual environments, and reads a file again after a change', () => {
    const files = new MemoryFileSystem();
    const model = (name: string): string => `class M(Base):\n    __tablename__ = "${name}"\n`;
    files.write('/app/models.py', model('a'));
    files.write('/app/.venv/pyvenv.cfg', '');
    files.write('/app/.venv/lib/x.py', model('b'));
    files.write('/app/migrations/versions/x.py', model('c'));
    const memory = new TextMemory<readonly Model[]>();
    const search = { root: '/app', exclude: [], without: ['/app/migrations/versions'] };
    const tables = (): readonly string[] =>
      finish(findModels(files, search, memory)).map(({ file, table }) => `${file} ${table}`);
    assert.deepEqual(tables(), ['/app/models.py a']);
    files.write('/app/models.py', model('d'));
    assert.deepEqual(tables(), ['/app/models.py d']);
  });
});
