import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, teardown, test } from 'mocha';
import { commands, window, workspace } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';
import type { Answers, ShownMessage } from '../../fixtures/person';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const headOfSample = '1eefc6b8b898';

async function newRevision(answers: Answers): Promise<readonly ShownMessage[]> {
  await historyRows('it is there');
  return await answering(answers, () => commands.executeCommand('alembicWorkbench.newRevision'));
}

function openText(): string {
  return window.activeTextEditor?.document.getText() ?? '';
}

/** Has Python read the open file, and gives its header values. */
function headerOfOpenFile(): Readonly<Record<string, unknown>> {
  const code =
    'import json, sys, ast\nvalues = {}\nfor node in ast.parse(sys.stdin.read()).body:\n    if isinstance(node, (ast.Assign, ast.AnnAssign)):\n        target = node.targets[0] if isinstance(node, ast.Assign) else node.target\n        values[target.id] = ast.literal_eval(node.value)\nprint(json.dumps(values))';
  const python = join(folder, '.venv', 'bin', 'python');
  const run = spawnSync(python, ['-c', code], { input: openText(), encoding: 'utf8' });
  assert.equal(run.status, 0, `${run.stderr}\n${openText()}`);
  return JSON.parse(run.stdout) as Readonly<Record<string, unknown>>;
}

const picking = (title: string, message = 'a change'): Answers => ({
  type: () => message,
  pick: (items) => items.find(({ label }) => label.includes(title)),
});

