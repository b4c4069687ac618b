import { revisionFile, revisionTemplate } from '../../fixtures/alembicFiles';

/** A small environment that is broken in one way, and what is to be seen of it. */
export interface BrokenRule {
  readonly files: Readonly<Record<string, string>>;
  /** The file with the squiggle, and the text under it. */
  readonly file: string;
  readonly text: string;
  /** What the menu begins with. */
  readonly menu: readonly RegExp[];
}

const [first, second, third, fourth] = ['3f1a9c07d2be', '7c40e8b95a13', 'e05d27f1849a', '91be6c3a07f5'];
const base = { 'a.py': revisionFile(first, null), 'b.py': revisionFile(second, first) };

function header(revision: string, down: string, more = ''): string {
  return `revision = ${revision}\ndown_revision = ${down}\n${more}\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n`;
}

/** One sample a rule, each in a folder of its own. Rules that compare with Git have a suite of their own. */
export const brokenRules: Readonly<Record<string, BrokenRule>> = {
  'unknown-down-revision': {
    files: { ...base, 'c.py': revisionFile(third, '7c40e8b95a14') },
    file: 'c.py',
    text: '"7c40e8b95a14"',
    menu: [/^Change to '7c40e8b95a13'$/],
  },
  'unknown-dependency': {
    files: { ...base, 'c.py': header(`'${third}'`, `'${second}'`, `depends_on = '3f1a9c07d2b'\n`) },
    file: 'c.py',
    text: `'3f1a9c07d2b'`,
    menu: [/^Change to '3f1a9c07d2be'$/, /^Remove '3f1a9c07d2b' from depends_on$/],
  },
  'duplicate-revision-id': {
    files: { ...base, 'c.py': revisionFile(second, first) },
    file: 'c.py',
    text: `"${second}"`,
    menu: [/^Generate a new revision id$/],
  },
  'self-reference': {
    files: { ...base, 'c.py': header(`'${third}'`, `('${second}', '${third}')`) },
    file: 'c.py',
    text: `'${third}'`,
    menu: [new RegExp(`^Remove '${third}' from down_revision$`)],
  },
  'revision-cycle': {
    files: { ...base, 'c.py': revisionFile(third, fourth), 'd.py': revisionFile(fourth, third) },
    file: 'd.py',
    text: `"${third}"`,
    menu: [/^Change to '7c40e8b95a13'$/, /^Break the cycle here: remove/],
  },
  'dependency-cycle': {
    files: {
      'a.py': header(`'${first}'`, 'None', `depends_on = '${third}'\n`),
      'b.py': revisionFile(second, first),
      'c.py': revisionFile(third, second),
    },
    file: 'a.py',
    text: `'${third}'`,
    menu: [/^Break the cycle here: remove/],
  },
  'multiple-heads': {
    files: { ...base, 'c.py': revisionFile(third, first) },
    file: 'c.py',
    text: `"${third}"`,
    menu: [/^Create a merge revision of/, new RegExp(`^Re-parent onto ${second}$`)],
  },
  'multiple-bases': {
    files: { ...base, 'c.py': revisionFile(third, null), 'd.py': revisionFile(fourth, third) },
    file: 'c.py',
    text: 'None',
    menu: [/^Re-parent onto/],
  },
  'redundant-parent': {
    files: { ...base, 'c.py': header(`'${third}'`, `('${second}', '${first}')`) },
    file: 'c.py',
    text: `'${first}'`,
    menu: [new RegExp(`^Remove '${first}' from down_revision$`)],
  },
  'duplicate-branch-label': {
    files: {
      'a.py': header(`'${first}'`, 'None', `branch_labels = 'shop'\n`),
      'b.py': header(`'${second}'`, `'${first}'`, `branch_labels = 'shop'\n`),
    },
    file: 'b.py',
    text: `'shop'`,
    menu: [],
  },
  'label-equals-id': {
    files: { ...base, 'c.py': header(`'${third}'`, `'${second}'`, `branch_labels = '${first}'\n`) },
    file: 'c.py',
    text: `'${first}'`,
    menu: [],
  },
  'invalid-revision-id': {
    files: { ...base, 'c.py': revisionFile('add-users', second) },
    file: 'c.py',
    text: '"add-users"',
    menu: [/^Generate a new revision id$/],
  },
  'revision-id-too-long': {
    files: { ...base, 'c.py': revisionFile('c8d2714fb360c8d2714fb360a91be6c3a07', second) },
    file: 'c.py',
    text: '"c8d2714fb360c8d2714fb360a91be6c3a07"',
    menu: [/^Generate a new revision id$/],
  },
  'placeholder-revision-id': {
    files: { ...base, 'c.py': revisionFile('a1b2c3d4e5f6', second) },
    file: 'c.py',
    text: '"a1b2c3d4e5f6"',
    menu: [/^Generate a new revision id$/],
  },
  'docstring-mismatch': {
    files: {
      ...base,
      'c.py': revisionFile(third, second).replace(/^Revises: .*$/m, 'Revises: 000000000000'),
    },
    file: 'c.py',
    text: '000000000000',
    menu: [/^Make the docstring say what the code says$/],
  },
  'filename-mismatch': {
    files: {
      [`${first}_one.py`]: revisionFile(first, null),
      [`${second}_two.py`]: revisionFile(second, first),
      [`${third}_three.py`]: revisionFile(third, second),
      [`${fourth}_four.py`]: revisionFile(fourth, third),
      ...Object.fromEntries(
        ['60d9f2ab1c74', 'a47be1905c3d', 'b83c0d52ef19', 'd5a1074be36f', 'f2960c8d4b7e', '0c7de4b1359a'].map(
          (id, index, all) => [`${id}_more.py`, revisionFile(id, all[index - 1] ?? fourth)],
        ),
      ),
      'astray_eleven.py': revisionFile('18e5b90d7fc2', '0c7de4b1359a', { message: 'eleven' }),
    },
    file: 'astray_eleven.py',
    text: '"18e5b90d7fc2"',
    menu: [/^Rename to 18e5b90d7fc2_eleven\.py$/],
  },
  'merge-conflict-markers': {
    files: {
      ...base,
      'c.py': revisionFile(third, second).replace(
        /^down_revision.*$/m,
        `<<<<<<< HEAD\ndown_revision = "${second}"\n=======\ndown_revision = "${first}"\n>>>>>>> theirs`,
      ),
    },
    file: 'c.py',
    text: '<<<<<<< HEAD',
    menu: [],
  },
  'missing-revision-header': {
    files: { ...base, 'c.py': 'def upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n' },
    file: 'c.py',
    text: '',
    menu: [],
  },
  'unreadable-header': {
    files: {
      ...base,
      'c.py': revisionFile(third, second).replace(/^down_revision.*$/m, 'down_revision = "7c40'),
    },
    file: 'c.py',
    text: '',
    menu: [],
  },
  'dynamic-revision': {
    files: { ...base, 'c.py': header(`'${third}'`, 'newest()') },
    file: 'c.py',
    text: 'newest()',
    menu: [],
  },
  'missing-upgrade': {
    files: { ...base, 'c.py': revisionFile(third, second).replace('def upgrade', 'def upgrading') },
    file: 'c.py',
    text: '',
    menu: [],
  },
  'unused-ignore': {
    files: { ...base, 'c.py': `# alembic: ignore-file[self-reference]\n${revisionFile(third, second)}` },
    file: 'c.py',
    text: '',
    menu: [],
  },
  'unknown-ignore': {
    files: { ...base, 'c.py': `# alembic: ignore-file[nonsense]\n${revisionFile(third, second)}` },
    file: 'c.py',
    text: '',
    menu: [],
  },
};

/** The files of a broken environment's folder. */
export function environmentFiles({ files }: BrokenRule): Readonly<Record<string, string>> {
  return {
    'alembic.ini': '[alembic]\nscript_location = migrations\n',
    'migrations/env.py': '',
    'migrations/script.py.mako': revisionTemplate,
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`migrations/versions/${name}`, text])),
  };
}
