import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { commands, Range, window, workspace } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';
import type { HistoryRow } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';
import type { Answers } from '../../fixtures/person';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

/** Picks the row whose label or description holds the text, and presses the named button of every dialog. */
function choosing(target: string, button: string): Answers {
  return {
    pick: (items) => items.find(({ label, description }) => `${label} ${description ?? ''}`.includes(target)),
    press: (_message, buttons) => buttons.find((each) => each === button),
  };
}

suite('migrations on the real database', () => {
  test('nothing is known of the database before anybody asks', async () => {
    const rows = await historyRows('it is there');
    assert.deepEqual(new Set(marks(rows)), new Set(['']));
  });

  test('Show Current says where it stands, and the history marks it', async () => {
    const shown = await answering({}, () => commands.executeCommand('alembicWorkbench.showCurrent'));
    assert.deepEqual(
      shown.map(({ message }) => message),
      ['bookshop.db (sqlite) stands at "add isbn to books" (9e397b4b). 3 pending.'],
    );
    const rows = await historyRows('it is marked', (found) => marks(found).includes('current'));
    assert.deepEqual(marks(rows), [
      ...Array<string>(3).fill('pending'),
      'current',
      ...Array<string>(10).fill('applied'),
    ]);
  });

  test('Test Connection says who the database is', async () => {
    const shown = await answering({}, () => commands.executeCommand('alembicWorkbench.testConnection'));
    assert.match(
      shown[0]?.message ?? '',
      /^Connected to sqlite, database .*bookshop\.db, driver pysqlite, version 3\.[\d.]+\.$/,
    );
  });

  test('Upgrade a Copy leaves the database as it is, and the copy goes again', async () => {
    const shown = await answering(
      { press: (_message, buttons) => buttons.find((each) => /^(?:Upgrade a|Delete the) Copy$/.test(each)) },
      () => commands.executeCommand('alembicWorkbench.upgradeCopy'),
    );
    const [question, result] = shown;
    assert.equal(question?.message, 'Copy bookshop.db, and upgrade the copy to head?');
    const copy = /^The copy: (.*)$/m.exec(question.detail)?.[1] ?? '';
    assert.match(question.detail, /^1\. ⚠ keep prices in cents — 617a1c545f8c$/m);
    assert.equal(
      result?.message,
      'Upgraded a copy of bookshop.db: 3 revisions ran. It now stands at 1eefc6b8b898. bookshop.db was not touched. Keep the copy?',
    );
    assert.deepEqual(rowsOfDatabase(), ['9e397b4b4b84']);
    assert.equal(existsSync(copy), false);
  });

  test('the arrow of the view asks about head at once, and leads to the SQL', async () => {
    const upgrade = (): PromiseLike<unknown> => commands.executeCommand('alembicWorkbench.upgradeNewest');
    const shown = await answering(choosing('nothing', 'Show SQL'), upgrade);
    assert.deepEqual(
      shown.map(({ message, buttons }) => [message, ...buttons]),
      [['Upgrade bookshop.db to head?', 'Upgrade', 'Back Up First…', 'Other Target…', 'Show SQL']],
    );
    const text = (): string => window.activeTextEditor?.document.getText() ?? '';
    await eventually('the SQL is shown', () =>
      text().startsWith('-- SQL of the upgrade from 9e397b4b4b84 to head'),
    );
    assert.match(text(), /^-- Running upgrade 617a1c545f8c -> 466ad7d99536, add stock movements$/m);
    assert.deepEqual(rowsOfDatabase(), ['9e397b4b4b84']);
  });

  test('Back Up First copies the file, and asks again', async () => {
    let asked = 0;
    const { pick } = choosing('$(arrow-up) head', 'Upgrade');
    const shown = await answering(
      {
        ...(pick ? { pick } : {}),
        press: (_message, buttons) =>
          asked++ === 0 ? buttons.find((each) => each.startsWith('Back Up')) : undefined,
      },
      () => commands.executeCommand('alembicWorkbench.upgrade'),
    );
    assert.deepEqual(
      shown.map(({ message }) => message),
      Array(2).fill('Upgrade bookshop.db to head?'),
    );
    const [copy = '', ...more] = readdirSync(folder).filter((name) => name.startsWith('bookshop.backup-'));
    assert.deepEqual(more, []);
    assert.deepEqual(rowsOfDatabase(copy), ['9e397b4b4b84']);
  });

  test('Upgrade to head: names the database, lists what runs, runs it, and the history shows it', async () => {
    const shown = await answering(choosing('$(arrow-up) head', 'Upgrade'), () =>
      commands.executeCommand('alembicWorkbench.upgrade'),
    );
    const [question, result] = shown;
    assert.equal(question?.message, 'Upgrade bookshop.db to head?');
    assert.match(question?.detail ?? '', /^sqlite, database .*bookshop\.db$/m);
    assert.match(question?.detail ?? '', /Now at 9e397b4b4b84\./);
    assert.deepEqual(question?.detail.match(/^\d+\. .*$/gm), [
      '1. ⚠ keep prices in cents — 617a1c545f8c',
      '2. add stock movements — 466ad7d99536',
      '3. add loyalty points, index orders — 1eefc6b8b898',
    ]);
    assert.equal(
      result?.message,
      'Upgraded bookshop.db: 3 revisions ran. It now stands at "add loyalty points, index orders" (1eefc6b8).',
    );
    assert.deepEqual(rowsOfDatabase(), ['1eefc6b8b898']);
    const rows = await historyRows('the head is current', ([head]) => head?.icon === 'database');
    assert.ok(!marks(rows).includes('pending'));
  });

  test('Upgrade at head has nothing to do', async () => {
    const shown = await answering({}, () => commands.executeCommand('alembicWorkbench.upgrade'));
    assert.match(shown[0]?.message ?? '', /^Nothing to upgrade/);
  });

  test('below a broken link it is not known what the database has', async () => {
    const [head] = await historyRows('the head is current', ([first]) => first?.icon === 'database');
    await commands.executeCommand(
      head?.command?.command ?? '',
      ...((head?.command?.arguments ?? []) as unknown[]),
    );
    const editor = await eventually('the file of the head is open', () =>
      window.activeTextEditor?.document.fileName.includes('1eefc6b8b898')
        ? window.activeTextEditor
        : undefined,
    );
    const document = editor?.document;
    assert.ok(editor && document);
    const at = document.getText().indexOf('466ad7d99536', document.getText().indexOf('down_revision'));
    await editor.edit((edit) => edit.insert(document.positionAt(at), 'x'));
    const rows = await historyRows('something is missing', (all) =>
      all.some(({ contextValue }) => contextValue === 'missing'),
    );
    assert.deepEqual([...new Set(marks(rows))].sort(), ['', 'current']);
    const shown = await answering({}, () => commands.executeCommand('alembicWorkbench.showCurrent'));
    assert.match(
      shown[0]?.message ?? '',
      /stands at "add loyalty points, index orders" \(1eefc6b8\)\. What is pending is not known/,
    );
    await editor.edit((edit) => edit.delete(new Range(document.positionAt(at), document.positionAt(at + 1))));
    await eventually('it is saved', async () => (await document.save()) && !document.isDirty);
    await historyRows('it is whole again', (all) => marks(all).includes('applied'));
  });

  test('a dismissed confirmation runs nothing', async () => {
    const shown = await answering(choosing('$(arrow-down) base', ''), () =>
      commands.executeCommand('alembicWorkbench.downgrade'),
    );
    assert.equal(shown.length, 1);
    assert.equal(shown[0]?.message, 'Downgrade bookshop.db to base?');
    assert.deepEqual(rowsOfDatabase(), ['1eefc6b8b898']);
  });

  test('Downgrade by one', async () => {
    const offered: string[] = [];
    const { pick, press } = choosing('$(arrow-down) -1', 'Downgrade');
    const shown = await answering(
      {
        pick: (items, placeHolder) => {
          offered.push(...items.map(({ label, description }) => `${label} ${description ?? ''}`));
          return pick?.(items, placeHolder);
        },
        ...(press ? { press } : {}),
      },
      () => commands.executeCommand('alembicWorkbench.downgrade'),
    );
    assert.ok(!offered.some((each) => each.includes('1eefc6b8b898')), 'where it stands is no target');
    assert.ok(
      offered.some((each) => each.endsWith('617a1c545f8c')),
      'what a target has done is not told',
    );
    assert.match(shown[0]?.detail ?? '', /⚠ add loyalty points, index orders/);
    assert.deepEqual(rowsOfDatabase(), ['466ad7d99536']);
  });

  test('Downgrade to just before a merge, and upgrade to a row', async () => {
    const rows = await historyRows('it is there');
    const merge = rows.find(({ label }) => label === 'merge reviews and genres');
    await answering(choosing('', 'Downgrade'), () =>
      commands.executeCommand('alembicWorkbench.downgradeToHere', merge?.node),
    );
    assert.deepEqual(rowsOfDatabase(), ['31b6efb1acbe', 'c5bc4103cc90']);
    await answering(choosing('', 'Upgrade'), () =>
      commands.executeCommand('alembicWorkbench.upgradeToHere', merge?.node),
    );
    assert.deepEqual(rowsOfDatabase(), ['aabbc9495523']);
  });

  test('Downgrade to just before one side of a branch leaves the other side', async () => {
    const rows = await historyRows('it is there');
    const genres = rows.find(({ label }) => label === 'add genres');
    await answering(choosing('', 'Downgrade'), () =>
      commands.executeCommand('alembicWorkbench.downgradeToHere', genres?.node),
    );
    assert.deepEqual(rowsOfDatabase(), ['c5bc4103cc90']);
  });

  test('a failing revision: one sentence, and the way to its line', async () => {
    const path = join(folder, 'migrations', 'versions', '80037ec2a029_add_genres.py');
    const document = await workspace.openTextDocument(path);
    const editor = await window.showTextDocument(document);
    const at = document.positionAt(document.getText().indexOf('    op.create_table('));
    await editor.edit((edit) => edit.insert(at, '    op.execute("INSERT INTO nowhere VALUES (1)")\n'));
    const shown = await answering(
      {
        pick: (items) => items.find(({ label }) => label.includes('head')),
        press: (_message, buttons) =>
          buttons.find((each) => ['Save and Continue', 'Upgrade', 'Open File'].includes(each)),
      },
      () => commands.executeCommand('alembicWorkbench.upgrade'),
    );
    const failure = shown.at(-1);
    assert.equal(
      failure?.message,
      'Upgrade of bookshop.db failed: The database refused a statement (no such table: nowhere); look at what it says and at the line that sent it. The upgrade of "add genres" (80037ec2) may be half done in bookshop.db, because sqlite can\'t roll back a change of tables; look at them before you run it again. It now stands at "count helpful votes of reviews" (c5bc4103).',
    );
    assert.deepEqual(failure?.buttons, ['Open File', 'Stamp…', 'Try Again', 'Show Log']);
    await eventually('the line is open', () => {
      const { document: open, selection } = window.activeTextEditor ?? {};
      return selection && open?.lineAt(selection.start.line).text.includes('nowhere');
    });
    assert.deepEqual(rowsOfDatabase(), ['c5bc4103cc90']);
  });
});

