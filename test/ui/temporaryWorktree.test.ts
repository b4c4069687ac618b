import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { revisionFile } from '../fixtures/alembicFiles';
import { GitRepository } from '../fixtures/gitRepository';
import { copySampleProject } from '../fixtures/sampleProject';
import { Workbench } from './workbench';

suite('a downgrade in a temporary worktree, as a person does it', () => {
  let workbench: Workbench;
  let repository: GitRepository;

  suiteSetup(async () => {
    const folder = copySampleProject('bookshop');
    writeFileSync(join(folder, '.gitignore'), '.venv\n*.db\n.vscode\n__pycache__\n');
    repository = GitRepository.around(folder);
    repository.commit({}, 'first');
    repository.git('switch', '--quiet', '--create', 'wishes');
    const upgrade = 'op.execute("CREATE TABLE wishes (id INTEGER)")';
    const downgrade = 'op.drop_table("wishes")';
    repository.commit(
      {
        'migrations/versions/feedbeef0001_add_wishes.py': revisionFile('feedbeef0001', '1eefc6b8b898', {
          message: 'add wishes',
          upgrade,
          downgrade,
        }),
      },
      'wishes',
    );
    const python = join(folder, '.venv', 'bin', 'python');
    const { status, stderr } = spawnSync(python, ['-B', '-m', 'alembic', 'upgrade', 'head'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    repository.git('switch', '--quiet', 'main');
    workbench = await Workbench.open(folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there');
  });
  suiteTeardown(() => workbench?.close());

  test('the plan is read, the branch stays as it is, and the database is where this checkout is', async () => {
    await workbench.runCommand('Alembic: Show Current');
    await workbench.notifications.waitFor('stands at feedbeef0001');
    await workbench.runCommand('Alembic: Find Revision…');
    await workbench.quickInput.waitFor('feedbeef0001 is on wishes');
    await workbench.screenshot('worktree-ways-out');
    await workbench.quickInput.choose('Downgrade in a temporary worktree of wishes');
    const { text } = await workbench.dialog.read();
    await workbench.screenshot('worktree-question');
    assert.match(text, /Downgrade bookshop\.db to 1eefc6b8b898, in a temporary worktree of wishes\?/);
    assert.match(text, /1\. ⚠ add wishes — feedbeef0001/);
    const [folder] = /\S+alembic-worktree-\w+/.exec(repository.git('worktree', 'list')) ?? [];
    assert.ok(folder !== undefined && existsSync(folder));
    await workbench.dialog.press('Downgrade');
    await workbench.notifications.waitFor('1 revision ran. It now stands at 1eefc6b8b898.');
    await workbench
      .tree('History')
      .waitForRows('the head is current', ([row]) => Boolean(row?.description.includes('current')));
    await workbench.screenshot('worktree-downgraded');
    assert.equal(repository.git('branch', '--show-current').trim(), 'main');
    assert.equal(repository.git('status', '--porcelain'), '');
    assert.equal(repository.git('worktree', 'list').trim().split('\n').length, 1);
    assert.ok(!existsSync(folder));
  });
});
