import { check } from '../check';
import { gitFactsOf } from './gitFactsOf';

const source = (remark = '') => `
#- /versions/a.py
revision = 'a'
down_revision = None
#- /versions/b.py
revision = 'b'
${remark}
down_revision = 'a'
`;

const base = `
#- /versions/a.py
revision = 'a'
down_revision = None
`;

const ignored = new Map([['/versions/b.py', { source: '.gitignore', line: 3, pattern: 'b*' }]]);

suite('rules: revision-not-in-git', () => {
  test('a file that Git ignores, beside others that it has', () => {
    check(
      source(
        `#          ^^^ warning[revision-not-in-git]: Git ignores this file ('b*', line 3 of .gitignore), so nobody else gets 'b': change the pattern, or add the file with 'git add --force'.`,
      ),
      { git: { ...gitFactsOf(base), ignored } },
    );
  });

  test('quiet where Git has none of the revisions, and where nothing is ignored', () => {
    check(source(), { git: { ...gitFactsOf(''), ignored } });
    check(source(), { git: gitFactsOf(base) });
  });
});
