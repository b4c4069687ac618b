import assert from 'node:assert/strict';
import { listEnvironments } from '../../server/protocol/environments';
import { readUnseenModels } from '../../server/protocol/unseenModels';
import { applyWorkspaceEdit } from './applyWorkspaceEdit';
import { projectFiles } from './temporaryProject';
import { withServer } from './withServer';

const files = {
  ...projectFiles({ a: 'None' }),
  'app/__init__.py': '',
  'app/db.py': 'from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n',
  'app/user.py': 'from app.db import Base\n\n\nclass User(Base):\n    __tablename__ = "users"\n',
  'migrations/env.py':
    'from alembic import context\nfrom app.db import Base\n\ntarget_metadata = Base.metadata\n',
};

suite('protocol: models that env.py does not import', () => {
  test('a hint at the class, and a fix that imports it, after which nothing is left to say', () =>
    withServer(files, async (client, project) => {
      await client.untilDiagnostics('user.py 3:6 unseen-model');
      const at = { line: 3, character: 7 };
      const actions = await client.codeActions(project.uri('app/user.py'), { start: at, end: at });
      const action = actions.find(({ title }) => title === 'Import app.user in env.py');
      assert.ok(action, actions.map(({ title }) => title).join());
      const resolved = action.edit ? action : await client.resolve(action);
      assert.ok(resolved.edit);
      for (const uri of applyWorkspaceEdit(resolved.edit)) await client.tellFiles([{ uri, kind: 'changed' }]);
      assert.match(project.read('migrations/env.py'), /^import app\.user {2}# noqa: F401$/m);
      await client.untilDiagnostics();
    }));

  test('asked for, they come with what env.py lacks', () =>
    withServer(files, async (client) => {
      const { environments } = await client.request(listEnvironments, null);
      const [environment] = environments;
      assert.ok(environment);
      const found = await client.request(readUnseenModels, { environment: environment.key });
      const [model, ...more] = found?.models ?? [];
      assert.equal(found?.seesNone, true);
      assert.deepEqual([model?.className, model?.table, more], ['User', 'users', []]);
      assert.equal(model?.importing?.text, '\nimport app.user  # noqa: F401');
      assert.deepEqual(model.importing.position, { line: 1, character: 23 });
    }));

  test('a model that is typed is found, and gone where its base is another', () =>
    withServer({ ...files, 'app/user.py': '' }, async (client, project) => {
      const uri = project.uri('app/user.py');
      await client.open(uri, '');
      await client.edit(uri, files['app/user.py']);
      await client.untilDiagnostics('user.py 3:6 unseen-model');
      await client.edit(uri, files['app/user.py'].replace('(Base)', ''));
      await client.untilDiagnostics();
    }));
});