suite('new revisions', () => {
  test('an empty one: its message arrives whole, and the file opens', async () => {
    const message = `-add "x"; $(touch marker) 'y'`;
    const shown = await answering(
      { type: () => message, pick: (items) => items.find(({ label }) => label.includes('Empty')) },
      () => commands.executeCommand('alembicWorkbench.newRevision'),
    );
    assert.deepEqual(shown, []);
    assert.match(window.activeTextEditor?.document.getText() ?? '', /^"""-add "x"; \$\(touch marker\) 'y'\n/);
    const rows = await historyRows('the new revision is the head', ([head]) => head?.label === message);
    assert.match(rows[0]?.description ?? '', /^head · /);
  });

  test('autogenerate on a database that is behind offers the upgrade', async () => {
    let offered: readonly string[] = [];
    const shown = await answering(
      {
        type: () => 'compare',
        pick: (items) => {
          offered = items.map(({ label }) => label);
          return items.find(({ label }) => label.includes('Autogenerate'));
        },
      },
      () => commands.executeCommand('alembicWorkbench.newRevision'),
    );
    assert.deepEqual(shown, []);
    assert.deepEqual(offered, ['$(arrow-up) Upgrade, then Generate']);
  });
});

function marks(rows: readonly HistoryRow[]): readonly string[] {
  return rows.map(({ spoken }) => /current|applied|pending/.exec(spoken)?.[0] ?? '');
}

function rowsOfDatabase(file = 'bookshop.db'): readonly string[] {
  const code =
    'import sqlite3, sys\nfor row in sqlite3.connect(sys.argv[1]).execute("SELECT version_num FROM alembic_version ORDER BY 1"): print(row[0])';
  const { stdout } = spawnSync(join(folder, '.venv', 'bin', 'python'), ['-c', code, file], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter(Boolean);
}

suite("command lines of the project's own", () => {
  const script = `import sys
from alembic import command
from alembic.config import Config

if sys.argv[1] == "upgrade":
    command.upgrade(Config("alembic.ini"), sys.argv[2])
if __name__ == "__main__":
    print("done by the script")
`;

  test('a script is offered for an upgrade, runs it once, and can be kept', async () => {
    await mkdir(join(folder, 'scripts'), { recursive: true });
    await writeFile(join(folder, 'scripts', 'migrate.py'), script);
    await answering(choosing('$(arrow-down) -1', 'Downgrade'), () =>
      commands.executeCommand('alembicWorkbench.downgrade'),
    );
    const [before] = rowsOfDatabase();
    const line = 'python scripts/migrate.py upgrade ${target}';
    const shown = await answering(
      {
        pick: (items, placeHolder) =>
          items.find(({ label }) => label.includes(line)) ??
          items.find(({ label }) => placeHolder.startsWith('Upgrade') && label.includes('+1')),
        type: () => line,
        press: (_message, buttons) =>
          buttons.find((each) => ['Upgrade', 'Always Use This Line…'].includes(each)),
      },
      () => commands.executeCommand('alembicWorkbench.upgrade'),
    );
    assert.match(shown[0]?.detail ?? '', /^Runs \S*python scripts\/migrate\.py upgrade \+1$/m);
    assert.match(shown.at(-1)?.message ?? '', /1 revision ran\./);
    assert.notDeepEqual(rowsOfDatabase(), [before]);
    const settings = await eventually('the line is in the settings', () => {
      const written = workspace.getConfiguration('alembicWorkbench').get<object>('commandLines');
      return Object.keys(written ?? {}).length > 0 ? written : undefined;
    });
    assert.deepEqual({ ...settings }, { upgrade: line });
  });

  test('a command line of which nothing is known is run after a question, and the database asked again', async () => {
    const shown = await answering(
      { press: (_message, buttons) => buttons.find((each) => each === 'Run') },
      () =>
        commands.executeCommand('alembicWorkbench.runProjectCommand', {
          environmentKey: '',
          line: 'alembic downgrade -1',
        }),
    );
    assert.match(shown[0]?.message ?? '', /^Run \S*alembic downgrade -1\?$/);
    assert.match(shown[0]?.detail ?? '', /bookshop\.db/);
    assert.match(
      shown.at(-1)?.message ?? '',
      /^Ran \S*alembic downgrade -1 against bookshop\.db\. It now stands at /,
    );
  });
});
