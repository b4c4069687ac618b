import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { eventually } from '../fixtures/eventually';
import { Workbench } from './workbench';
import { writeFiles } from '../fixtures/writeFiles';

const link = '[press here to repair it](command:workbench.action.showCommands)';

const ini = `[alembic]
script_location = %(here)s/migrations
file_template = %%(nope)s is out of date: ${link}
`;

/** Names that are none of the usual, and messages that would be more than text. */
const heads = [
  { id: '__proto__', message: 'drop $(trash) **it** [a](command:b) <b>' },
  { id: 'con\\nstructor\\u202eresu', message: '`code` ![x](https://example.org/a.png)' },
];

function revision(id: string, message: string): string {
  return `"""${message}"""
revision = "${id}"
down_revision = None


def upgrade():
    pass


def downgrade():
    pass
`;
}

suite('text that is not ours, in the workbench', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    const parent = process.env['ALEMBIC_WORKBENCH_TEST_FOLDER'] ?? tmpdir();
    const folder = join(realpathSync(mkdtempSync(join(parent, 'text-'))), 'shop');
    const files: Record<string, string> = {
      'alembic.ini': ini,
      'migrations/env.py': '',
      'migrations/script.py.mako': '"""${message}"""\nrevision = ${repr(up_revision)}\n',
    };
    for (const [index, { id, message }] of heads.entries())
      files[`migrations/versions/head${index}.py`] = revision(id, message);
    writeFiles(folder, files);
    workbench = await Workbench.open(folder, { trusted: false });
    await workbench.openContainer('Alembic');
  });
  suiteTeardown(() => workbench.close());

  test('rows of the history read as ids and messages are written', async () => {
    const rows = await workbench.tree('History').waitForRows('both are there', ({ length }) => length === 2);
    assert.deepEqual(
      rows.map(({ label }) => readable(label)).sort(),
      heads.map(({ message }) => message).sort(),
    );
    const text = rows.map(({ description }) => description).join('\n');
    assert.match(text, /__proto__/);
    assert.match(text, /con⏎struct/);
    assert.doesNotMatch(text, /\u202e/);
  });

  test('the tooltip of a row has no link, picture or icon that its text asks for', async () => {
    const row = workbench.page.locator('.pane .monaco-list-row').filter({ hasText: '![x](https' }).first();
    const hovers = workbench.page.locator('.monaco-hover:visible').filter({ hasText: '![x](https' });
    // In one look, and with the pointer brought back: a tooltip goes when its row is drawn anew.
    const [tooltip] = await eventually(
      'the tooltip is there',
      async () => {
        await workbench.page.mouse.move(700, 400);
        await row.hover();
        await hovers
          .first()
          .waitFor({ timeout: 3000 })
          .catch(() => undefined);
        return await hovers.evaluateAll((elements) =>
          elements.map((element) => ({
            text: element.textContent ?? '',
            acting: element.querySelectorAll('a, img').length,
          })),
        );
      },
      ({ length }) => length > 0,
    );
    assert.match(tooltip?.text ?? '', /con⏎structor\\u202eresu/);
    assert.equal(tooltip?.acting, 0);
    await workbench.screenshot('text-tooltip');
    await workbench.page.mouse.move(700, 400);
  });

  test('a list to pick from reads the same', async () => {
    await workbench.runCommand('Alembic: Merge Heads…');
    await workbench.quickInput.waitFor('Which heads');
    const all = await workbench.quickInput.rows();
    const rows = all.filter(({ label }) => !label.includes('More Options…'));
    assert.deepEqual(
      rows.map(({ label }) => readable(label)).sort(),
      heads.map(({ message }) => message).sort(),
    );
    assert.deepEqual(rows.map(({ description }) => description).sort(), [
      '__proto__',
      'con⏎structor\\u202eresu',
    ]);
    await workbench.screenshot('text-quick-pick');
  });

  test('a link in a notification is text, and pressing it does nothing', async () => {
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('Message of the merge revision');
    await workbench.quickInput.type('merge');
    await workbench.quickInput.accept();
    const said = await workbench.notifications.waitFor('press here');
    assert.ok(readable(said).includes(link), said);
    const message = workbench.page
      .locator('.notification-list-item-message')
      .filter({ hasText: 'press here' });
    assert.equal(await message.locator('a').count(), 0);
    await workbench.screenshot('text-notification-link');
    await message.getByText('press here').click();
    // What the link would have opened, a person can open still: nothing of it is on its way.
    assert.equal(await workbench.quickInput.isOpen(), false);
    assert.equal(await message.count(), 1);
  });
});

/** Without the marks of no width. */
function readable(text: string): string {
  return text.replaceAll('\u200B', '');
}
