import assert from 'node:assert/strict';
import { applyFix } from '../../../server/core/edits/fixes/fixes';
import { createDateAt } from '../../../server/core/text/createDate';
import type { EditContext } from '../../../server/core/edits/editContext';
import { runRules } from '../../../server/core/rules/engine/runRules';
import type { Files } from './proof';
import { applyChange, undoEdits } from './proof';
import { snapshotOf } from '../snapshotOf';

const now = createDateAt(Date.UTC(2026, 4, 6), 'UTC', 'UTC');
assert.ok(now);
const context: EditContext = { scriptTemplate: undefined, newRevisionId: 'f00dfacecafe', now };

const functions = '\n\ndef upgrade() -> None:\n\tpass\n\n\ndef downgrade() -> None:\n\tpass\n';
const base = {
  path: '/versions/a.py',
  text: `revision = 'aaaa'\ndown_revision = None\nbranch_labels = 'shop'\n${functions}`,
};

/**
 * The fixes of what a rule finds in a file: title -> the file's text afterwards, its new path, or why not.
 */
function fixesFor(text: string, rule: string, others: Files = [base], path = '/versions/mine.py') {
  const files = [...others, { path, text }];
  const snapshot = snapshotOf(files);
  const findings = runRules(snapshot, { rules: {} }).filter(
    ({ code, file }) => code === rule && file === path,
  );
  assert.ok(findings.length > 0, `no finding of ${rule}`);
  const result: Record<string, string> = {};
  for (const fix of findings[0]?.fixes ?? []) {
    const outcome = applyFix(snapshot, fix, context);
    if (!outcome.ok) {
      result[fix.kind] = `refused: ${outcome.reason}`;
      continue;
    }
    const after = applyChange(files, outcome.change);
    assert.deepEqual(undoEdits(files, after, outcome.change), files);
    const own = after[files.length - 1];
    const created = after.slice(files.length).map((file) => `\n#- ${file.path}\n${file.text}`);
    result[outcome.title] = (own?.path === path ? own.text : `-> ${own?.path ?? ''}`) + created.join('');
  }
  return result;
}

