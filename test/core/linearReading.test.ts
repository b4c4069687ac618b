import assert from 'node:assert/strict';
import { discoverAtOnce } from '../../server/core/project/discovery/discoverEnvironments';
import { readRevisionFile } from '../../server/core/python/readRevisionFile';
import { readWorkbenchConfig } from '../../server/core/workbenchConfig/readWorkbenchConfig';
import { assertLinear } from '../fixtures/assertLinear';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';

const header = "revision = 'a'\ndown_revision = None\n";

suite('what a revision file may take: statements of many parts', () => {
  const statements: Readonly<Record<string, (count: number) => string>> = {
    'sums in a tuple': (count) => `x = ${'1 + 1, '.repeat(8 * count)}\n`,
    'uses of the namespace that are deleted': (count) => `del ${'globals()["a"], '.repeat(count)}b\n`,
    'uses of the namespace that are assigned': (count) => `${'globals()["a"], '.repeat(count)}b = c\n`,
    'uses of the namespace in a value': (count) => `x = ${'vars()["a"], '.repeat(count)}b\n`,
    'parts of a list that are assigned': (count) => `y = [1]\n${'y[0], '.repeat(count)}b = c\n`,
    'parts of a list that are deleted': (count) => `y = [1]\ndel ${'y[0], '.repeat(count)}b\n`,
  };
  for (const [name, statement] of Object.entries(statements))
    test(`each part is looked at once: ${name}`, () => {
      assertLinear(1000, (count) => {
        assert.deepEqual(readRevisionFile(`${header}${statement(count)}`).problems, []);
      });
    });

  test('what writes the header is seen among few parts and many', () => {
    for (const count of [1, 300]) {
      const before = 'x, '.repeat(count);
      for (const statement of [
        `${before}globals()["revision"] = y`,
        `globals()["revision"], ${before}z = y`,
        `del ${before}globals()["revision"]`,
        `del globals()["revision"], ${before}z`,
      ]) {
        const { revision } = readRevisionFile(`${header}${statement}\n`).header;
        assert.equal(revision?.value.kind, 'dynamic', statement.slice(0, 60));
      }
    }
    const read = readRevisionFile(`${header}x = globals()["revision"], y\n`);
    assert.equal(read.header.revision?.value.kind, 'string');
  });
});

suite('what a revision file may take: form feeds', () => {
  test('are blanks to Python, and stay as they are in strings', () => {
    const text = [
      `"""a\fb"""\f`,
      `\frevision =\f'a'`,
      `\f`,
      ` \fdown_revision = ('b', 'c\fd')\f`,
      `del\fy`,
      '',
    ].join('\n');
    const { header: values, problems, docstring } = readRevisionFile(text);
    assert.deepEqual(problems, []);
    assert.equal(docstring?.value, 'a\fb');
    const parents = values.down_revision?.value;
    assert.ok(parents?.kind === 'sequence');
    assert.deepEqual(
      parents.items.map((item) => item.kind === 'string' && item.value),
      ['b', 'c\fd'],
    );
  });

  test('beside a mistake do not hide it', () => {
    const [problem] = readRevisionFile(`${header}\fx = = 1\f\n`).problems;
    assert.equal(problem?.pythonMessage, 'invalid syntax');
  });
});

suite('what a config file may take: many mistakes', () => {
  const lines = (count: number, line: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => line(at)).join('');
  const tables: Readonly<Record<string, (count: number) => string>> = {
    keys: (count) => `[tool.alembic-workbench]\n${lines(count, (at) => `k${at} = 1\n`)}`,
    'keys like a known one': (count) =>
      `[tool.alembic-workbench]\nrules = {}\n${lines(count, (at) => `rules${at} = 1\n`)}`,
    rules: (count) => `[tool.alembic-workbench.rules]\n${lines(count, (at) => `r${at} = "off"\n`)}`,
  };
  for (const [name, table] of Object.entries(tables))
    test(`${name} that there are not are told in linear time`, () => {
      assertLinear(400, (count) => {
        assert.ok(readWorkbenchConfig('/p/pyproject.toml', table(count)));
      });
    });

  test('version locations that do not exist are told for fifty of them', () => {
    assertLinear(1000, (count) => {
      const files = new MemoryFileSystem({
        '/p/alembic.ini': `[alembic]\nscript_location = m\nversion_locations = ${'a '.repeat(count)}\n`,
        '/p/m/env.py': '',
      });
      const problems = discoverAtOnce(files, '/p').environments[0]?.configuration.problems ?? [];
      assert.equal(problems.length, 50);
    });
  });
});
