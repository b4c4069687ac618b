import assert from 'node:assert/strict';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { commands, workspace } from 'vscode';
import { revisionFile, revisionTemplate } from '../../fixtures/alembicFiles';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';
import { writeFiles } from '../../fixtures/writeFiles';

const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'zz-whole');
const versions = join(folder, 'migrations', 'versions');
const key = `${join(folder, 'alembic.ini')}#alembic`;

// Before all suites, so that it is there with the others.
suiteSetup(() => {
  const files = {
    'alembic.ini': '[alembic]\nscript_location = migrations\n',
    'migrations/env.py': '',
    'migrations/script.py.mako': revisionTemplate,
    'migrations/versions/0001_start.py': revisionFile('0001', null, { message: 'start' }),
    'migrations/versions/0002_mine.py': revisionFile('0002', '0001', { message: 'mine' }),
    'migrations/versions/0003_more.py': revisionFile('0003', '0002', { message: 'more of mine' }),
    'migrations/versions/0004_theirs.py': revisionFile('0004', '0001', { message: 'theirs' }),
  };
  writeFiles(folder, files);
});

suite('fixes: whole or not at all', () => {
  test('a file that came in the way at the last moment stays, and nothing else is changed', async () => {
    await historyRows('it is there', (rows) => rows.some(({ label }) => label.includes('zz-whole')));
    const before = contents();
    let isRenumbered = false;
    const shown = await inTheWay('0006_more.py', () =>
      answering(
        {
          pick: (items) => {
            const next = isRenumbered ? items[0] : items.find(({ label }) => label.includes('Renumber'));
            isRenumbered = true;
            return next;
          },
        },
        () => commands.executeCommand('alembicWorkbench.rebase', { environmentKey: key, revisionId: '0003' }),
      ),
    );
    assert.equal(shown.length, 1);
    assert.match(shown[0]?.message ?? '', /could not be applied, because a file changed meanwhile/);
    const after = { ...before, '0006_more.py': 'of somebody else' };
    await eventually(
      'nothing is changed',
      contents,
      (files) => JSON.stringify(files) === JSON.stringify(after),
    );
    // Files of other suites may not be saved yet.
    const own = workspace.textDocuments.filter(({ uri }) => uri.fsPath.startsWith(folder));
    assert.deepEqual(
      own.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.fsPath),
      [],
    );
  });

  const meddling: Readonly<
    Record<
      string,
      { readonly revision: string; readonly child: string; readonly meddle: (file: string) => void }
    >
  > = {
    'has another text': {
      revision: '0001',
      child: '0004_theirs.py',
      meddle: (file) => {
        writeFileSync(file, `# mine\n${readFileSync(file, 'utf8')}`);
      },
    },
    'is a link out of the workspace': {
      revision: '0002',
      child: '0003_more.py',
      meddle: (file) => {
        const outside = join(mkdtempSync(join(tmpdir(), 'outside-')), 'outside.py');
        renameSync(file, outside);
        symlinkSync(outside, file);
      },
    },
  };
  for (const [what, { revision, child, meddle }] of Object.entries(meddling))
    test(`nothing is written where a file that is not open ${what} since the change was made`, async () => {
      await historyRows('it is there', (rows) => rows.some(({ label }) => label.includes('zz-whole')));
      const file = join(versions, child);
      const start = contents();
      let before: Readonly<Record<string, string>> = {};
      const shown = await beforeOpening(
        () => {
          meddle(file);
          before = contents();
        },
        () =>
          answering({ pick: (items) => items[0] }, () =>
            commands.executeCommand('alembicWorkbench.newRevisionId', {
              environmentKey: key,
              revisionId: revision,
            }),
          ),
      );
      assert.equal(shown.length, 1);
      assert.match(shown[0]?.message ?? '', /so nothing was written/);
      assert.notDeepEqual(before, {});
      assert.deepEqual(contents(), before);
      rmSync(file);
      writeFileSync(file, start[child] ?? '');
    });
});

/** Does something right before VS Code opens the first file for us. */
async function beforeOpening<Result>(meddle: () => void, during: () => Promise<Result>): Promise<Result> {
  const original = workspace.openTextDocument;
  const changeable = workspace as { openTextDocument: unknown };
  changeable.openTextDocument = (...words: Parameters<typeof original>) => {
    changeable.openTextDocument = original;
    meddle();
    return original(...words);
  };
  try {
    return await during();
  } finally {
    changeable.openTextDocument = original;
  }
}

/** Writes a file right before VS Code applies an edit. */
async function inTheWay<Result>(name: string, during: () => Promise<Result>): Promise<Result> {
  const original = workspace.applyEdit;
  const changeable = workspace as { applyEdit: typeof workspace.applyEdit };
  changeable.applyEdit = (...words) => {
    changeable.applyEdit = original;
    writeFileSync(join(versions, name), 'of somebody else');
    return original(...words);
  };
  try {
    return await during();
  } finally {
    changeable.applyEdit = original;
  }
}

function contents(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(versions)
      .sort()
      .map((name) => [name, readFileSync(join(versions, name), 'utf8')]),
  );
}
