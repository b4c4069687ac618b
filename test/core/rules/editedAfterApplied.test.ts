import type { AppliedFacts } from '../../../server/core/rules/engine/ruleFacts';
import { check } from '../check';
import { gitFactsOf } from './gitFactsOf';

const revision = (upgrade: string, mark = '', downgrade = 'pass') => `revision = 'a'
down_revision = None
def upgrade():
${mark}    ${upgrade}
def downgrade():
    ${downgrade}
`;
const file = (text: string) => `\n#- /versions/a.py\n${text}`;

function ran(text: string, isCommitted = false): AppliedFacts {
  return new Map([['a', { text, isCommitted }]]);
}

const before = revision('op.execute("one")');

suite('rules: edited-after-applied', () => {
  test('upgrade() does something else than what the database has run', () => {
    check(
      file(
        revision(
          'op.execute("two")',
          '#   ^^^^^^^ warning[edited-after-applied]: upgrade() was changed after the database that was asked had run this revision, so it does not get the change: move the change into a new revision, or put it back.\n',
        ),
      ),
      { applied: ran(before) },
    );
  });

  test('where it differed from the last commit already, that is said', () => {
    check(
      file(
        revision(
          'op.execute("two")',
          '#   ^^^^^^^ warning[edited-after-applied]: upgrade() differs from the last commit, and the database that was asked has run this revision already, so it does not get the change: move the change into a new revision, or put it back.\n',
        ),
      ),
      { applied: ran(before, true) },
    );
  });

  const quiet: Readonly<Record<string, readonly [string, AppliedFacts | undefined]>> = {
    'no database was asked': [revision('op.execute("two")'), undefined],
    'it has not run the revision': [revision('op.execute("two")'), new Map()],
    'comments and quotes differ': [revision("op.execute('one')  # away"), ran(before)],
    'only downgrade() differs': [revision('op.execute("one")', '', 'op.execute("x")'), ran(before)],
  };
  for (const [what, [text, applied]] of Object.entries(quiet))
    test(`quiet where ${what}`, () => void check(file(text), applied ? { applied } : {}));

  test('quiet where the main branch says it', () => {
    const text = revision(
      'op.execute("two")',
      "#   ^^^^^^^ warning[edited-after-merge]: 'upgrade()' of this revision differs from what this branch has of origin/main: a database that has run it won't get the change, so put it back, and make the change in a new revision.\n",
    );
    check(file(text), { applied: ran(before), git: gitFactsOf(file(before)) });
  });
});
