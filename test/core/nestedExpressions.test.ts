import { suite, test } from 'mocha';
import { renderTemplate } from '../../server/core/mako/renderTemplate';
import { readOperations } from '../../server/core/operations/readOperations';
import { readRevisionFile } from '../../server/core/python/readRevisionFile';
import { withinSeconds } from '../fixtures/withinSeconds';

const around = (before: string, inner: string, after: string, count: number): string =>
  before.repeat(count) + inner + after.repeat(count);

/**
 * Expressions nested in themselves. A reader that looks at a part twice takes twice as long for each level.
 */
const nested: Readonly<Record<string, (count: number) => string>> = {
  'unfinished percent signs': (count) => '%('.repeat(count),
  'percent, left': (count) => around('(', '"%s"', ' % x)', count),
  'percent, right': (count) => around('("%s" % ', 'x', ')', count),
  members: (count) => `x${'.name'.repeat(count)}`,
  subscripts: (count) => `x${'["a"]'.repeat(count)}`,
  calls: (count) => `x${'()'.repeat(count)}`,
  'calls in calls': (count) => around('f(', 'x', ')', count),
  'methods of a text': (count) => `"a"${'.strip()'.repeat(count)}`,
  'methods of a name': (count) => `x${'.split("_")[0]'.repeat(count)}`,
  'methods with arguments': (count) => around('"a".replace("a", ', '"a"', ')', count),
  joins: (count) => around('"".join(', 'x', ')', count),
  formats: (count) => around('"{}".format(', 'x', ')', count),
  choices: (count) => around('(1 if ', 'x', ' else x)', count),
  'choices of choices': (count) => around('(', 'x', ' if x else x)', count),
  conjunctions: (count) => around('(x and ', '1', ')', count),
  comparisons: (count) => around('(', 'x', ' == 1)', count),
  'comparisons in a row': (count) => `1${' < x'.repeat(count)}`,
  sums: (count) => around('(x + ', '1', ')', count),
  signs: (count) => around('-', 'x', '', count),
  lists: (count) => around('[*', 'x', ']', count),
  'loops over loops': (count) => around('[y for y in ', 'x', ']', count),
  'loops in loops': (count) => around('[', 'x', ' for y in (1, 2)]', count),
  generators: (count) => around('tuple(', 'x', ' for y in (1, 2))', count),
  dictionaries: (count) => around('{"a": ', 'x', '}["a"]', count),
  'dictionaries asked': (count) => around('{"a": ', 'x', '}.get("a")', count),
  paths: (count) => `Path(__file__)${'.parent'.repeat(count)}`,
  'names of files': (count) => around('os.path.basename(', '__file__', ')', count),
  functions: (count) => around('(lambda: ', 'x', ')()', count),
  'named values': (count) => around('(y := ', 'x', ')', count),
  attributes: (count) => around('getattr(', 'x', ', "a")', count),
  texts: (count) => around('sa.text(', '"x"', ')', count),
};

const imports = 'import os\nfrom pathlib import Path\nfrom alembic import op\nimport sqlalchemy as sa\n';

const readers: Readonly<Record<string, (expression: string) => void>> = {
  'a header': (expression) =>
    void readRevisionFile(`${imports}x = {"a": "b"}\nrevision = ${expression}\ndown_revision = None\n`),
  'a header with a name that nobody knows': (expression) =>
    void readRevisionFile(`revision = ${expression}\ndown_revision = None\n`),
  'an operation': (expression) =>
    void readOperations(
      `${imports}def upgrade():\n    x = "a"\n    y = ${expression}\n    op.execute(y)\n    op.execute(${expression})\n`,
      'upgrade',
    ),
  'a template': (expression) =>
    void renderTemplate(`<% y = ${expression} %>\${${expression}}`, {
      values: new Map([['x', 'a']]),
      isOpen: true,
    }),
};

suite('an expression nested in itself takes no longer for each level', () => {
  for (const [reader, read] of Object.entries(readers))
    test(reader, () => {
      for (const expression of Object.values(nested))
        for (const count of [12, 24, 90]) withinSeconds(20, () => read(expression(count)));
    });
});
