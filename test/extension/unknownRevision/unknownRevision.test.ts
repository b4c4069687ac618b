import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { commands, ConfigurationTarget, env, extensions, languages, Uri, window, workspace } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';
import type { Answers, ShownMessage } from '../../fixtures/person';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const versions = join(folder, 'migrations', 'versions');
const wishesFile = join(versions, 'feedbeef0001_add_wishes.py');

function git(...words: readonly string[]): void {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  const { status, stderr } = spawnSync('git', [...identity, ...words], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

function alembic(...words: readonly string[]): void {
  const python = join(folder, '.venv', 'bin', 'python');
  const { status, stderr } = spawnSync(python, ['-B', '-m', 'alembic', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
}

/**
 * All that a person has in Git: what is checked out, changed, staged, stashed, and which worktrees there are.
 */
function checkoutState(): readonly string[] {
  return [
    ['symbolic-ref', 'HEAD'],
    ['status', '--porcelain', '--ignored'],
    ['ls-files', '--stage'],
    ['stash', 'list'],
    ['worktree', 'list', '--porcelain'],
  ].map((words) => spawnSync('git', words, { cwd: folder, encoding: 'utf8' }).stdout);
}

/** The row of the version table. */
function current(): string {
  const code =
    'import sqlite3; print(sqlite3.connect("bookshop.db").execute("select version_num from alembic_version").fetchone()[0])';
  const python = join(folder, '.venv', 'bin', 'python');
  return spawnSync(python, ['-c', code], { cwd: folder, encoding: 'utf8' }).stdout.trim();
}

async function run(
  command: string,
  answers: Answers = {},
  argument?: unknown,
): Promise<readonly ShownMessage[]> {
  return await answering(answers, () => commands.executeCommand(`alembicWorkbench.${command}`, argument));
}

/**
 * Waits until Git was asked about all that came: Show Plan waits for that. Git is asked what is checked out
 * when the history has changed already, and a test could be on another branch again by then.
 */
async function lookedAt(): Promise<void> {
  await run('showPlan');
}

const revision = (id: string, parent: string, message: string): string =>
  `"""${message}\n\nRevision ID: ${id}\nRevises: ${parent}\n"""\n\nfrom alembic import op\n\nrevision = "${id}"\ndown_revision = "${parent}"\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n    op.execute("CREATE TABLE ${message.replaceAll(' ', '_')} (id INTEGER)")\n\n\ndef downgrade():\n    op.execute("DROP TABLE ${message.replaceAll(' ', '_')}")\n`;

suite('a database at a revision of another branch', () => {
  suiteSetup(async () => {
    appendFileSync(join(folder, '.gitignore'), '\n.venv\n*.db\n.vscode\n');
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
    git('switch', '--quiet', '-c', 'wishes');
    writeFileSync(wishesFile, revision('feedbeef0001', '1eefc6b8b898', 'add wishes'));
    git('add', '.');
    git('commit', '--quiet', '-m', 'wishes');
    alembic('upgrade', 'head');
    git('switch', '--quiet', 'main');
    const extension = extensions.getExtension<{
      getAPI(version: 1): { openRepository(uri: Uri): Promise<unknown> };
    }>('vscode.git');
    const api = (await extension?.activate())?.getAPI(1);
    await eventually('the Git extension knows the repository', () => api?.openRepository(Uri.file(folder)));
    await commands.executeCommand('alembicWorkbench.refresh');
    await historyRows('main is here', (rows) => rows.length === 14);
  });

  test('Show Current says it, with the way to find it', async () => {
    const [message] = await run('showCurrent');
    assert.match(
      message?.message ?? '',
      /^bookshop\.db \(sqlite\) stands at feedbeef0001\. This checkout does not have/,
    );
    assert.deepEqual(message?.buttons, ['Find Revision…']);
  });

  test('it has a row of its own, above the history', async () => {
    const [row] = await historyRows('there is one row more', (rows) => rows.length === 15);
    // By its message where it was here since the window was opened.
    assert.match(row?.label ?? '', /^(feedbeef0001|add wishes)$/);
    assert.match(row?.description ?? '', /^not in this checkout · bookshop\.db stands here/);
    assert.equal(row?.contextValue, 'unknown');
    assert.equal(row?.command?.command, 'alembicWorkbench.findRevision');
  });

  test('Find Revision says which branch has it, who made it, and copies the command', async () => {
    let offered: readonly { label: string; description?: string }[] = [];
    let asked = '';
    await run('findRevision', {
      pick: (items, placeHolder) => {
        offered = items;
        asked = placeHolder;
        return items.find(({ label }) => label.startsWith('$(copy)'));
      },
    });
    assert.match(asked, /^feedbeef0001 is on wishes: Ada, \d{4}-\d\d-\d\d$/);
    assert.deepEqual(
      offered.slice(0, 4).map(({ label }) => label),
      [
        '$(git-branch) Check out wishes',
        '$(copy) Copy "git switch wishes"',
        '$(arrow-down) Downgrade in a temporary worktree of wishes…',
        '$(file-add) Import its file',
      ],
    );
    assert.equal(await env.clipboard.readText(), 'git switch wishes');
  });

  test('Import its file brings it as that branch has it', async () => {
    await run('findRevision', { pick: (items) => items.find(({ label }) => label.includes('Import')) });
    await eventually('the file is there', () => existsSync(wishesFile));
    await workspace.saveAll();
    assert.match(readFileSync(wishesFile, 'utf8'), /revision = "feedbeef0001"/);
    await historyRows(
      'it is current',
      ([head]) => head?.label === 'add wishes' && head.spoken.includes('current'),
    );
    await commands.executeCommand('workbench.action.closeAllEditors');
    await lookedAt();
    rmSync(wishesFile);
    await historyRows('it is unknown again', ([row]) => row?.contextValue === 'unknown');
  });

  test('Downgrade in a temporary worktree: a no leaves everything as it was, a worktree less', async () => {
    const before = checkoutState();
    const shown = await run('findRevision', {
      pick: (items) => items.find(({ label }) => label.includes('temporary worktree')),
    });
    assert.equal(shown.length, 1);
    assert.equal(
      shown[0]?.message,
      'Downgrade bookshop.db to 1eefc6b8b898, in a temporary worktree of wishes?',
    );
    assert.match(
      shown[0]?.detail ?? '',
      /^sqlite, database \/.*bookshop\.db\nNow at feedbeef0001\.\n\nWill revert 1 revision:\n1\. .*add wishes — feedbeef0001/,
    );
    assert.deepEqual(checkoutState(), before);
    assert.equal(current(), 'feedbeef0001');
  });

  test('Downgrade in a temporary worktree: a guarded database has its name typed', async () => {
    const settings = workspace.getConfiguration('alembicWorkbench');
    await settings.update('refuseFor', ['*bookshop*'], ConfigurationTarget.Workspace);
    const pick: Answers['pick'] = (items) => items.find(({ label }) => label.includes('temporary worktree'));
    const press: Answers['press'] = (_message, buttons) => buttons.find((button) => button === 'Downgrade');
    const [refused] = await run('findRevision', { pick, press });
    assert.match(refused?.message ?? '', /^Downgrade is refused for bookshop\.db by the setting/);
    await settings.update('refuseFor', undefined, ConfigurationTarget.Workspace);
    await settings.update('typeNameFor', ['*bookshop*'], ConfigurationTarget.Workspace);
    const prompts: string[] = [];
    await run('findRevision', { pick, press, type: (prompt) => void prompts.push(prompt) });
    await settings.update('typeNameFor', undefined, ConfigurationTarget.Workspace);
    assert.match(prompts.join(), /^Type bookshop\.db to go on/);
    assert.equal(current(), 'feedbeef0001');
  });

  test('Downgrade in a temporary worktree is refused where a filter of Git keeps what Alembic reads', async () => {
    await run('showCurrent');
    const before = checkoutState();
    const beside = `${folder}-filtered`;
    git('worktree', 'add', '--quiet', beside, 'wishes');
    writeFileSync(join(beside, 'migrations', '.gitattributes'), 'feedbeef*.py filter=lfs\n');
    git('-C', beside, 'add', '.');
    git('-C', beside, 'commit', '--quiet', '-m', 'kept elsewhere');
    git('worktree', 'remove', beside);
    // Without a program for it, Git has the files as they are, and nothing is refused.
    git('config', 'filter.lfs.smudge', 'cat');
    const shown = await run('findRevision', {
      pick: (items) => items.find(({ label }) => label.includes('temporary worktree')),
    });
    git('config', '--remove-section', 'filter.lfs');
    git('branch', '--quiet', '--force', 'wishes', 'wishes~1');
    assert.deepEqual(
      shown.map(({ message }) => message),
      [
        'migrations/versions/feedbeef0001_add_wishes.py is kept by a filter of Git such as Git LFS, and no filter runs in a temporary worktree, so Alembic could not read it; check wishes out and downgrade by hand.',
      ],
    );
    assert.equal(current(), 'feedbeef0001');
    assert.deepEqual(checkoutState(), before);
  });

  test('Downgrade in a temporary worktree that fails: why, and the line where the same file is here', async () => {
    const downgrade: Answers = {
      pick: (items) => items.find(({ label }) => label.includes('temporary worktree')),
      press: (_message, buttons) => buttons.find((button) => button === 'Downgrade'),
    };
    const failures = (): readonly string[] =>
      languages
        .getDiagnostics()
        .flatMap(([{ fsPath }, all]) =>
          all
            .filter(({ source }) => source === 'alembic run')
            .map(({ message, range }) => `${fsPath}:${range.start.line + 1} ${message}`),
        );
    const text = revision('feedbeef0001', '1eefc6b8b898', 'add wishes');
    /** Commits to the branch, from a worktree beside, so that the checkout stays. */
    const commitThere = (changes: Readonly<Record<string, string>>): void => {
      const beside = `${folder}-broken`;
      git('worktree', 'add', '--quiet', beside, 'wishes');
      for (const [name, content] of Object.entries(changes))
        writeFileSync(join(beside, 'migrations', name), content);
      git('-C', beside, 'commit', '--quiet', '--all', '-m', 'changed');
      git('worktree', 'remove', beside);
    };
    const wishes = 'versions/feedbeef0001_add_wishes.py';

    // The file that fails is none of this checkout: the sentence names its revision, and the log has the
    // rest.
    commitThere({ [wishes]: text.replace('DROP TABLE', 'DROPP TABLE') });
    const [, failed] = await run('findRevision', downgrade);
    assert.match(
      failed?.message ?? '',
      /^Downgrade of bookshop\.db in a worktree of wishes \(taking back feedbeef0001\) failed: .*near "DROPP"/,
    );
    assert.deepEqual(failed?.buttons, ['Show Log']);
    assert.deepEqual(failures(), []);
    assert.equal(current(), 'feedbeef0001');

    // It is in a file that is the same here.
    const shared = join(folder, 'migrations', 'dropping.py');
    writeFileSync(shared, 'def drop():\n    raise ValueError("not this one")\n');
    git('add', shared);
    git('commit', '--quiet', '-m', 'shared');
    git('switch', '--quiet', 'wishes');
    git('merge', '--quiet', 'main', '-m', 'merged');
    git('switch', '--quiet', 'main');
    const loading =
      'import importlib.util\n    spec = importlib.util.spec_from_file_location("d", __file__.rsplit("/", 2)[0] + "/dropping.py")\n    module = importlib.util.module_from_spec(spec)\n    spec.loader.exec_module(module)\n    module.drop()';
    commitThere({ [wishes]: text.replace(/op\.execute\("DROP .*\)/, loading) });
    const [, other] = await run('findRevision', downgrade);
    assert.match(other?.message ?? '', /failed: ValueError: not this one$/);
    assert.deepEqual(other?.buttons, ['Open File', 'Show Log']);
    assert.deepEqual(failures(), [
      `${shared}:2 The last run failed here (while "add wishes" (feedbeef) ran): ValueError: not this one`,
    ]);

    commitThere({ [wishes]: text });
    await historyRows('all is as it was', ([row]) => row?.contextValue === 'unknown');
  });

  test('Downgrade in a temporary worktree: to what both have, with nothing left of it', async () => {
    const before = checkoutState();
    const shown = await run('findRevision', {
      pick: (items) => items.find(({ label }) => label.includes('temporary worktree')),
      press: (_message, buttons) => buttons.find((button) => button === 'Downgrade'),
    });
    assert.equal(
      shown[1]?.message,
      'Downgraded bookshop.db with the files of wishes: 1 revision ran. It now stands at 1eefc6b8b898.',
    );
    await historyRows('the head is current', ([head]) => Boolean(head?.spoken.includes('current')));
    assert.equal(current(), '1eefc6b8b898');
    assert.deepEqual(checkoutState(), before);
    git('switch', '--quiet', 'wishes');
    alembic('upgrade', 'head');
    git('switch', '--quiet', 'main');
    await commands.executeCommand('alembicWorkbench.refresh');
    await run('showCurrent');
  });

  test('Check out the branch, and back: what is applied and gone is pointed out once', async () => {
    await run('findRevision', {
      pick: (items) => items.find(({ label }) => label.includes('Check out wishes')),
    });
    await historyRows(
      'it is current',
      ([head]) => head?.label === 'add wishes' && head.spoken.includes('current'),
    );
    await lookedAt();
    const told: string[] = [];
    const press = (message: string): undefined => void told.push(message);
    await answering({ press }, async () => {
      git('switch', '--quiet', 'main');
      await historyRows('it is unknown', ([row]) => row?.contextValue === 'unknown');
      await eventually('it is told', () => told.length > 0);
    });
    assert.deepEqual(told, ['bookshop.db stands at feedbeef0001, which is not in this checkout any more.']);
  });
});

suite('revisions that came by a pull', () => {
  test('one quiet message with Upgrade and Show Plan, and nothing without a known state', async () => {
    git('switch', '--quiet', 'wishes');
    await commands.executeCommand('alembicWorkbench.refresh');
    await run('showCurrent');
    const beside = `${folder}-more`;
    git('worktree', 'add', '--quiet', '-b', 'more', beside);
    writeFileSync(
      join(beside, 'migrations', 'versions', 'feedbeef0002_add_notes.py'),
      revision('feedbeef0002', 'feedbeef0001', 'add notes'),
    );
    git('-C', beside, 'add', '.');
    git('-C', beside, 'commit', '--quiet', '-m', 'notes');
    await historyRows('wishes is here', ([head]) => head?.label === 'add wishes');
    await lookedAt();
    // What a person makes here is no news.
    const own = join(versions, 'feedbeef0003_own.py');
    const quiet = await answering({}, async () => {
      writeFileSync(own, revision('feedbeef0003', 'feedbeef0001', 'own'));
      await historyRows('the own one is here', ([head]) => head?.label === 'own');
      await commands.executeCommand('alembicWorkbench.showPlan');
      rmSync(own);
      await historyRows('and gone', ([head]) => head?.label === 'add wishes');
    });
    assert.deepEqual(quiet, []);
    await lookedAt();
    const messages: ShownMessage[] = [];
    const shown = await answering(
      {
        press: (message, buttons, detail) => {
          messages.push({ message, buttons, detail });
          return undefined;
        },
      },
      async () => {
        git('merge', '--quiet', '--ff-only', 'more');
        await historyRows('the new one is here', ([head]) => head?.label === 'add notes');
        await eventually('it is told', () => messages.length > 0);
      },
    );
    assert.deepEqual(
      shown.map(({ message, buttons }) => [message, ...buttons]),
      [['1 new revision is pending for bookshop.db (alembic.ini).', 'Upgrade…', 'Show Plan']],
    );
  });

  test('a merge that gives two heads: both are named, and nothing else is said', async () => {
    git('tag', 'before-side');
    const beside = `${folder}-side`;
    git('worktree', 'add', '--quiet', '-b', 'side', beside, 'wishes~1');
    for (const [id, parent, message] of [
      ['feedbeef0004', 'feedbeef0001', 'first aside'],
      ['feedbeef0005', 'feedbeef0004', 'second aside'],
    ] as const)
      writeFileSync(join(beside, 'migrations', 'versions', `${id}_aside.py`), revision(id, parent, message));
    git('-C', beside, 'add', '.');
    git('-C', beside, 'commit', '--quiet', '-m', 'aside');
    await lookedAt();
    const messages: string[] = [];
    const press = (message: string): undefined => void messages.push(message);
    const shown = await answering({ press }, async () => {
      git('merge', '--quiet', '--no-edit', 'side');
      await eventually('it is told', () => messages.length > 0);
      await lookedAt();
    });
    assert.deepEqual(
      shown.map(({ message, buttons }) => [message, ...buttons]),
      [['There are two heads now: "add notes" and "second aside".', 'Move Mine on Top…', 'Merge…']],
    );
    git('reset', '--quiet', '--hard', 'before-side');
    git('worktree', 'remove', '--force', beside);
    await historyRows(
      'one head again',
      ([head, next]) => head?.label === 'add notes' && next?.label === 'add wishes',
    );
    await lookedAt();
  });

  test('Show Plan lists what is pending and opens what is picked', async () => {
    const labels: string[] = [];
    await run('showPlan', {
      pick: (items) => {
        labels.push(...items.map(({ label }) => label));
        return items[0];
      },
    });
    assert.deepEqual(labels, ['1. add notes', '$(arrow-up) Upgrade…']);
    assert.match(window.activeTextEditor?.document.fileName ?? '', /add_notes\.py$/);
  });
});

suite('what was run', () => {
  test('Edit Revision opens a file by its id', async () => {
    await run('editRevision', {
      pick: (items) => items.find(({ description }) => description?.includes('80037ec2a029')),
    });
    assert.match(window.activeTextEditor?.document.fileName ?? '', /80037ec2a029_add_genres\.py$/);
  });

  test('a failing revision is a diagnostic at its line until the next run; Run Again asks again', async () => {
    const file = join(versions, 'feedbeef0002_add_notes.py');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('CREATE TABLE', 'CREAT TABLE'));
    const upgrade: Answers = {
      pick: (items) => items.find(({ label }) => label.includes('head')),
      press: (_message, buttons) => buttons.find((button) => button === 'Upgrade'),
    };
    await run('upgrade', upgrade);
    const found = (): readonly string[] =>
      languages
        .getDiagnostics(Uri.file(file))
        .filter(({ source }) => source === 'alembic run')
        .map(({ message, range }) => `${range.start.line + 1}: ${message}`);
    assert.equal(found().length, 1);
    assert.match(
      found()[0] ?? '',
      /^16: The last run failed here \(while .*feedbeef.* ran\): .*near "CREAT"/,
    );
    writeFileSync(file, text);
    const shown = await run('runAgain', { press: upgrade.press });
    assert.match(shown[0]?.message ?? '', /^Upgrade bookshop\.db to head\?/);
    assert.match(shown[1]?.message ?? '', /1 revision ran/);
    assert.deepEqual(found(), []);
  });

  test('Copy as Command Line gives what was run, without secrets', async () => {
    const settings = workspace.getConfiguration('alembicWorkbench');
    await settings.update('xArguments', ['password=hush-hush', 'a b'], ConfigurationTarget.Workspace);
    await run('downgrade', {
      pick: (items) => items.find(({ label }) => label.includes('-1')),
      press: (_message, buttons) => buttons.find((button) => button === 'Downgrade'),
    });
    await run('copyCommandLine');
    await settings.update('xArguments', undefined, ConfigurationTarget.Workspace);
    const line = await env.clipboard.readText();
    assert.match(line, /python -m alembic -c \S+alembic\.ini -x password=\*\*\* -x 'a b' downgrade -1$/);
  });
});

suite('Initialise Alembic Here', () => {
  for (const template of ['generic', 'async', 'pyproject']) {
    test(`with the template ${template}`, async () => {
      const place = join(folder, 'new', template);
      await workspace.fs.createDirectory(Uri.file(place));
      if (template === 'pyproject')
        writeFileSync(join(place, 'pyproject.toml'), '[project]\nname = "x"\nversion = "1"\n');
      const shown = await run(
        'initialise',
        { pick: (items) => items.find(({ label }) => label === template), type: () => 'migrations' },
        Uri.file(place),
      );
      assert.match(shown[0]?.message ?? '', /^Alembic is initialised in migrations/);
      assert.ok(existsSync(join(place, 'migrations', 'env.py')));
      assert.ok(existsSync(join(place, 'alembic.ini')));
      if (template === 'pyproject') {
        assert.match(readFileSync(join(place, 'pyproject.toml'), 'utf8'), /script_location/);
      }
      assert.equal(window.activeTextEditor?.document.fileName, join(place, 'migrations', 'env.py'));
    });
  }
});
