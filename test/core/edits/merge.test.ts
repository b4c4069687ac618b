import assert from 'node:assert/strict';
import { applyFix } from '../../../server/core/edits/fixes/fixes';
import type { ChangeOutcome } from '../../../server/core/edits/change';
import { createDateAt } from '../../../server/core/text/createDate';
import { createMerge } from '../../../server/core/edits/history/createMerge';
import type { EditContext } from '../../../server/core/edits/editContext';
import type { AlembicConfiguration } from '../../../server/core/config/alembicConfiguration';
import { readRevisionFile } from '../../../server/core/python/readRevisionFile';
import { snapshotOf } from '../snapshotOf';

const template = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
Create Date: \${create_date}

"""
from alembic import op
\${imports if imports else ""}

revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}


def upgrade():
    \${upgrades if upgrades else "pass"}


def downgrade():
    \${downgrades if downgrades else "pass"}
`;

const date = createDateAt(Date.UTC(2026, 0, 31, 22, 30, 5, 678), 'Europe/Berlin', 'UTC');
assert.ok(date);
const standard: EditContext = { scriptTemplate: template, newRevisionId: 'eeee00000005', now: date };

const files = [
  { path: '/versions/a_one.py', text: revision('aaaa00000001', 'None') },
  { path: '/versions/b_two.py', text: revision('bbbb00000002', `'aaaa00000001'`) },
  { path: '/versions/c_three.py', text: revision('cccc00000003', `'aaaa00000001'`) },
];

function revision(id: string, parents: string): string {
  return `"""x"""\nrevision = '${id}'\ndown_revision = ${parents}\n\n\ndef upgrade():\n    pass\n`;
}

function merge(
  options: {
    readonly revisions?: readonly string[];
    readonly message?: string;
    readonly context?: Partial<EditContext>;
    readonly configuration?: Partial<AlembicConfiguration>;
  } = {},
): ChangeOutcome {
  return createMerge(
    snapshotOf(files, options.configuration),
    options.revisions ?? ['cccc00000003', 'bbbb00000002'],
    options.message ?? 'merge heads',
    { ...standard, ...options.context },
  );
}

function reasonOf(outcome: ChangeOutcome): string {
  return outcome.ok ? JSON.stringify(outcome.change) : outcome.reason;
}

suite('create a merge revision', () => {
  test('writes the file that the template gives, parents in the order asked for', () => {
    const outcome = applyFix(
      snapshotOf(files),
      { kind: 'create-merge', revisions: ['cccc00000003', 'bbbb00000002'] },
      standard,
    );
    assert.deepEqual(outcome, {
      ok: true,
      title: 'Create a merge revision of cccc00000003 and bbbb00000002',
      change: {
        edits: [],
        renames: [],
        creates: [
          {
            file: '/versions/eeee00000005_merge_heads.py',
            text: `"""merge heads

Revision ID: eeee00000005
Revises: cccc00000003, bbbb00000002
Create Date: 2026-01-31 23:30:05.678000+01:00

