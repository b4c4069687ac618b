import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import { alembicProgram } from '../../client/src/infrastructure/alembic/command/alembicProgram';
import { AlembicProject, plainEnvironment, plainProject, pythonWith } from './alembicProject';

suite('how Alembic is started beside modules of the project', () => {
  let python = '';
  let project: AlembicProject | undefined;

  suiteSetup(async () => {
    python = await pythonWith();
  });
  teardown(() => project?.remove());

  for (const name of ['types.py', 'enum.py', 'logging/__init__.py', 'alembic/__init__.py'])
    test(`${name} beside the config file does not keep it from starting`, () => {
      const made = (project = new AlembicProject(python, { ...plainProject(), [name]: '' }));
      made.run(...alembicProgram(python, made.folder), 'upgrade', 'head');
      assert.match(made.run(...alembicProgram(python, made.folder), 'current'), /^b2 \(head\)/);
    });

  test('where nothing is in the way, modules beside the config file can be imported', () => {
    const made = (project = new AlembicProject(python, {
      ...plainProject(),
      'settings.py': '',
      'migrations/env.py': plainEnvironment({ before: 'import settings\n' }),
    }));
    made.run(...alembicProgram(python, made.folder), 'upgrade', 'head');
  });
});
