import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { check } from 'prettier';
import { projectRoot } from '../fixtures/projectRoot';

/** What the scaffold reads, copied so that the project itself gains no rule. */
const copied = ['scripts', 'server/core/rules', 'test/core/rules', 'docs/rules', '.prettierrc.json'];

suite('npm run new-rule', () => {
  let folder: string;
  const eslint = new ESLint({ cwd: projectRoot });
  suiteSetup(() => {
    folder = mkdtempSync(join(process.env['ALEMBIC_WORKBENCH_TEST_FOLDER'] ?? tmpdir(), 'new-rule-'));
    for (const path of copied) cpSync(join(projectRoot, path), join(folder, path), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction');
  });
  suiteTeardown(() => {
    rmSync(join(folder, 'node_modules'));
    rmSync(folder, { recursive: true });
  });

  const newRule = (...words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/newRule.mjs', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, stdout, stderr: stderr.trim() };
  };
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');

  test('--dry-run names the files and writes none', () => {
    const { status, stdout } = newRule('some-rule', '--dry-run');
    assert.equal(status, 0);
    assert.deepEqual(stdout.trim().split('\n'), [
      'new: server/core/rules/some-rule.ts',
      'new: test/core/rules/someRule.test.ts',
      'new: docs/rules/some-rule.md',
      'changed: server/core/rules/registry.ts',
      'changed: docs/rules/README.md',
    ]);
    assert.ok(!existsSync(join(folder, 'server/core/rules/some-rule.ts')));
    assert.equal(
      read('docs/rules/README.md'),
      readFileSync(join(projectRoot, 'docs/rules/README.md'), 'utf8'),
    );
  });

  for (const { id, words, severity } of [
    { id: 'some-rule', words: [], severity: 'warning' },
    { id: 'zz-history-rule', words: ['--history', '--severity', 'off'], severity: 'off' },
  ])
    test(`${id} is written whole, formatted and clean for the linter`, async () => {
      const { status, stderr } = newRule(id, '--summary', 'A revision does something wrong.', ...words);
      assert.equal(status, 0, stderr);
      const name = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      const registry = read('server/core/rules/registry.ts');
      assert.match(registry, new RegExp(`^import \\{ ${name} \\} from '\\./${id}';$`, 'm'));
      assert.match(registry, new RegExp(`^export const rules: [^\\]]*\\] = \\[[^\\]]*^  ${name},$`, 'm'));
      assert.match(
        read('docs/rules/README.md'),
        new RegExp(`^\\| \\[${id}\\]\\(${id}\\.md\\) +\\| ${severity} +\\| A revision does`, 'm'),
      );
      assert.ok(
        read(`docs/rules/${id}.md`).startsWith(
          `# ${id}\n\nA revision does something wrong. Default: **${severity}**.\n`,
        ),
      );
      const rule = `server/core/rules/${id}.ts`;
      const ruleTest = `test/core/rules/${name}.test.ts`;
      // Real files stand in for the new ones: typed rules know only files of a project.
      for (const [path, standIn] of [
        [rule, 'server/core/rules/missing-upgrade.ts'],
        [ruleTest, `test/core/rules/${anyTest()}`],
        ['server/core/rules/registry.ts', 'server/core/rules/registry.ts'],
      ] as const) {
        const [result] = await eslint.lintText(read(path), { filePath: join(projectRoot, standIn) });
        const messages = result?.messages.filter(({ ruleId }) => !ruleId?.includes('no-unsafe')) ?? [];
        assert.deepEqual(messages, [], path);
        assert.ok(
          await check(read(path), {
            filepath: path,
            printWidth: 110,
            singleQuote: true,
            trailingComma: 'all',
          }),
          path,
        );
      }
    });

  for (const [what, words, message] of [
    ['the id of a rule', ['missing-upgrade'], /missing-upgrade\.ts exists already/],
    ['the id of a rule about config files', ['config-unreadable'], /config-unreadable\.md exists already/],
    ['an id in another spelling', ['Some_Rule'], /is no rule id/],
    ['no severity', ['other-rule', '--severity', 'fatal'], /'fatal' is no severity/],
    ['no heading', ['other-rule', '--under', 'Nowhere'], /no heading 'Nowhere'/],
    ['no id', [], /Name one rule/],
  ] as const)
    test(`${what} is rejected with a reason, and nothing is written`, () => {
      const before = readdirSync(join(folder, 'server/core/rules'));
      const { status, stderr } = newRule(...words);
      assert.equal(status, 1);
      assert.match(stderr, message);
      assert.deepEqual(readdirSync(join(folder, 'server/core/rules')), before);
      assert.ok(!existsSync(join(folder, 'docs/rules/other-rule.md')));
    });
});

/** The file name of any test of the same folder. */
function anyTest(): string {
  return readdirSync(join(projectRoot, 'test/core/rules')).find((name) => name.endsWith('.test.ts')) ?? '';
}
