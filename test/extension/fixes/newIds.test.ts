import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { commands, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { CodeAction } from 'vscode';
import { revisionFile, revisionTemplate } from '../../fixtures/alembicFiles';
import { eventually } from '../../fixtures/eventually';
import { historyRows, rowsBelow } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';
import type { Answers, ShownMessage } from '../../fixtures/person';
import { writeFiles } from '../../fixtures/writeFiles';

const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'zz-ids');
const versions = join(folder, 'migrations', 'versions');
const [base, middle, placeholder, head] = ['8d21f07c3b9e', '31c7e5a90b46', 'a1b2c3d4e5f6', 'f40b9d63a7c8'];
const buttons = (verb: string): readonly string[] => ['Downgrade…', `${verb} Anyway`];

// Before all suites, so that it is there with the others.
suiteSetup(() => {
  const files = {
    'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
    'migrations/env.py': `from alembic import context
from sqlalchemy import create_engine

with create_engine("sqlite:///${join(folder, 'shop.db')}").connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
    'migrations/script.py.mako': revisionTemplate,
    [file(base, 'start')]: revisionFile(base, null, { message: 'start' }),
    [file(middle, 'carts')]: revisionFile(middle, base, { message: 'carts' }),
    [file(placeholder, 'taxes')]: revisionFile(placeholder, middle, { message: 'taxes' }),
    [file(head, 'rates')]: revisionFile(head, placeholder, { message: 'rates' }),
  };
  writeFiles(folder, files);
  const python = process.env['ALEMBIC_WORKBENCH_TEST_PYTHON'] ?? '';
  const { status, stderr } = spawnSync(python, ['-B', '-m', 'alembic', 'upgrade', placeholder], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

suite('fixes: another id for what a database knows', () => {
  test('renaming asks nothing while no database was asked', async () => {
    await environmentKnown();
    const { shown, edit } = await rename(file(placeholder, 'taxes'), placeholder, {});
    assert.deepEqual(shown, []);
    assert.ok(edit.size > 0);
  });

  test('the id at which a database stands: which one, what follows and what to do; nothing is left of it', async () => {
    await window.showTextDocument(uriOf(file(head, 'rates')));
    const answer = await answering(
      { pick: (items) => items.find(({ label }) => label.includes('zz-ids')) },
      () => commands.executeCommand('alembicWorkbench.showCurrent'),
    );
    assert.match(
      answer[0]?.message ?? '',
      new RegExp(`^shop\\.db \\(sqlite\\) stands at "taxes" \\(${placeholder.slice(0, 8)}\\)\\.`),
    );
    const before = contents();
    const { shown, edit } = await rename(file(placeholder, 'taxes'), placeholder, {});
    assert.deepEqual(shown, [standingQuestion('taxes_2026', 'Rename')]);
    assert.equal(edit.size, 0);
    assert.deepEqual(contents(), before);
  });

  test('from a child too; who goes on gets the edit of all files', async () => {
    const { shown, edit } = await rename(file(head, 'rates'), placeholder, {
      press: () => 'Rename Anyway',
    });
    assert.deepEqual(shown, [standingQuestion('taxes_2026', 'Rename')]);
    const changed = edit.entries().map(([uri]) => uri.toString());
    for (const name of [file(placeholder, 'taxes'), file(head, 'rates')])
      assert.ok(changed.includes(uriOf(name).toString()), changed.join());
  });

  test('an id further down', async () => {
    const { shown, edit } = await rename(file(middle, 'carts'), middle, {});
    assert.deepEqual(shown, [
      {
        message: `shop.db has run ${middle} already.`,
        detail: `What stands further on finds its place all the same. Another database that stands at ${middle} would not: upgrade it first, or stamp it with taxes_2026 afterwards.`,
        buttons: buttons('Rename'),
      },
    ]);
    assert.equal(edit.size, 0);
  });

  test('an id that no database has is renamed without a question', async () => {
    const { shown, edit } = await rename(file(head, 'rates'), head, {});
    assert.deepEqual(shown, []);
    assert.ok(edit.size > 0);
  });

  test('the command asks the same, and Cancel leaves everything as it was', async () => {
    await window.showTextDocument(uriOf(file(placeholder, 'taxes')));
    const before = contents();
    const shown = await answering({}, () => commands.executeCommand('alembicWorkbench.newRevisionId'));
    assert.deepEqual(shown, [standingQuestion('the new id', 'Change')]);
    assert.deepEqual(contents(), before);
  });

  test('so does the lightbulb, which then changes all files', async () => {
    const uri = uriOf(file(placeholder, 'taxes'));
    const before = contents();
    const choose = async (answers: Answers): Promise<readonly ShownMessage[]> => {
      const action = await eventually('the fix is offered', () => newIdAction(uri));
      const command = action?.command;
      assert.ok(command && !action.edit, 'it is asked before the edit is applied');
      return await answering(answers, () =>
        commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[])),
      );
    };
    assert.deepEqual(await choose({}), [standingQuestion('the new id', 'Change')]);
    assert.deepEqual(contents(), before);
    await choose({ press: () => 'Change Anyway' });
    const name = await eventually('the file has another name', () =>
      readdirSync(versions).find((each) => each.endsWith('_taxes.py') && !each.startsWith(placeholder)),
    );
    await workspace.saveAll();
    await eventually('the child follows', () =>
      readFileSync(join(folder, file(head, 'rates')), 'utf8').includes(
        `down_revision = "${name?.slice(0, 12)}"`,
      ),
    );
  });

  test('what the question said is what the history shows then', async () => {
    const rows = await historyRows('the shop is there', (all) =>
      all.some(({ label }) => label.includes('zz-ids')),
    );
    const shop = rows.find(({ label }) => label.includes('zz-ids'));
    assert.ok(shop);
    await eventually('the database stands at what is not here', async () =>
      (await rowsBelow(shop)).some(({ label, spoken }) => `${label} ${spoken}`.includes(placeholder)),
    );
  });

  test('a revision that the database may have run, as it stands at what is not here, is not moved without a question', async () => {
    const before = contents();
    const shown = await answering({ pick: (items) => items.find(({ label }) => label === 'start') }, () =>
      commands.executeCommand('alembicWorkbench.reparent', {
        environmentKey: `${join(folder, 'alembic.ini')}#alembic`,
        revisionId: head,
      }),
    );
    assert.deepEqual(
      shown.map(({ message, buttons: offered }) => ({ message, buttons: offered })),
      [
        {
          message: `shop.db stands at ${placeholder}, which this checkout does not have, so it is not known whether shop.db has run ${head}.`,
          buttons: ['Find Revision…', 'Re-parent Anyway'],
        },
      ],
    );
    assert.deepEqual(contents(), before);
  });
});

