import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';
import type { Answers, ShownMessage } from '../../fixtures/person';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

/** What somebody changes while the question stands, what it is called, and how it is put back. */
interface Change {
  readonly name: string;
  readonly make: () => void | PromiseLike<void>;
  readonly undo: () => void | PromiseLike<void>;
}

/** A file gets another text, or is there now. */
function fileChange(path: string, edit: (text: string) => string, name = path): Change {
  const file = join(folder, path);
  let before: string | undefined;
  return {
    name,
    make: () => {
      before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      writeFileSync(file, edit(before ?? ''));
    },
    undo: () => {
      if (before === undefined) rmSync(file, { force: true });
      else writeFileSync(file, before);
    },
  };
}

function settingChange(name: string, value: unknown): Change {
  const update = (to: unknown): PromiseLike<void> =>
    workspace.getConfiguration('alembicWorkbench').update(name, to, ConfigurationTarget.Workspace);
  return {
    name: `the setting alembicWorkbench.${name}`,
    make: () => update(value),
    undo: () => update(undefined),
  };
}

const changes: readonly Change[] = [
  fileChange('alembic.ini', (text) => text.replaceAll('bookshop.db', 'other.db')),
  fileChange('migrations/env.py', (text) => `${text}\n# other\n`),
  fileChange('deploy.env', (text) => `${text}DATABASE=other\n`),
  fileChange('.env', () => 'DATABASE_URL=sqlite:///other.db\n'),
  fileChange('bookshop/models.py', (text) => `${text}\n# other\n`),
  fileChange('settings.json', () => '{ "database": "other" }'),
  fileChange('migrations/versions/617a1c545f8c_keep_prices_in_cents.py', (text) => `${text}\n# other\n`),
  settingChange('xArguments', ['tenant=other']),
  settingChange('extraArguments', ['--raiseerr']),
  settingChange('env', { DATABASE: 'other' }),
  settingChange('refuseFor', ['*bookshop*']),
];

