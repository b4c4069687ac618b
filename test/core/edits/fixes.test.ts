import assert from 'node:assert/strict';
import type { AlembicConfiguration } from '../../../server/core/config/alembicConfiguration';
import { applyFix } from '../../../server/core/edits/fixes/fixes';
import { createDateAt } from '../../../server/core/text/createDate';
import type { EditContext } from '../../../server/core/edits/editContext';
import type { FixSpecification } from '../../../server/core/findings/fixSpecification';
import { previewRebase } from '../../../server/core/edits/history/rebaseRevisions';
import type { Files } from './proof';
import { applyChange } from './proof';
import { snapshotOf } from '../snapshotOf';

const now = createDateAt(Date.UTC(2026, 4, 6, 7, 8, 9, 123), 'UTC', 'UTC');
assert.ok(now);
const context: EditContext = { scriptTemplate: undefined, newRevisionId: 'f00dfacecafe', now };

function revision(path: string, id: string, parents: string, more = ''): Files[number] {
  const revises = parents
    .replace(/[()' ]|None/g, '')
    .replace(/,$/, '')
    .replaceAll(',', ', ');
  return {
    path: `/versions/${path}`,
    text: `"""about ${id}\n\nRevision ID: ${id}\nRevises: ${revises}\nCreate Date: 2024-01-02 03:04:05.678901\n\n"""\nrevision = '${id}'\ndown_revision = ${parents}\n${more}\n\ndef upgrade():\n    pass\n`,
  };
}

/** Carries a fix out and gives the lines that are different afterwards, with the paths of renamed files. */
function changed(
  files: Files,
  fix: FixSpecification,
  over: Partial<AlembicConfiguration> = {},
  given: Partial<EditContext> = {},
): readonly string[] {
  const outcome = applyFix(snapshotOf(files, over), fix, { ...context, ...given });
  if (!outcome.ok) return [`refused: ${outcome.reason}`];
  const after = applyChange(files, outcome.change);
  const lines: string[] = [];
  for (const [index, file] of files.entries()) {
    const other = after[index];
    assert.ok(other);
    if (other.path !== file.path) lines.push(`${file.path} -> ${other.path}`);
    const before = file.text.split('\n');
    for (const line of other.text.split('\n'))
      if (!before.includes(line)) lines.push(`${other.path}: ${line}`);
  }
  return lines;
}

suite('fixes', () => {
  const line = [
    revision('aaaa_first.py', 'aaaa', 'None'),
    revision('bbbb_second.py', 'bbbb', `'aaaa'`),
    revision('third.py', 'cccc', `('bbbb', 'aaaa')`, `depends_on = ["bbbb"]`),
  ];

  test('a new id goes into the file, its name, and every file that names it', () => {
    assert.deepEqual(changed(line, { kind: 'change-revision-id', file: '/versions/bbbb_second.py' }), [
      '/versions/bbbb_second.py -> /versions/f00dfacecafe_second.py',
      '/versions/f00dfacecafe_second.py: Revision ID: f00dfacecafe',
      `/versions/f00dfacecafe_second.py: revision = 'f00dfacecafe'`,
      '/versions/third.py: Revises: f00dfacecafe, aaaa',
      `/versions/third.py: down_revision = ('f00dfacecafe', 'aaaa')`,
      '/versions/third.py: depends_on = ["f00dfacecafe"]',
    ]);
  });

  test('an id of one’s own is checked', () => {
    const rename = (to: string) =>
      changed(line, { kind: 'change-revision-id', file: '/versions/third.py', to });
    assert.deepEqual(rename('mine'), [
      '/versions/third.py: Revision ID: mine',
      `/versions/third.py: revision = 'mine'`,
    ]);
    assert.match(rename('').join(), /at least one character/);
    assert.match(rename('a-b@c').join(), /does not allow - @/);
    assert.match(rename('x'.repeat(33)).join(), /33 characters .* holds 32/);
    assert.match(rename('a b').join(), /blanks/);
    assert.match(rename('aaaa').join(), /aaaa_first\.py has the id aaaa already/);
    assert.match(rename('cccc').join(), /called cccc already/);
    const labelled = [...line, revision('l.py', 'dddd', 'None', `branch_labels = 'shop'`)];
    assert.match(
      changed(labelled, { kind: 'change-revision-id', file: '/versions/third.py', to: 'shop' }).join(),
      /branch label/,
    );
  });

  test('a file whose name is its id gets the variable, and another name', () => {
    const legacy = {
      path: '/versions/0a1b2c.py',
      text: `"""old"""\nfrom alembic import op\n\ndown_revision = 'aaaa'\n\n\ndef upgrade():\n    pass\n`,
    };
    const files = [...line.slice(0, 1), legacy, revision('next.py', 'dddd', `'0a1b2c'`)];
    assert.deepEqual(changed(files, { kind: 'change-revision-id', file: legacy.path, to: 'mine' }), [
      '/versions/0a1b2c.py -> /versions/mine.py',
      `/versions/mine.py: revision = 'mine'`,
      '/versions/next.py: Revises: mine',
      `/versions/next.py: down_revision = 'mine'`,
    ]);
  });

  test('ignore comments: one name, the whole comment, the whole line', () => {
    const text = `# alembic: ignore-file[one, two,three] -- why\nrevision = 'a'  # alembic: ignore[four]\ndown_revision = None\n# alembic: ignore -- all\n\n\ndef upgrade():\n    pass\n`;
    const files = [{ path: '/versions/a.py', text }];
    const after = (rule: string | undefined, to?: string): string => {
      const offset = text.indexOf(
        rule === undefined ? '# alembic: ignore -- all' : rule === 'four' ? '# alembic: ignore[four' : '#',
      );
      const fix = { kind: 'edit-ignore', file: '/versions/a.py', offset, rule } as const;
      const outcome = applyFix(snapshotOf(files), to === undefined ? fix : { ...fix, to }, context);
      assert.ok(outcome.ok, outcome.ok ? '' : outcome.reason);
      return applyChange(files, outcome.change)[0]?.text ?? '';
    };
    assert.equal(after('one'), text.replace('one, ', ''));
    assert.equal(after('two'), text.replace('two,', ''));
    assert.equal(after('three'), text.replace(',three', ''));
    assert.equal(after('three', 'five'), text.replace('three', 'five'));
    assert.equal(after('three', 'one'), text.replace(',three', ''));
    assert.equal(after('four'), text.replace('  # alembic: ignore[four]', ''));
    assert.equal(after(undefined), text.replace('# alembic: ignore -- all\n', ''));
  });

  test('one of two duplicates takes along the children that are chosen, or none', () => {
    const files = [
      revision('one.py', 'aaaa', 'None'),
      revision('two.py', 'aaaa', 'None'),
      revision('three.py', 'bbbb', `'aaaa'`),
      revision('four.py', 'cccc', `'aaaa'`),
    ];
    assert.deepEqual(
      changed(files, {
        kind: 'change-revision-id',
        file: '/versions/two.py',
        children: ['/versions/four.py'],
      }),
      [
        '/versions/two.py: Revision ID: f00dfacecafe',
        `/versions/two.py: revision = 'f00dfacecafe'`,
        '/versions/four.py: Revises: f00dfacecafe',
        `/versions/four.py: down_revision = 'f00dfacecafe'`,
      ],
    );
    assert.deepEqual(changed(files, { kind: 'change-revision-id', file: '/versions/two.py' }), [
      '/versions/two.py: Revision ID: f00dfacecafe',
      `/versions/two.py: revision = 'f00dfacecafe'`,
    ]);
  });

  test('a file that names the id in a computed value is not left behind', () => {
    const files = [...line, revision('fourth.py', 'dddd', `get('bbbb')`)];
    assert.match(
      changed(files, { kind: 'change-revision-id', file: '/versions/bbbb_second.py' }).join(),
      /fourth\.py computes its down_revision from bbbb/,
    );
  });

  test('a short number in a file name is taken for the id only at its beginning', () => {
    const rename = (path: string) =>
      changed([revision(path, '12', 'None')], {
        kind: 'change-revision-id',
        file: `/versions/${path}`,
        to: '0012',
      })[0];
    assert.equal(rename('12_x.py'), '/versions/12_x.py -> /versions/0012_x.py');
    assert.equal(rename('2024_12_24_x.py'), '/versions/2024_12_24_x.py: Revision ID: 0012');
  });

  test('the docstring is made to say what the code says, also where it is prose', () => {
    const text = `"""m\n\nRevision ID: old\nRevises: something (else)\n\n"""\nrevision = 'aaaa'\ndown_revision = ('x', 'y')\n`;
    const files = [{ path: '/versions/a.py', text }];
    assert.deepEqual(changed(files, { kind: 'sync-docstring', file: '/versions/a.py' }), [
      '/versions/a.py: Revision ID: aaaa',
      '/versions/a.py: Revises: x, y',
    ]);
    assert.match(changed(line, { kind: 'sync-docstring', file: '/versions/third.py' }).join(), /already/);
  });

  test('a file gets the name that the template gives it', () => {
    const rename = (fileTemplate: string, given: Partial<EditContext> = {}) =>
      changed(line, { kind: 'rename-file', file: '/versions/third.py' }, { fileTemplate }, given);
    assert.deepEqual(rename('%(rev)s_%(slug)s'), ['/versions/third.py -> /versions/cccc_about_cccc.py']);
    assert.deepEqual(rename('%(year)d_%(month).2d_%(day).2d-%(rev)s'), [
      '/versions/third.py -> /versions/2024_01_02-cccc.py',
    ]);
    assert.deepEqual(rename('%(year)d/%(rev)s'), ['/versions/third.py -> /versions/2024/cccc.py']);
    const inside = line.map((file) =>
      file.path === '/versions/third.py' ? { ...file, path: '/versions/old/third.py' } : file,
    );
    const nested = { fileTemplate: '%(year)d/%(rev)s', versionLocations: ['/versions', '/versions/old'] };
    assert.deepEqual(changed(inside, { kind: 'rename-file', file: '/versions/old/third.py' }, nested), [
      '/versions/old/third.py -> /versions/old/2024/cccc.py',
    ]);
    assert.match(rename('%(epoch)s').join(), /has no time zone/);
    assert.match(rename('%(rev)s', { fileExists: () => true }).join(), /exists already/);
  });

  test('an ignore comment is written or extended, behind strings of several lines', () => {
    const text = `#!/usr/bin/python\r\n"""m\r\n"""\r\nrevision = 'a'  # noqa\r\ndown_revision = None  # alembic: ignore[one] -- why\r\n`;
    const disable = (offset: number, scope: 'line' | 'file', rule = 'two', source = text) => {
      const files = [{ path: '/versions/a.py', text: source }];
      const outcome = applyFix(
        snapshotOf(files),
        { kind: 'disable-rule', file: '/versions/a.py', rule, scope, offset },
        context,
      );
      return outcome.ok ? applyChange(files, outcome.change)[0]?.text : outcome.reason;
    };
    assert.equal(
      disable(text.indexOf('m\r'), 'line'),
      text.replace('\n"""\r', '\n"""  # alembic: ignore[two]\r'),
    );
    assert.equal(
      disable(text.indexOf("'a'"), 'line'),
      text.replace('# noqa', '# noqa  # alembic: ignore[two]'),
    );
    assert.equal(disable(text.indexOf('None'), 'line'), text.replace('ignore[one]', 'ignore[one, two]'));
    assert.match(disable(text.indexOf('None'), 'line', 'one') ?? '', /already/);
    const first = text.replace('\r\n"""m', '\r\n# alembic: ignore-file[two]\r\n"""m');
    assert.equal(disable(0, 'file'), first);
    assert.equal(disable(0, 'file', 'three', first), first.replace('[two]', '[two, three]'));
    assert.match(disable(5, 'line', 'two', 'x = \\\n  3\nrevision = 1\n') ?? '', /backslash/);
  });

  test('a parent that builds on the revision itself is refused', () => {
    const onto = (parents: readonly string[]) =>
      changed(line, { kind: 'reparent', file: '/versions/aaaa_first.py', parents }).join();
    assert.match(onto(['cccc']), /cccc builds on aaaa itself, so that this would make a cycle/);
    assert.match(onto(['aaaa']), /aaaa builds on aaaa itself/);
  });

  test('a fix of a file that is gone is refused', () => {
    assert.match(
      changed(line, { kind: 'sync-docstring', file: '/versions/gone.py' }).join(),
      /no longer a revision file/,
    );
  });
});

suite('rebase onto another head', () => {
  const files = [
    revision('0001_base.py', '0001', 'None'),
    revision('0002_main.py', '0002', `'0001'`),
    revision('0003_main.py', '0003', `'0002'`),
    revision('0004_mine.py', '0004', `'0001'`),
    revision('0005_mine.py', '0005', `'0004'`, `depends_on = '0004'`),
    revision('other.py', 'zzzz', 'None', `depends_on = ('0005',)`),
  ];

  test('moves a chain; the preview says what will be', () => {
    assert.deepEqual(previewRebase(snapshotOf(files), ['0005', '0004'], '0003'), {
      ok: true,
      steps: [
        {
          file: '/versions/0004_mine.py',
          id: '0004',
          newId: '0004',
          oldParents: ['0001'],
          newParents: ['0003'],
        },
        {
          file: '/versions/0005_mine.py',
          id: '0005',
          newId: '0005',
          oldParents: ['0004'],
          newParents: ['0004'],
        },
      ],
    });
    assert.deepEqual(changed(files, { kind: 'rebase', revisions: ['0004', '0005'], onto: '0003' }), [
      '/versions/0004_mine.py: Revises: 0003',
      `/versions/0004_mine.py: down_revision = '0003'`,
    ]);
  });

  test('gives new dates and new numbers where asked', () => {
    const main = [...files.slice(0, 3), revision('0004_theirs.py', '0006', `'0003'`), ...files.slice(3)];
    const fix: FixSpecification = {
      kind: 'rebase',
      revisions: ['0004', '0005'],
      onto: '0006',
      renumber: true,
      newCreateDates: true,
    };
    assert.deepEqual(changed(main, fix), [
      '/versions/0004_mine.py -> /versions/0007_mine.py',
      '/versions/0007_mine.py: Revision ID: 0007',
      '/versions/0007_mine.py: Revises: 0006',
      '/versions/0007_mine.py: Create Date: 2026-05-06 07:08:09.123000+00:00',
      `/versions/0007_mine.py: revision = '0007'`,
      `/versions/0007_mine.py: down_revision = '0006'`,
      '/versions/0005_mine.py -> /versions/0008_mine.py',
      '/versions/0008_mine.py: Revision ID: 0008',
      '/versions/0008_mine.py: Revises: 0007',
      '/versions/0008_mine.py: Create Date: 2026-05-06 07:08:09.123000+00:00',
      `/versions/0008_mine.py: revision = '0008'`,
      `/versions/0008_mine.py: down_revision = '0007'`,
      `/versions/0008_mine.py: depends_on = '0007'`,
      `/versions/other.py: depends_on = ('0008',)`,
    ]);
  });

  test("is refused where it would make a cycle or can't be followed", () => {
    const rebase = (revisions: readonly string[], onto: string, renumber = false) =>
      changed(files, { kind: 'rebase', revisions, onto, renumber }).join();
    assert.match(rebase(['0001'], '0003'), /0003 builds on 0001 itself/);
    assert.match(rebase(['0004'], 'zzzz'), /zzzz builds on 0004 itself/);
    assert.match(rebase(['nope'], '0003'), /no revision nope/);
    assert.match(rebase(['0004'], 'nope'), /no revision nope to move onto/);
    assert.match(rebase(['zzzz'], '0003', true), /not sequential/);
    assert.match(rebase([], '0003'), /No revision to move/);
    const twice = [...files, revision('again.py', '0005', `'0004'`)];
    assert.match(
      changed(twice, { kind: 'rebase', revisions: ['0005'], onto: '0003' }).join(),
      /id of 2 files/,
    );
  });
});
