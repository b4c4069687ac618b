import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { commands, ConfigurationTarget, window, workspace } from 'vscode';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';
import type { Answers, ShownMessage } from '../../fixtures/person';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const environmentFile = join(folder, 'migrations', 'env.py');

async function run(command: string, answers: Answers = {}): Promise<readonly ShownMessage[]> {
  await historyRows('it is there');
  return await answering(answers, () => commands.executeCommand(`alembicWorkbench.${command}`));
}

const openText = (): string => window.activeTextEditor?.document.getText() ?? '';
const picking =
  (...texts: readonly string[]): NonNullable<Answers['pick']> =>
  (items) =>
    items.find(({ label, description }) => texts.some((text) => `${label} ${description}`.includes(text)));

suite("questions to a command in Alembic's place", () => {
  suiteSetup(() =>
    workspace
      .getConfiguration('alembicWorkbench')
      .update(
        'command',
        [
          ...['${workspaceFolder}/.venv/bin/python', '${workspaceFolder}/recording.py'],
          ...['exec', '-T', 'web', 'alembic'],
        ],
        ConfigurationTarget.Workspace,
      ),
  );
  suiteTeardown(async () => {
    await workspace
      .getConfiguration('alembicWorkbench')
      .update('command', undefined, ConfigurationTarget.Workspace);
    await commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(join(folder, 'calls.jsonl'), { force: true });
  });

  test('the SQL of an upgrade; the dialect is unknown before the database was asked', async () => {
    const shown = await run('previewUpgradeSql', {
      pick: (items, placeHolder) =>
        picking(placeHolder.startsWith('Where') ? '9e397b4b4b84' : '617a1c545f8c')(items, placeHolder),
    });
    assert.deepEqual(shown, []);
    const [title] = openText().split('\n');
    assert.equal(
      title,
      '-- SQL of the upgrade from 9e397b4b4b84 to 617a1c545f8c (unknown dialect). Nothing was run.',
    );
    assert.match(openText(), /-- Running upgrade 9e397b4b4b84 -> 617a1c545f8c/);
    assert.doesNotMatch(openText(), /INFO/);
  });

  test('both ways of one revision; what is known of the dialect is used', async () => {
    await run('showCurrent');
    await commands.executeCommand('workbench.action.closeAllEditors');
    assert.deepEqual(await run('previewRevisionSql', { pick: picking('1eefc6b8b898') }), []);
    assert.match(openText(), /^-- SQL of the upgrade of 1eefc6b8b898 \(sqlite\)\. Nothing was run\./);
    assert.match(openText(), /ADD COLUMN loyalty_points/);
    assert.match(openText(), /-- SQL of the downgrade of 1eefc6b8b898 \(sqlite\)/);
    assert.match(openText(), /DROP COLUMN loyalty_points/);
  });

  test("the step of a merge can't be written out by the command line, and that is said", async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    assert.deepEqual(await run('previewRevisionSql', { pick: picking('merge reviews') }), []);
    assert.match(openText(), /it can't be written out \(Alembic's command line starts from one revision/);
  });

  test('an env.py that writes files of its own is not run', async () => {
    const original = readFileSync(environmentFile, 'utf8');
    writeFileSync(environmentFile, `${original}\nNAME = "%s.sql"\n`);
    try {
      const [message] = await run('previewUpgradeSql', { pick: picking('head') });
      assert.match(message?.message ?? '', /writes SQL to files of its own, over those that are there/);
      assert.deepEqual(message?.buttons, ['Open Setting', 'Show Log']);
    } finally {
      writeFileSync(environmentFile, original);
    }
  });

  test('drift: first the upgrade, then none', async () => {
    const [behind] = await run('checkDrift');
    assert.match(behind?.message ?? '', /^Models are compared with a database that has every revision/);
    await run('upgrade', {
      pick: picking('head'),
      press: (_message, buttons) => buttons.find((button) => button === 'Upgrade'),
    });
    const [none] = await run('checkDrift');
    assert.equal(none?.message, 'No drift: bookshop.db is what the models say.');
  });

  test('drift: what differs, in the view and as text', async () => {
    const models = join(folder, 'bookshop', 'models.py');
    const original = readFileSync(models, 'utf8');
    const name = '    name: Mapped[str] = mapped_column(String(120))\n';
    assert.ok(original.includes(name));
    writeFileSync(
      models,
      original.replace(name, `${name}    born: Mapped[Optional[str]] = mapped_column(String(40))\n`),
    );
    try {
      const [found] = await run('checkDrift');
      assert.match(found?.message ?? '', /^The models and bookshop\.db have 1 difference/);
      await run('showDriftText');
      assert.match(openText(), /- add column authors\.born\n/);
    } finally {
      writeFileSync(models, original);
      await run('clearDrift');
      await run('downgrade', {
        pick: picking('9e397b4b4b84'),
        press: (_message, buttons) => buttons.find((button) => button === 'Downgrade'),
      });
    }
  });
});
