import { check } from '../check';

/** A history of two revisions, of which the second has this behind `Revises:`. */
function history(revises: string, parents = "'0a11bb22cc01'"): string {
  return `
#- /versions/a.py
"""a

Revision ID: 0a11bb22cc01
Revises:
"""
revision = '0a11bb22cc01'
down_revision = None
#- /versions/b.py
"""b

Revision ID: 0b11cc22dd02
Revises: 0a11bb22cc01
"""
revision = '0b11cc22dd02'
down_revision = '0a11bb22cc01'
branch_labels = 'other'
#- /versions/c.py
"""c

Revision ID: 0c11dd22ee03
Revises: ${revises}
"""
revision = '0c11dd22ee03'
down_revision = ${parents}
branch_labels = 'this'
`;
}

suite('rules: what the docstring says in words', () => {
  for (const written of [
    '`0a11bb22cc01`',
    '<0a11bb22cc01>',
    '"0a11bb22cc01"',
    "('0a11bb22cc01',)",
    '0a11bb22cc01.',
    '0a11bb22cc01,',
    '0a11bb22cc01 (add users, roles)',
    '0a11bb22cc01 - add users',
    '0a11bb22cc01 # add 2 users',
    '0a11bb22cc01 add users',
    '0a11bb22cc01.py',
  ])
    test(`an id: ${written}`, () => check(history(written)));

  for (const written of ['0c,\n         0b11cc22dd02', '0c\n  0b11cc22dd02', '\n  0c\n  0b11cc22dd02'])
    test(`a list of several lines: ${JSON.stringify(written)}`, () =>
      check(`
#- /versions/a.py
revision = '0a11bb22cc01'
down_revision = None
#- /versions/b.py
revision = '0b11cc22dd02'
down_revision = '0a11bb22cc01'
#- /versions/c.py
revision = '0c'
down_revision = '0a11bb22cc01'
#- /versions/d.py
"""d

Revision ID: 0d
Revises: ${written}
Create Date: 2024-01-01 00:00:00
"""
revision = '0d'
down_revision = ('0c', '0b11cc22dd02')
`));

  for (const written of [
    '<None>',
    '(none)',
    'none',
    '-',
    'N/A',
    '(initial)',
    'null',
    'base',
    'initial migration',
    '<base>',
    'None.',
  ])
    test(`no parent: ${written}`, () =>
      check(`
#- /versions/a.py
"""a

Revision ID: a
Revises: ${written}
"""
revision = 'a'
down_revision = None
`));

  test('an id that is not there, where the docstring names one that is', () => {
    check(`
#- /versions/a.py
revision = '0a11bb22cc01'
down_revision = None
#- /versions/b.py
"""b

Revision ID: 0b11cc22dd02
Revises: 0a11bb22cc01
"""
revision = '0b11cc22dd02'
down_revision = '77'
#               ^^^^ error[unknown-down-revision]: No revision has the id '77', and the docstring names '0a11bb22cc01': write that as down_revision.
`);
  });
});
