import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import {
  changedParts,
  configFiles,
  hashFiles,
  hashSettings,
  hashText,
} from '../../client/src/infrastructure/alembic/command/targetParts';
import type { TargetParts } from '../../client/src/infrastructure/alembic/command/targetParts';
import { AlembicProject } from './alembicProject';

suite('what a run depends on', () => {
  let project: AlembicProject;
  suiteSetup(() => {
    project = new AlembicProject('', {
      'backend/pyproject.toml': '[tool.alembic]\n',
      'backend/app/settings.py': 'URL = 1\n',
    });
  });
  suiteTeardown(() => project.remove());

  const read = (settings: object = {}): TargetParts => ({
    settings: new Map([...hashSettings(settings), ...hashText('the interpreter', '/usr/bin/python3')]),
    files: hashFiles(
      configFiles({
        configFile: project.path('backend/pyproject.toml'),
        workingDirectory: project.path('backend'),
        top: project.folder,
        isElsewhere: false,
      }),
    ),
    read: hashFiles([project.path('backend/app/settings.py')]),
  });

  for (const name of [
    'backend/pyproject.toml',
    'backend/alembic.ini',
    'backend/.env',
    '.env',
    '.flaskenv',
    'backend/app/settings.py',
  ]) {
    test(`${name} that comes or gets another text is named by its path`, () => {
      const before = read();
      project.write(name, `other ${name}`);
      assert.deepEqual(changedParts(before, read(), project.folder), [name]);
      assert.deepEqual(changedParts(read(), read(), project.folder), []);
    });
  }

  test('settings are named, and say nothing of their values', () => {
    const before = read({ env: { PGPASSWORD: 'hunter22' }, xArguments: [] });
    const now = read({ env: { PGPASSWORD: 'hunter23' }, xArguments: [] });
    assert.deepEqual(changedParts(before, now, project.folder), ['the setting alembicWorkbench.env']);
    assert.doesNotMatch([...before.settings].join('\n'), /hunter/);
  });
});