suite('New Revision', () => {
  teardown(async () => {
    const document = window.activeTextEditor?.document;
    // A save that an edit overtakes leaves it dirty, and a dirty editor can't be closed here.
    if (document) await eventually('it is saved', async () => (await document.save()) && !document.isDirty);
    await commands.executeCommand('workbench.action.closeAllEditors');
    if (document && existsSync(document.fileName)) await workspace.fs.delete(document.uri);
    await historyRows('only the sample is left', (rows) => rows.length === 14);
  });

  for (const [title, upgrade, downgrade] of [
    ['Create table', /op\.create_table\(\n {8}"my_table",/, /op\.drop_table\("my_table"\)/],
    [
      'Add column',
      /op\.add_column\("my_table", sa\.Column\("my_column"/,
      /op\.drop_column\("my_table", "my_column"\)/,
    ],
    [
      'Add index without locking',
      /autocommit_block\(\):\n[^\n]*\n {8}op\.execute\("DROP INDEX CONCURRENTLY IF EXISTS ix_my_table_my_column"\)\n {8}op\.create_index\(/,
      /postgresql_concurrently=True/,
    ],
    ['Rename column', /new_column_name="new_name"/, /new_column_name="old_name"/],
    ['Data migration in batches', /while connection\.execute\(statement\)\.rowcount > 0:\n {12}pass/, /pass/],
    ['Enum value', /ADD VALUE IF NOT EXISTS 'value'/, /# PostgreSQL/],
    ['Raw SQL file pair', /\.up\.sql/, /\.down\.sql/],
    ['Grant rights on a table', /GRANT SELECT ON table TO reader/, /REVOKE SELECT ON table FROM reader/],
  ] as const) {
    test(`${title}: fills in the file that Alembic wrote`, async () => {
      assert.deepEqual(await newRevision(picking(title)), []);
      assert.equal(headerOfOpenFile()['down_revision'], headOfSample);
      const [before = '', after = ''] = openText().split('def downgrade');
      assert.match(before, /^"""a change\n/);
      assert.match(before, upgrade);
      assert.match(after, downgrade);
      const beside = ['.up.sql', '.down.sql'].map((end) =>
        (window.activeTextEditor?.document.fileName ?? '').replace(/\.py$/, end),
      );
      for (const file of beside) assert.equal(existsSync(file), title === 'Raw SQL file pair', file);
    });
  }

  test('Empty: the cursor is where the work begins', async () => {
    assert.deepEqual(await newRevision(picking('Empty')), []);
    const editor = window.activeTextEditor;
    assert.equal(editor?.document.getText(editor.selection), 'pass');
  });

  test('where a hook of the config file fails, the file opens, is filled in, and it is said why', async () => {
    const config = join(folder, 'alembic.ini');
    const before = readFileSync(config, 'utf8');
    const hook =
      'tidy.type = exec\ntidy.executable = no-such-formatter\ntidy.options = REVISION_SCRIPT_FILENAME';
    writeFileSync(config, `${before}\n[post_write_hooks]\nhooks = tidy\n${hook}\n`);
    try {
      const shown = await newRevision(picking('Create table'));
      assert.equal(
        shown[0]?.message,
        "The revision was made, but what runs after that failed: FileNotFoundError: [Errno 2] No such file or directory: 'no-such-formatter'; look at post_write_hooks in the config file.",
      );
      assert.deepEqual(shown[0]?.buttons, ['Open Config File', 'Show Log']);
      assert.equal(shown.length, 1);
      assert.match(openText(), /op\.create_table\(\n {8}"my_table",/);
    } finally {
      writeFileSync(config, before);
    }
  });

  test('Branch: asks its label and where it starts', async () => {
    const shown = await newRevision({
      type: (prompt) => (prompt.startsWith('Label') ? 'reports' : 'a branch'),
      pick: (items, placeHolder) =>
        items.find(({ label, description }) =>
          placeHolder.startsWith('From') ? description?.includes('80037ec2a029') : label.includes('Branch'),
        ),
    });
    assert.deepEqual(shown, []);
    const header = headerOfOpenFile();
    assert.equal(header['down_revision'], '80037ec2a029');
    assert.deepEqual([header['branch_labels']].flat(), ['reports']);
  });

  test('from a row that others build on: no head is asked, and it is spliced', async () => {
    const rows = await historyRows('it is there');
    const row = rows.find(({ spoken }) => spoken.includes('80037ec2a029'));
    assert.ok(row);
    const asked: string[] = [];
    const shown = await answering(
      {
        type: () => 'beside the others',
        pick: (items, placeHolder) => {
          asked.push(placeHolder);
          return items.find(({ label }) => label.includes('Empty'));
        },
      },
      () => commands.executeCommand('alembicWorkbench.newRevisionHere', row.node),
    );
    assert.deepEqual(shown, []);
    assert.deepEqual(asked, ['How does the revision start?']);
    assert.equal(headerOfOpenFile()['down_revision'], '80037ec2a029');
  });

  test('from the file in the editor: its revision is the parent', async () => {
    const [head] = await historyRows('the head is first', ([row]) =>
      Boolean(row?.spoken.includes(headOfSample)),
    );
    await commands.executeCommand('alembicWorkbench.openRevision', head?.node);
    const shown = await answering(picking('Empty', 'on the head'), () =>
      commands.executeCommand('alembicWorkbench.newRevisionHere'),
    );
    assert.deepEqual(shown, []);
    assert.equal(headerOfOpenFile()['down_revision'], headOfSample);
  });

  test('Dependency: not offered with one head; with several, asks which of the other branches', async () => {
    const kinds: string[] = [];
    await newRevision({
      type: () => 'never made',
      pick: (items) => {
        kinds.push(...items.map(({ label }) => label));
        return undefined;
      },
    });
    assert.ok(kinds.some((label) => label.includes('Branch')));
    assert.ok(!kinds.some((label) => label.includes('Dependency')));
    await newRevision({
      type: (prompt) => (prompt.startsWith('Label') ? 'exports' : 'another branch'),
      pick: (items, placeHolder) =>
        items.find(({ label, description }) =>
          placeHolder.startsWith('From') ? description?.includes('80037ec2a029') : label.includes('Branch'),
        ),
    });
    const branch = window.activeTextEditor?.document;
    assert.ok(branch);
    await branch.save();
    const branchId = String(headerOfOpenFile()['revision']);
    await historyRows('the branch is there', (rows) => rows.length === 15);
    const others: string[] = [];
    await newRevision({
      type: () => 'dependent',
      pick: (items, placeHolder) => {
        if (placeHolder.startsWith('After')) {
          others.push(...items.flatMap(({ description }) => description ?? []));
          return items.find(({ description }) => description?.includes(headOfSample));
        }
        return items.find(({ label, description }) =>
          placeHolder.includes('several heads') ? description === branchId : label.includes('Dependency'),
        );
      },
    });
    const header = headerOfOpenFile();
    await workspace.fs.delete(branch.uri);
    assert.deepEqual([header['depends_on']].flat(), [headOfSample]);
    assert.equal(header['down_revision'], branchId);
    assert.ok(!others.some((text) => text.includes('80037ec2a029') || text.includes(branchId)));
  });

  test('Autogenerate with pending revisions: upgrades, then generates; one that found nothing is deleted', async () => {
    const shown = await newRevision({
      type: () => 'compare',
      pick: (items) => items.find(({ label }) => /Autogenerate|Upgrade, then Generate/.test(label)),
      press: (_message, buttons) => buttons.find((button) => ['Upgrade', 'Delete File'].includes(button)),
    });
    assert.deepEqual(
      shown.map(({ message }) => message.split(/[,:?]/, 1)[0]),
      ['Upgrade bookshop.db to head', 'Upgraded bookshop.db', 'Models and database do not differ'],
    );
    await eventually(
      'the file is gone',
      () => !(window.activeTextEditor?.document.fileName ?? '').includes('compare'),
    );
  });

  test('Autogenerate: what was generated is not selected, so that no key replaces it', async () => {
    const models = join(folder, 'bookshop', 'models.py');
    const before = readFileSync(models, 'utf8');
    writeFileSync(
      models,
      `${before}\n\nclass Leaflet(Base):\n    __tablename__ = "leaflets"\n    id: Mapped[int] = mapped_column(primary_key=True)\n`,
    );
    try {
      const shown = await newRevision(picking('Autogenerate'));
      assert.deepEqual(
        shown.map(({ message, buttons }) => [message, ...buttons]),
        [['"a change" is generated; look at it, then run it.', 'Upgrade to Here…', 'Preview SQL']],
      );
    } finally {
      writeFileSync(models, before);
    }
    const editor = window.activeTextEditor;
    assert.match(openText(), /create_table\(\s*["']leaflets["']/);
    assert.ok(editor?.selection.isEmpty);
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /^ {4}op\.create_table\(/);
  });

  test('Autogenerate where env.py sees no models: asks about the tables that would be dropped', async () => {
    const env = join(folder, 'migrations', 'env.py');
    const before = readFileSync(env, 'utf8');
    writeFileSync(
      env,
      before.replace(
        'target_metadata = Base.metadata',
        'from sqlalchemy import MetaData\ntarget_metadata = MetaData()',
      ),
    );
    try {
      const shown = await newRevision({
        type: () => 'nothing seen',
        pick: (items) => items.find(({ label }) => label.includes('Autogenerate')),
        press: (_message, buttons) => buttons.find((button) => button === 'Delete File'),
      });
      assert.equal(shown.length, 1);
      assert.match(
        shown[0]?.message ?? '',
        /^The models that env\.py sees have no tables, so the new revision drops \d+ tables: /,
      );
    } finally {
      writeFileSync(env, before);
    }
    await eventually(
      'the file is gone',
      () => !(window.activeTextEditor?.document.fileName ?? '').includes('nothing_seen'),
    );
  });

  test('Autogenerate that finds nothing names a model that env.py does not import, and imports it', async () => {
    const model = join(folder, 'bookshop', 'flyers.py');
    const env = join(folder, 'migrations', 'env.py');
    const before = readFileSync(env, 'utf8');
    writeFileSync(
      model,
      'from sqlalchemy.orm import Mapped, mapped_column\n\nfrom bookshop.models import Base\n\n\nclass Flyer(Base):\n    __tablename__ = "flyers"\n    id: Mapped[int] = mapped_column(primary_key=True)\n',
    );
    try {
      const shown = await newRevision({
        type: () => 'add flyers',
        pick: (items) => items.find(({ label }) => label.includes('Autogenerate')),
        press: (_message, buttons) => buttons.find((button) => button === 'Delete File and Import Models'),
      });
      assert.match(
        shown[0]?.message ?? '',
        /^Models and database do not differ, .* env\.py does not see 'Flyer' \(table flyers\)/,
      );
      await eventually('env.py imports it', () =>
        /^import bookshop\.flyers {2}# noqa: F401$/m.test(readFileSync(env, 'utf8')),
      );
    } finally {
      rmSync(model);
      // The teardown deletes what is open, and that is env.py.
      await commands.executeCommand('workbench.action.closeAllEditors');
      writeFileSync(env, before);
    }
  });

  test('without a message one is proposed for what autogenerate finds', async () => {
    const models = join(folder, 'bookshop', 'models.py');
    const before = readFileSync(models, 'utf8');
    writeFileSync(
      models,
      `${before}\n\nclass Booklet(Base):\n    __tablename__ = "booklets"\n    id: Mapped[int] = mapped_column(primary_key=True)\n`,
    );
    const asked: string[] = [];
    try {
      const shown = await newRevision({
        type: (_prompt, value) => {
          asked.push(value);
          return value;
        },
        pick: (items) => items.find(({ label }) => label.includes('Autogenerate')),
        press: (_message, buttons) => buttons.find((button) => button === 'Upgrade'),
      });
      assert.deepEqual(
        shown.map(({ buttons }) => buttons),
        [['Upgrade to Here…', 'Preview SQL']],
      );
    } finally {
      writeFileSync(models, before);
    }
    assert.match(asked.join('|'), /^\|\w+ booklets table$/);
    assert.match(openText(), /^"""\w+ booklets table\n/);
  });
});
