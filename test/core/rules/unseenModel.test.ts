import { finish } from '../../../server/core/text/finish';
import { ModuleMemory } from '../../../server/core/models/moduleMemory';
import { tablesSeen } from '../../../server/core/models/unseenModels';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';
import { check } from '../check';
import { readFixture } from '../fixtureText';

const source = (imports: string, remark = '') => `
#- /app/__init__.py bare
#- /app/db.py bare
from sqlalchemy.orm import DeclarativeBase
class Base(DeclarativeBase):
    pass
#- /app/order.py bare
from app.db import Base
class Order(Base):
${remark}    __tablename__ = 'orders'
#- /alembic/env.py bare
from app.db import Base
${imports}
target_metadata = Base.metadata
`;

/** Checks with what env.py sees of the fixture's own files. */
function checkModels(text: string): void {
  const { files } = readFixture(text);
  const fileSystem = new MemoryFileSystem(Object.fromEntries(files.map((file) => [file.path, file.text])));
  const scope = { scriptDirectory: '/alembic', versionLocations: ['/versions'], root: '/' };
  const { unseen } = finish(tablesSeen(fileSystem, scope, new ModuleMemory()));
  check(text, { unseenModels: unseen, settings: { 'missing-revision-header': 'off' } });
}

suite('rules: unseen-model', () => {
  test('a model whose module env.py does not import', () => {
    checkModels(
      source(
        '',
        "#     ^^^^^ hint[unseen-model]: env.py does not import 'Order', so autogenerate does not see the table 'orders': import 'app.order' in env.py.\n",
      ),
    );
  });

  test('quiet where it is imported, and where that is not known', () => {
    checkModels(source('import app.order'));
    checkModels(source('import_module(name)'));
  });
});