suite('what changed between question and answer', () => {
  suiteSetup(async () => {
    writeFileSync(join(folder, 'deploy.env'), 'DATABASE=one\n');
    writeFileSync(join(folder, 'settings.json'), '{}');
    const reads = 'import json\njson.load(open("settings.json"))\n';
    await fileChange('migrations/env.py', (text) => reads + text).make();
    await settingChange('envFile', 'deploy.env').make();
    alembic('downgrade', '9e397b4b4b84');
    await historyRows('it is there');
  });
  suiteTeardown(async () => {
    await settingChange('envFile', undefined).undo();
    rmSync(join(folder, 'deploy.env'));
  });

  for (const change of changes) {
    test(`${change.name}: nothing is run`, async () => {
      let hasChanged = false;
      const shown = await upgrade(async () => {
        hasChanged = true;
        await change.make();
      });
      await change.undo();
      assert.ok(hasChanged, JSON.stringify(shown));
      const refused = shown.at(-1);
      assert.match(refused?.message ?? '', /changed since you were asked, so nothing was run; try again/);
      assert.ok(refused?.message.startsWith(`${change.name} `), refused?.message);
      assert.deepEqual(refused?.buttons, ['Try Again', 'Show Log']);
      assert.ok(!existsSync(join(folder, 'other.db')));
      assert.match(alembic('current'), /^9e397b4b4b84/);
    });
  }

  for (const [command, target, move] of [
    ['upgrade', '+1', ['upgrade', '+1']],
    ['downgrade', '-1', ['upgrade', '+1']],
    ['downgrade', '140d77cc1d2e', ['upgrade', '+2']],
  ] as const)
    test(`${command} ${target} after somebody else has migrated: nothing is run`, async () => {
      let where = '';
      const shown = await answering(
        {
          pick: (items) =>
            items.find(({ label, description }) => label.endsWith(target) || description?.startsWith(target)),
          press: (_message, buttons) => {
            const run = buttons.find((button) => button === 'Upgrade' || button === 'Downgrade');
            if (run !== undefined && where === '') {
              alembic(...move);
              where = alembic('current');
            }
            return run;
          },
          type: (prompt) => /Type (\S+)/.exec(prompt)?.[1] ?? '',
        },
        () => commands.executeCommand(`alembicWorkbench.${command}`),
      );
      const refused = shown.at(-1);
      assert.match(
        refused?.message ?? '',
        /^bookshop\.db was migrated since you were asked, so nothing was run/,
      );
      assert.deepEqual(refused?.buttons, ['Try Again', 'Show Log']);
      assert.equal(alembic('current'), where);
      alembic('downgrade', '9e397b4b4b84');
    });

  test('a stamp is refused as well', async () => {
    const change = fileChange('deploy.env', (text) => `${text}DATABASE=other\n`);
    const shown = await answering(
      {
        pick: (items) => items.find(({ label }) => label.includes('base')),
        press: async (_message, buttons) => {
          if (!buttons.includes('Stamp…')) return undefined;
          await change.make();
          return 'Stamp…';
        },
        type: () => 'base',
      },
      () => commands.executeCommand('alembicWorkbench.stamp'),
    );
    await change.undo();
    assert.match(shown.at(-1)?.message ?? '', /^deploy\.env changed since you were asked/);
    assert.match(alembic('current'), /^9e397b4b4b84/);
  });

  test('another database, although nothing that is read has changed: nothing is run', async () => {
    const other =
      'import os\nif os.path.exists("moved"): config.set_main_option("sqlalchemy.url", "sqlite:///other.db")\n';
    const environment = fileChange('migrations/env.py', (text) =>
      text.replace(/^config = context\.config$/m, (line) => `${line}\n${other}`),
    );
    await environment.make();
    const shown = await upgrade(() => Promise.resolve(writeFileSync(join(folder, 'moved'), '')));
    rmSync(join(folder, 'moved'));
    await environment.undo();
    rmSync(join(folder, 'other.db'), { force: true });
    assert.match(
      shown.at(-1)?.message ?? '',
      /^env\.py leads to another database than when you were asked \(sqlite, database other\.db; it was sqlite, database .*bookshop\.db\), so nothing was run; try again/,
    );
    assert.deepEqual(shown.at(-1)?.buttons, ['Try Again', 'Show Log']);
    assert.match(alembic('current'), /^9e397b4b4b84/);
  });

  test('a run that ends well and has applied nothing is not called done', async () => {
    const swallowed =
      'import sys\nif "upgrade" in sys.argv:\n    print("migration failed: no such table")\n    sys.exit(0)\n';
    const environment = fileChange('migrations/env.py', (text) => swallowed + text);
    await environment.make();
    const shown = await upgrade(() => Promise.resolve());
    await environment.undo();
    const told = shown.at(-1);
    assert.match(
      told?.message ?? '',
      /^Upgrade of bookshop\.db ended without an error, but bookshop\.db stands at 9e397b4b4b84, not at \w+: env\.py may have caught an error \(the output ends with "migration failed: no such table"\)/,
    );
    assert.deepEqual(told?.buttons, ['Open File', 'Show Log']);
  });

  test('what is saved or changed before the question is what the question names', async () => {
    const change = fileChange('alembic.ini', (text) => text.replaceAll('bookshop.db', 'other.db'));
    const shown = await answering(
      {
        pick: (items) => {
          void change.make();
          return items.find(({ label }) => label.includes('head'));
        },
      },
      () => commands.executeCommand('alembicWorkbench.upgrade'),
    );
    await change.undo();
    rmSync(join(folder, 'other.db'), { force: true });
    assert.deepEqual(
      shown.map(({ message }) => message),
      ['Upgrade other.db to head?'],
    );
  });

  test('Try Again asks about what is so now, and Run Again names what is other', async () => {
    const change = fileChange('deploy.env', (text) => `${text}DATABASE=other\n`);
    let questions = 0;
    let hasRun = false;
    const shown = await answering(
      {
        pick: (items) => items.find(({ label }) => label.includes('+1')),
        press: async (message, buttons) => {
          hasRun ||= message.includes('1 revision ran');
          if (message.includes('changed since')) return buttons.find((button) => button === 'Try Again');
          if (buttons.includes('Upgrade') && questions++ === 0) await change.make();
          return buttons.find((button) => button === 'Upgrade');
        },
      },
      async () => {
        await commands.executeCommand('alembicWorkbench.upgrade');
        await until(() => hasRun);
      },
    );
    assert.equal(questions, 2, JSON.stringify(shown));
    await change.undo();
    const again = await answering({}, () => commands.executeCommand('alembicWorkbench.runAgain'));
    assert.match(again[0]?.detail ?? '', /^Changed since the last run: deploy\.env\./);
  });
});

/** Upgrade to head, with something that happens before Upgrade is pressed. */
async function upgrade(before: () => Promise<void>): Promise<readonly ShownMessage[]> {
  const answers: Answers = {
    pick: (items) => items.find(({ label }) => label.includes('head')),
    press: async (_message, buttons) => {
      if (!buttons.includes('Upgrade')) return undefined;
      await before();
      return 'Upgrade';
    },
  };
  return await answering(answers, () => commands.executeCommand('alembicWorkbench.upgrade'));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 100));
}

function alembic(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    join(folder, '.venv', 'bin', 'python'),
    ['-B', '-m', 'alembic', ...words],
    { cwd: folder, encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  return stdout;
}
