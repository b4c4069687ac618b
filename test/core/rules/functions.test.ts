import { check } from '../check';

suite('rules: functions', () => {
  test('no upgrade, no downgrade', () => {
    check(`
#- /versions/a.py bare
revision = 'a'
#          ^^^ error[missing-upgrade]: 'a' has no upgrade(), so every upgrade past it fails: write one, with pass in it if there is nothing to do.
down_revision = None

def downgrade(): ...
#- /versions/b.py bare
revision = 'b'
#          ^^^ warning[missing-downgrade]: 'b' has no downgrade(), so every downgrade past it fails: write one, or let it raise an error that says why there is none.
down_revision = 'a'

def upgrade(): ...
`);
  });

  test('a project without downgrades is left alone', () => {
    check(`
#- /versions/a.py bare
revision = 'a'
down_revision = None

def upgrade(): ...
#- /versions/b.py bare
revision = 'b'
down_revision = 'a'

def upgrade(): ...
#- /versions/c.py
revision = 'c'
down_revision = 'b'
`);
  });
});
