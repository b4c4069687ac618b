import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { issueText } from '../../client/src/features/reportIssue/issueText';

suite('the text of a reported issue', () => {
  const text = issueText({
    versions: [['VS Code', '1.101.0']],
    environments: [
      { revisions: 14, heads: 2, databases: ['postgresql+psycopg'], python: 'Python 3.12, Alembic 1.16' },
      { revisions: 0, heads: 0, databases: [], python: undefined },
    ],
    settings: [
      ['confirm', 'always'],
      ['env', { DATABASE_URL: 'postgresql://me:hush-4713@prod.example/shop', TOKEN: 'hush-4713' }],
      ['xArguments', ['password=hush-4713']],
      ['envFile', '/home/ada/hush-4713/.env'],
      ['commandLines', { upgrade: 'make PASSWORD=hush-4713' }],
      ['something.of.later', 'hush-4713'],
    ],
  });

  test('has versions, numbers and harmless settings', () => {
    for (const line of [
      '- VS Code: 1.101.0',
      '- Environment 1: 14 revisions, 2 heads, database postgresql+psycopg, Python 3.12, Alembic 1.16',
      '- Environment 2: 0 revisions, 0 heads, database not asked, Python not looked for',
      '- alembicWorkbench.confirm: "always"',
      '- alembicWorkbench.env: 2 entries (***)',
      '- alembicWorkbench.xArguments: 1 values (***)',
      '- alembicWorkbench.envFile: ***',
    ])
      assert.ok(text.split('\n').includes(line), line);
  });

  test('has no value of a setting that may hold a secret', () => {
    for (const secret of ['hush', 'prod.example', 'ada', 'DATABASE_URL', 'TOKEN', 'PASSWORD'])
      assert.ok(!text.includes(secret), secret);
  });
});
