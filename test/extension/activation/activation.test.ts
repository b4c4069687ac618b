import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { commands, extensions, workspace } from 'vscode';

suite('activation', () => {
  test('a workspace with an alembic.ini activates the extension, and its commands exist', async () => {
    const extension = extensions.getExtension('alembic-workbench.alembic-workbench');
    assert.ok(extension, 'the extension is installed');
    await extension.activate();
    const ids = await commands.getCommands(true);
    const own = ids.filter((id) => id.startsWith('alembicWorkbench.'));
    assert.ok(own.length > 0, 'commands are registered');
    assert.equal(workspace.isTrusted, true);
  });
});
