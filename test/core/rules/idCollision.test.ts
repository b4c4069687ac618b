import assert from 'node:assert/strict';
import { check } from '../check';
import { gitFactsOf } from './gitFactsOf';

const base = `
#- /versions/0123_a.py
revision = '0123'
down_revision = None
#- /versions/0124_b.py
revision = '0124'
down_revision = '0123'
`;
const repos = (remark = '') => `
#- /versions/0125_repos.py
revision = '0125'
${remark}
down_revision = '0124'
`;
const authors = `
#- /versions/0125_authors.py
revision = '0125'
down_revision = '0124'
`;
const said = (where: string) =>
  `#          ^^^^^^ warning[id-collision]: '0125' is the id of 0125_authors.py on ${where} too, so merging gives two files with one id: give this one another id first.`;

suite('rules: id-collision', () => {
  test('the main branch has gained the id in another file', () => {
    const [finding] = check(base + repos(said('origin/main')), { git: gitFactsOf(base, base + authors) });
    assert.deepEqual(finding?.fixes, [
      { kind: 'change-revision-id', file: '/versions/0125_repos.py', to: '0126' },
      { kind: 'change-revision-id', file: '/versions/0125_repos.py' },
    ]);
  });

  test('other branches have', () => {
    const origin = (ref: string) => ({ ref, commit: 'c'.repeat(40), path: '/versions/0125_authors.py' });
    const git = (...refs: readonly string[]) => ({
      ...gitFactsOf(base, refs.includes('main') ? base + authors : base),
      declaredElsewhere: new Map([['0125', refs.filter((ref) => ref !== 'main').map(origin)]]),
    });
    check(base + repos(said('topic')), { git: git('topic') });
    check(base + repos(said('topic and 1 other branch')), { git: git('topic', 'origin/topic') });
    check(base + repos(said('origin/main and 2 other branches')), {
      git: git('main', 'origin/main', 'topic', 'other'),
    });
  });

  test('the same file, an old id and an id that only this branch has are no collision', () => {
    check(base + repos(), { git: gitFactsOf(base, base + repos()) });
    check(base + repos(), { git: gitFactsOf(base + repos(), base + authors) });
    check(base + repos(), { git: gitFactsOf(base) });
  });
});
