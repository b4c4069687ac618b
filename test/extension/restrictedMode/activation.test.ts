import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { extensions, workspace } from 'vscode';

suite('activation in Restricted mode', () => {
  test('the workspace is not trusted, and the extension is active all the same', async () => {
    const extension = extensions.getExtension('alembic-workbench.alembic-workbench');
    assert.ok(extension, 'the extension is installed');
    await extension.activate();
    assert.equal(extension.isActive, true);
    assert.equal(workspace.isTrusted, false);
  });
});