function standingQuestion(newId: string, verb: string): ShownMessage {
  return {
    message: `shop.db stands at ${placeholder}, which would not be here any more.`,
    detail: `Alembic could neither upgrade nor downgrade shop.db then. Upgrade or downgrade to another revision first, or stamp with ${newId} afterwards.`,
    buttons: buttons(verb),
  };
}

/**
 * The fix as VS Code gets it when it is chosen: the last one whose edit is made is the one that its command
 * is for.
 */
async function newIdAction(uri: Uri): Promise<CodeAction | undefined> {
  const document = await workspace.openTextDocument(uri);
  const at = document.positionAt(document.getText().indexOf(`"${placeholder}"`) + 2);
  const actions = (resolved: number) =>
    commands.executeCommand<readonly CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      document.getWordRangeAtPosition(at),
      undefined,
      resolved,
    );
  const index = (await actions(0)).findIndex(({ title }) => title === 'Generate a new revision id');
  return index < 0 ? undefined : (await actions(index + 1))[index];
}

/** What renaming an id where it is written in a file asks, and would change. */
async function rename(
  name: string,
  id: string,
  answers: Answers,
): Promise<{ readonly shown: readonly ShownMessage[]; readonly edit: WorkspaceEdit }> {
  const document = await workspace.openTextDocument(uriOf(name));
  const at = document.positionAt(document.getText().indexOf(`"${id}"`) + 2);
  let edit = new WorkspaceEdit();
  const shown = await answering(answers, async () => {
    edit = await commands.executeCommand<WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      at,
      'taxes_2026',
    );
  });
  return { shown, edit };
}

async function environmentKnown(): Promise<void> {
  await historyRows('it is there', (rows) => rows.some(({ label }) => label.includes('zz-ids')));
}

function uriOf(name: string): Uri {
  return Uri.file(join(folder, name));
}

function file(id: string, message: string): string {
  return `migrations/versions/${id}_${message}.py`;
}

function contents(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(versions)
      .filter((name) => name.endsWith('.py'))
      .sort()
      .map((name) => [name, readFileSync(join(versions, name), 'utf8')]),
  );
}