"""
from alembic import op


revision = 'eeee00000005'
down_revision = ('cccc00000003', 'bbbb00000002')
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
`,
          },
        ],
      },
    });
  });

  test('lies beside the first parent where there are several version locations', () => {
    const elsewhere = [
      ...files.slice(0, 2),
      { path: '/other/c_three.py', text: revision('cccc00000003', `'aaaa00000001'`) },
    ];
    const snapshot = snapshotOf(elsewhere, { versionLocations: ['/versions', '/other'] });
    const outcome = createMerge(snapshot, ['cccc00000003', 'bbbb00000002'], 'm', standard);
    assert.equal(outcome.ok && outcome.change.creates[0]?.file, '/other/eeee00000005_m.py');
  });

  test('is refused with the reason rather than guessed', () => {
    assert.match(reasonOf(merge({ revisions: ['bbbb00000002'] })), /two revisions or more/);
    assert.match(reasonOf(merge({ revisions: ['bbbb00000002', 'bbbb00000002'] })), /each revision once/);
    assert.match(reasonOf(merge({ revisions: ['bbbb00000002', 'ffff'] })), /no revision ffff/);
    assert.match(reasonOf(merge({ revisions: ['aaaa00000001', 'bbbb00000002'] })), /not a head: bbbb/);
    assert.match(reasonOf(merge({ message: 'x """ y' })), /end the docstring early/);
    assert.match(reasonOf(merge({ message: 'x\\' })), /backslash/);
    assert.match(reasonOf(merge({ context: { scriptTemplate: undefined } })), /no script\.py\.mako in \//);
    assert.match(reasonOf(merge({ context: { newRevisionId: 'aaaa00000001' } })), /exists already/);
    assert.match(
      reasonOf(merge({ context: { fileExists: () => true } })),
      /exists already; nothing was written/,
    );
    assert.match(reasonOf(merge({ configuration: { fileTemplate: '%(oops)s' } })), /file name can't be made/);
    assert.match(reasonOf(merge({ configuration: { fileTemplate: '__init__%(rev)s' } })), /would not load/);
    assert.match(
      reasonOf(merge({ message: 'ünï', configuration: { outputEncoding: 'latin-1' } })),
      /written in latin-1/,
    );
  });

  const beyond: readonly (readonly [string, RegExp])[] = [
    ['<%! import os %>${os.getcwd()}', /uses \.getcwd of the module os; run "alembic merge" instead/],
    ['<% x = open("y") %>', /it uses open/],
    ['<%\nfor x in y:\n    pass\n%>', /runs Python code \(for x in y/],
    ['<%def name="x()">y</%def>', /the tag <%def>/],
    ['<%include file="x"/>', /the tag <%include>/],
    ['<%block filter="h">x</%block>', /the tag <%block>/],
    ['% while True:\nx\n% endwhile\n', /uses "% while"/],
    ['% if message:\nx\n', /not closed/],
    ['${message', /not closed/],
    ['${message | unknown}', /the filter unknown/],
    [
      '${unknown}',
      /^script\.py\.mako can't be rendered: it writes the name unknown, which nothing defines; correct the template\.$/,
    ],
    ['${", ".join(repr(x) for r in down_revision)}', /the name x, which nothing defines/],
    ['${", ".join(quoted(r) for r in down_revision)}', /it calls the name quoted, which nothing defines/],
    ['${[message for message in message.split()]}', /it uses message for two things; run "alembic merge"/],
    ['${{r: 1 for r in down_revision}}', /the expression \{r: 1 for r/],
    ['${lambda: 1}', /the expression lambda|writes lambda as code/],
    ['${create_date.strftime("%c")}', /with %c/],
    ['${max(down_revision)}', /it uses max/],
    ['${up_revision.nothing}', /\.nothing of a string/],
  ];
  for (const [piece, reason] of beyond) {
    test(`a template with ${JSON.stringify(piece)} is refused`, () => {
      assert.match(reasonOf(merge({ context: { scriptTemplate: `${template}\n${piece}` } })), reason);
    });
  }

  const joined = [
    '(${", ".join(repr(r) for r in down_revision) if down_revision else ""})',
    '(${", ".join([repr(r) for r in down_revision])})',
    '(${", ".join(map(repr, down_revision))})',
    '(${"\'" + "\', \'".join(down_revision) + "\'"})',
    '(${", ".join("\'%s\'" % r for i, r in enumerate(down_revision))})',
    '(${", ".join("\'{}\'".format(r) for r in down_revision if r)})',
    '(${", ".join(f"{r!r}" for r in down_revision)})',
    '[${", ".join(map(lambda r: "\'" + r + "\'", down_revision))}]',
    '(\n% for r in down_revision:\n    ${repr(r)}${"" if loop.last else ","}\n% endfor\n)',
    '(\n<%\n    def quoted(r):\n        return repr(r)\n%>${", ".join(map(quoted, down_revision))})',
    '${tuple(r for r in down_revision)}',
    '${[r for r in down_revision]}',
  ];
  for (const written of joined)
    test(`a template with ${JSON.stringify(written)} names the parents`, () => {
      const outcome = merge({
        context: { scriptTemplate: template.replace('${repr(down_revision)}', () => written) },
      });
      assert.ok(outcome.ok, reasonOf(outcome));
      const { header } = readRevisionFile(outcome.change.creates[0]?.text ?? '');
      const parents = header.down_revision?.value;
      assert.deepEqual(
        parents?.kind === 'sequence' && parents.items.map((item) => item.kind === 'string' && item.value),
        ['cccc00000003', 'bbbb00000002'],
      );
    });

  test('a template that does not write what it should is refused', () => {
    const without = (line: RegExp) => template.replace(line, '');
    const conflict = '<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n';
    assert.match(
      reasonOf(merge({ context: { scriptTemplate: `${template}${conflict}` } })),
      /^script\.py\.mako holds a merge conflict that is not resolved; keep one side and remove its markers first\.$/,
    );
    const refused = (scriptTemplate: string) => reasonOf(merge({ context: { scriptTemplate } }));
    assert.match(refused(without(/^down_revision = .*$/m)), /does not write the parents/);
    assert.match(refused(without(/^revision = .*$/m)), /without a new id/);
    assert.match(refused(template.replace('repr(down_revision)', 'down_revision | repr')), /the parents/);
    assert.match(refused(`${template}\n)`), /Python can't load/);
  });

  test('a name that only env.py could give is not taken for undefined where env.py runs', () => {
    const scriptTemplate = `${template}\n\${extra if extra else "none"}`.replace('"none"', '"# none"');
    const closed = merge({ context: { scriptTemplate } });
    assert.ok(closed.ok && closed.change.creates[0]?.text.endsWith('# none'));
    const open = merge({ context: { scriptTemplate, revisionEnvironment: true } });
    assert.match(reasonOf(open), /uses extra, which only env\.py could give/);
    assert.ok(merge({ context: { revisionEnvironment: true } }).ok);
  });
});
