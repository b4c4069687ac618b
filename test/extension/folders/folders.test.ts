import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { workspace } from 'vscode';
import { revisionFile, revisionTemplate } from '../../fixtures/alembicFiles';
import { historyRows } from '../../fixtures/historyView';
import type { HistoryRow } from '../../fixtures/historyView';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

// In folders that came with folders in them, all at once, VS Code's watcher on Linux does not look: what is
// written to later was there before the window.
suite('folders that come and go on disk', () => {
  suiteSetup(async () => {
    await historyRows('those that were there before the window', (rows) => rows.length === 3);
  });

  test('an environment in a new folder is found at once, however often', async () => {
    for (const name of ['new0', 'new1', 'in/a/folder', 'new2', 'in/another', 'new3']) {
      writeEnvironment(name);
      await historyRows(name, (rows) => isShown(rows, name));
    }
  });

  test('a folder that is deleted as a whole takes its environment with it', async () => {
    for (const name of ['new1', 'in']) {
      rmSync(path(name), { recursive: true });
      await historyRows(`${name} is gone`, (rows) => !rows.some(({ label }) => label.startsWith(name)));
    }
  });

  test('the folder of a config file alone is deleted', async () => {
    write('configuration/alembic.ini', '[alembic]\nscript_location = %(here)s/../known0/migrations\n');
    await historyRows('both are there', (rows) => isShown(rows, 'configuration'));
    rmSync(path('configuration'), { recursive: true });
    await historyRows('one is there', (rows) => !isShown(rows, 'configuration'));
  });

  test('folders of revisions come and go below a version location', async () => {
    write(
      'known1/alembic.ini',
      '[alembic]\nscript_location = %(here)s/migrations\nrecursive_version_locations = true\n',
    );
    write('known1/migrations/versions/2024/b2.py', revisionFile('b2', 'a1'));
    await historyRows(
      'two revisions',
      (rows) => rowOf(rows, 'known1')?.description === '1 head · 2 revisions',
    );
    renameSync(path('known1/migrations/versions/2024'), path('known1/migrations/versions/2025'));
    write('known1/migrations/versions/2025/c3.py', revisionFile('c3', 'b2'));
    await historyRows(
      'three revisions',
      (rows) => rowOf(rows, 'known1')?.description === '1 head · 3 revisions',
    );
    rmSync(path('known1/migrations/versions/2025'), { recursive: true });
    await historyRows('one revision', (rows) => rowOf(rows, 'known1')?.description === '1 head · 1 revision');
  });

  test('files that a tool writes beside and then renames', async () => {
    const put = (name: string, text: string): void => {
      write(`${name}.tmp`, text);
      renameSync(path(`${name}.tmp`), path(name));
    };
    put('known2/migrations/versions/b2.py', revisionFile('b2', 'a1'));
    await historyRows('a new file', (rows) => rowOf(rows, 'known2')?.description === '1 head · 2 revisions');
    put('known2/migrations/versions/b2.py', revisionFile('b2', null));
    await historyRows(
      'a file with another text',
      (rows) => rowOf(rows, 'known2')?.description === '2 heads · 2 revisions',
    );
    put('known2/elsewhere/x1.py', revisionFile('x1', null));
    put(
      'known2/alembic.ini',
      '[alembic]\nscript_location = %(here)s/migrations\nversion_locations = %(here)s/elsewhere\n',
    );
    await historyRows(
      'another config file',
      (rows) => rowOf(rows, 'known2')?.description === '1 head · 1 revision',
    );
  });

  test('a folder that is moved into the workspace, renamed there and moved out again', async () => {
    writeEnvironment('new0/moving');
    await historyRows('it is there', (rows) => isShown(rows, 'new0/moving'));
    renameSync(path('new0/moving'), path('moved'));
    const rows = await historyRows('it is elsewhere', (all) => isShown(all, 'moved'));
    assert.ok(!isShown(rows, 'new0/moving'));
    renameSync(path('moved'), join(dirname(folder), 'moved-out'));
    await historyRows('it is gone', (all) => !isShown(all, 'moved'));
    renameSync(join(dirname(folder), 'moved-out'), path('back'));
    await historyRows('it is back', (all) => isShown(all, 'back'));
  });
});

function isShown(rows: readonly HistoryRow[], name: string): boolean {
  return rowOf(rows, name) !== undefined;
}

function rowOf(rows: readonly HistoryRow[], name: string): HistoryRow | undefined {
  return rows.find(({ label }) => label === join(name, 'alembic.ini'));
}

function writeEnvironment(name: string): void {
  write(`${name}/alembic.ini`, '[alembic]\nscript_location = %(here)s/migrations\n');
  write(`${name}/migrations/env.py`, '');
  write(`${name}/migrations/script.py.mako`, revisionTemplate);
  write(`${name}/migrations/versions/a1.py`, revisionFile('a1', null));
}

function write(name: string, text: string): void {
  mkdirSync(dirname(path(name)), { recursive: true });
  writeFileSync(path(name), text);
}

function path(name: string): string {
  return join(folder, name);
}