suite('fixes of errors', () => {
  test('an id without characters gets another one, and the file keeps its name', () => {
    const path = '/versions/0_a_revision.py';
    const text = "revision = ''\ndown_revision = None\n";
    const outcome = applyFix(
      snapshotOf([{ path, text }]),
      { kind: 'change-revision-id', file: path, to: 'renamed' },
      context,
    );
    assert.ok(outcome.ok);
    assert.deepEqual(outcome.change.renames, []);
    assert.equal(
      applyChange([{ path, text }], outcome.change)[0]?.text,
      "revision = 'renamed'\ndown_revision = None\n",
    );
  });

  test('a label that is taken is left out, numbered, or named once', () => {
    const text = `revision = 'bbbb'\ndown_revision = 'aaaa'\nbranch_labels = ("x", "shop")  # why\n${functions}`;
    assert.deepEqual(fixesFor(text, 'duplicate-branch-label'), {
      "Remove 'shop' from branch_labels": text.replace('("x", "shop")', '"x"'),
      "Change to 'shop_2'": text.replace('"shop"', '"shop_2"'),
    });
    const own = text.replace('("x", "shop")', "'bbbb'");
    assert.deepEqual(fixesFor(own, 'label-equals-id'), {
      "Remove 'bbbb' from branch_labels": own.replace("'bbbb'  #", 'None  #'),
      "Change to 'bbbb_2'": own.replace("'bbbb'  #", "'bbbb_2'  #"),
    });
  });

  test('a function is written as the others are', () => {
    const header = `revision = 'bbbb'\r\ndown_revision = 'aaaa'\r\n\r\n\r\n`;
    const upgrade = 'def upgrade() -> None:\r\n\tpass\r\n';
    const downgrade = 'def downgrade() -> None:\r\n\tpass';
    assert.deepEqual(fixesFor(header + downgrade, 'missing-upgrade'), {
      'Add an empty upgrade()': `${header}${upgrade}\r\n\r\n${downgrade}`,
    });
    assert.deepEqual(fixesFor(header + upgrade, 'missing-downgrade'), {
      'Add a downgrade() that says there is no way back': `${header}${upgrade}\r\n\r\ndef downgrade() -> None:\r\n\traise NotImplementedError('This revision cannot be undone.')\r\n`,
      'Add an empty downgrade()': `${header}${upgrade}\r\n\r\n${downgrade}\r\n`,
    });
    const misspelt = header + upgrade.replace('upgrade', 'upgarde') + downgrade;
    const ways = fixesFor(misspelt, 'missing-upgrade');
    assert.equal(ways['Rename upgarde() to upgrade()'], misspelt.replace('upgarde', 'upgrade'));
  });

  test('a missing header line is taken from the docstring, the file name or nothing', () => {
    const text = `"""m\n\nRevision ID: bbbb\nRevises: aaaa\n"""\nimport x\n\nrevision: str = "bbbb"  # id\ndepends_on: str | None = None\n${functions}`;
    const line = (value: string) => text.replace('# id\n', `# id\ndown_revision: str | None = ${value}\n`);
    assert.deepEqual(fixesFor(text, 'missing-revision-header'), {
      "Write down_revision = 'aaaa'": line('"aaaa"'),
      'Write down_revision = None': line('None'),
    });
    const noId = `"""m\n\nRevision ID: bbbb\n"""\ndown_revision = "aaaa"\n${functions}`;
    assert.deepEqual(fixesFor(noId, 'missing-revision-header'), {
      "Write revision = 'bbbb'": noId.replace('down_', 'revision = "bbbb"\ndown_'),
      'Write a new revision id: f00dfacecafe': noId.replace('down_', 'revision = "f00dfacecafe"\ndown_'),
    });
    const bare = `"""A helper."""\nfrom x import y\n\nz = 1\n`;
    const ways = fixesFor(bare, 'missing-revision-header');
    assert.equal(
      ways["Write a new revision id and down_revision = 'aaaa': f00dfacecafe"],
      bare.replace('y\n', `y\n\nrevision = 'f00dfacecafe'\ndown_revision = 'aaaa'\n`),
    );
    assert.equal(ways['Move mine.py out of the revisions, beside env.py'], '-> /mine.py');
    const user = {
      path: '/versions/c.py',
      text: `from versions.mine import z\nrevision = 'c'\ndown_revision = 'aaaa'\n${functions}`,
    };
    assert.match(
      fixesFor(bare, 'missing-revision-header', [base, user])['move-out'] ?? '',
      /c\.py imports mine\.py/,
    );
  });

  test('a value that is no name is put in quotes, or left out', () => {
    const number = { path: '/versions/3.py', text: `revision = '3'\ndown_revision = None\n${functions}` };
    const text = `revision = "bbbb"\ndown_revision = 3  # three\n${functions}`;
    assert.deepEqual(fixesFor(text, 'unreadable-header', [base, number]), {
      "Write down_revision = '3'": text.replace('= 3 ', '= "3" '),
      'Write down_revision = None': text.replace('= 3 ', '= None '),
    });
    const list = `revision = "bbbb"\ndown_revision = ['aaaa', 3]\n${functions}`;
    assert.deepEqual(fixesFor(list, 'unreadable-header', [base, number]), {
      "Write down_revision = ('aaaa', '3')": list.replace('3]', "'3']"),
    });
    const own = `revision = 17\ndown_revision = 'aaaa'\n${functions}`;
    assert.equal(fixesFor(own, 'unreadable-header')["Write revision = '17'"], own.replace('17', "'17'"));
  });

  test('what is open is closed where that makes the whole file valid', () => {
    const fixesOf = (header: string) => fixesFor(`${header}\n${functions}`, 'invalid-syntax');
    const first = (header: string) => Object.values(fixesOf(header))[0]?.slice(0, -functions.length - 1);
    assert.equal(first(`revision = "bbbb\ndown_revision = None`), `revision = "bbbb"\ndown_revision = None`);
    assert.equal(
      first(`revision = 'bbbb'\ndown_revision = ('aaaa)`),
      `revision = 'bbbb'\ndown_revision = ('aaaa')`,
    );
    assert.equal(
      first(`revision = 'bbbb'\ndown_revision = ('aaaa',`),
      `revision = 'bbbb'\ndown_revision = ('aaaa',)`,
    );
    assert.equal(
      first(`revision = 'bbbb'\ndown_revision = (\n    'aaaa',\nx = 1`),
      `revision = 'bbbb'\ndown_revision = (\n    'aaaa',\n)\nx = 1`,
    );
    assert.equal(
      first(`revision = 'bbbb'\ndown_revision = 'aaaa')`),
      `revision = 'bbbb'\ndown_revision = 'aaaa'`,
    );
    assert.equal(
      first(`"""doc\n\nrevision = 'b'\ndown_revision = None`),
      `"""doc\n\n"""\nrevision = 'b'\ndown_revision = None`,
    );
    const header = `revision = 'bbbb'\ndown_revision = 'aaaa'\n`;
    const block = fixesOf(`${header}if True  # always\n    x = 1\n\n    y = 2\nz = 3`);
    assert.deepEqual(
      Object.entries(block).map(([title, text]) => [title, text.slice(header.length, -functions.length - 1)]),
      [
        ['Add the missing : on line 3', 'if True:  # always\n    x = 1\n\n    y = 2\nz = 3'],
        ['Comment out lines 3 to 6', '# if True  # always\n#     x = 1\n\n#     y = 2\nz = 3'],
        ['Set mine.py aside, so that Alembic does not load it', ''],
      ],
    );
    assert.deepEqual(Object.keys(fixesOf(`revision = 'bbbb'\ndown_revision = 'aaaa'\nx = 1 2`)), [
      'Comment out line 3',
      'Set mine.py aside, so that Alembic does not load it',
    ]);
  });

  const conflict = (ours: string, theirs: string) =>
    `<<<<<<< HEAD\n${ours}||||||| base\nold\n=======\n${theirs}>>>>>>> feature\n`;

  test('one side of a conflict is kept; the side with the later parent first', () => {
    const later = {
      path: '/versions/l.py',
      text: `revision = 'later'\ndown_revision = 'aaaa'\n${functions}`,
    };
    const with_ = (middle: string) => `revision = 'bbbb'\n${middle}${functions}`;
    const ours = `down_revision = 'aaaa'\n`;
    const theirs = `down_revision = 'later'\n`;
    const ways = fixesFor(with_(conflict(ours, theirs)), 'merge-conflict-markers', [base, later]);
    assert.deepEqual(Object.entries(ways).slice(0, 2), [
      ["Keep theirs (feature): parent 'later'", with_(theirs)],
      ["Keep ours (HEAD): parent 'aaaa'", with_(ours)],
    ]);
  });

  test('two whole revisions are both kept, theirs after ours', () => {
    const whole = (id: string) =>
      `"""m\n\nRevises: aaaa\n"""\nrevision = '${id}'\ndown_revision = 'aaaa'\n${functions}`;
    const ways = fixesFor(conflict(whole('ours1'), whole('theirs1')), 'merge-conflict-markers');
    const chained = whole('theirs1').replaceAll('aaaa', 'ours1');
    assert.equal(
      ways['Keep both: theirs in a file of its own, after ours'],
      `${whole('ours1')}\n#- /versions/theirs1_m.py\n${chained}`,
    );
  });

  test('markers in disorder are left to a person', () => {
    const text = `revision = 'bbbb'\n<<<<<<< HEAD\ndown_revision = 'aaaa'\n${functions}`;
    assert.deepEqual(Object.keys(fixesFor(text, 'merge-conflict-markers')), [
      'Set mine.py aside, so that Alembic does not load it',
    ]);
  });
});
