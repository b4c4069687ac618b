import assert from 'node:assert/strict';
import { readByParsing } from '../../server/core/python/parse/parsedReading';
import type { RevisionFileReading } from '../../server/core/python/revisionFile';
import { scanModule } from '../../server/core/python/scan/moduleScan';
import { sourceBytesOf } from '../../server/core/files/sourceBytes';
import { recordedAnswers } from '../fixtures/recordedAnswers';

/** Whether the scan dared to answer; where it did, its answer is that of the whole parse. */
function compare(text: string): boolean {
  const scanned = scan(text);
  if (!scanned) return false;
  assert.deepEqual(plain(scanned), readByParsing(text), text);
  return true;
}

function scan(text: string): RevisionFileReading | undefined {
  return scanModule(sourceBytesOf(text));
}

/** The same with values in place of getters. */
function plain(reading: RevisionFileReading): RevisionFileReading {
  const { header, docstring, message, longMessage, upgrade, downgrade, docstringFields, problems } = reading;
  return { header, docstring, message, longMessage, upgrade, downgrade, docstringFields, problems };
}

/** Random numbers below a limit, the same ones for the same seed. */
function randomBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * limit);
  };
}

const template = `"""a message

Revision ID: abc
Revises: def
Create Date: 2024-01-01 10:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'abc'
down_revision: Union[str, Sequence[str], None] = ('def', "ghi")
branch_labels: Union[str, Sequence[str], None] = None
depends_on = None  # none


def upgrade() -> None:
    """Upgrade schema."""
    # ### commands ###
    op.create_table('t',
    sa.Column('a', sa.String(), nullable=True),
)
    op.execute("""
revision = 'no'
    """)


def downgrade() -> None:
    pass
`;

suite('scanning in place of parsing', () => {
  test('files as Alembic writes them are scanned', () => {
    assert.ok(compare(template));
    assert.ok(compare(template.replace('\nrevision = ', '\n    revision = ')));
    assert.ok(compare(template.replaceAll('\n', '\r\n')));
    assert.ok(compare(template.trimEnd()));
  });

  test('what else stands at the level of the module is left to the parse', () => {
    const lines = [
      "if x:\n    revision = 'x'",
      "revision = f('x')",
      'del revision',
      "revision += 'x'",
      "(revision := 'x')",
      "revision, y = 'a', 'b'",
      "revision = 'a', 'b'",
      "revision = 'a' + 'b'",
      "revision = 'a'; down_revision = 'b'",
      'from x import *',
      'from x import revision',
      "globals()['revision'] = 'x'",
      '<<<<<<< ours',
      "revision = 'x",
      'def upgrade(:',
      'class revision: pass',
      "x = (revision := 'b')",
      "x = globals().update(revision='b')",
      'x = 1; y = 2',
    ];
    for (const line of lines) assert.ok(!compare(`${template}\n${line}\n`), line);
  });

  test('odd files', () => {
    const pieces = [
      '\n',
      '# comment\n',
      "'''doc'''\n",
      '"doc" # c\n',
      'r"""do\\c"""\n',
      '"""esc\\x41ped \\\n joined"""\n',
      'import a.b as c, d\n',
      'from a import (\n  b,\n  c)\n',
      "revision = 'a'\n",
      "revision: str = u'b'\n",
      "down_revision = (\n  'a', # one\n  'b'\n)\n",
      "down_revision = ('a'\n 'b')\n",
      "down_revision = ('a')\n",
      "down_revision = ['a']\n",
      'branch_labels = ()\n',
      "branch_labels = ('x',)\n",
      "depends_on = [('a', 'b'), None]\n",
      "other_name = 'x'\n",
      'x: int\n',
      'def upgrade(): pass\n',
      'def upgrade(engine_name):\n  """doc"""\n  ...\n# end\n',
      'async def downgrade() -> None:\n    x = {"a": [1, (2)]} \\\n      + 1\n\n\n',
      'def helper(a, b: int):\n    return """\ndef upgrade():\n    pass\n"""\n',
      'def downgrade():\n    # only\n    # comments\n    pass # here\n',
      'def downgrade():\n    raise X()\n  # less\n    y\n',
      'def upgrade():\n    f"{x["a"]}"\n    return\n',
      '@decorated\ndef upgrade():\n    pass\n',
      'class A:\n    pass\n',
      'class B(sa.Base):\n    revision = 1\n    def upgrade(self): pass\n\n',
      'table = sa.table(\n    \'x\', sa.column("y"),\n)\n',
      'names = [n for n in (1, 2)] # c\n',
      'numbers: list[int] = [1, 2]\n',
      'd = {"a": revision}\n',
      'f = lambda x: x\n',
      'y = 3\n',
    ];
    let scanned = 0;
    const random = randomBelow(7);
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: 1 + random(6) }, () => pieces[random(pieces.length)]).join('');
      if (compare(random(4) === 0 ? text.replaceAll('\n', '\r\n') : text)) scanned++;
    }
    assert.ok(scanned > 1000, String(scanned));
  });

  test('expressions that are scanned', () => {
    const expressions = [
      'a.b.c(1, x=2.5, *y, **z)[0][1:2, ::3]',
      '[a for a, b in c if d if e for f in g]',
      'f(a for b in c)',
      "{'a': 1, **b}",
      '{1, *a}',
      '{}',
      '()',
      '(a,)',
      'a if not b else c if d else e',
      'not a and b or -c ** ~d',
      'a not in b is not c <= d << 1 // 2',
      "'a' r'b' u\"c\"",
      "b'a' rb'b'",
      'f"{a} {b.c}"',
      '(\n  a # remark\n  + b\n)',
      '...',
      '0x1F + 10',
      'a, b',
    ];
    for (const expression of expressions)
      for (const statement of [
        `x = ${expression}`,
        `x: int = ${expression}`,
        ...(expression === 'a, b' ? [] : [`f(x=${expression.startsWith('*') ? 'a' : expression})`]),
      ])
        assert.ok(compare(`revision = 'r'\n${statement}\n`), statement);
    const others = [
      '@a.b(1)\ndef upgrade(): pass',
      '@a\n@b\nclass C(D, metaclass=E): pass',
      'def f(a, b: int = 1, /, c="x" + y, *d: str, e=None, **g) -> dict[str, int]:\n  pass',
      'def upgrade(a=(1, 2), *, b): return',
      'x: int',
      "revision: 'str'",
      "b'bytes'",
      'f(1)',
      "A = 'p'\ndown_revision = A",
      "A = ('p', 'q')\ndown_revision = A",
      'A = None\nbranch_labels = depends_on = A',
      'branch_labels = depends_on = None',
      "branch_labels = x = depends_on = 'l'",
    ];
    for (const statement of others) assert.ok(compare(`revision = 'r'\n${statement}\n`), statement);
  });

  test('what is no expression, or no certain one, is left to the parse', () => {
    const statements = [
      'x = foo bar',
      'x = [1 2]',
      'x = a + not b',
      'x = a if b',
      "x = f'{a b}'",
      'x = (yield)',
      'x = lambda: a',
      "x = a 'b'",
      'x = 0777',
      'x = a.if',
      'x = (*a)',
      "x = f'{d['a']}'",
      'x = f(y := 1)',
      'import in',
      'from a import b.c',
      'def f(a b): pass',
      'def f(a=globals()): pass',
      '@a b\ndef upgrade(): pass',
      '@a\nx = 1',
      'class C(a b): pass',
      "A = 'p'\nA = f(A)\ndown_revision = A",
      "A = 'p' + b\ndown_revision = A",
      "A = ['p']\ndown_revision = A",
      "A = 'p'\nfrom b import A\ndown_revision = A",
      "A = 'p'\ndel A\ndown_revision = A",
      'down_revision = A',
      "a.b = 'c'",
    ];
    for (const statement of statements) assert.ok(!scan(`revision = 'r'\n${statement}\n`), statement);
  });

  test('random tokens where an expression may stand', () => {
    const tokens =
      "a b.c f( ( ) [ ] { } , , : = == + - * ** % @ not in is and or if else for lambda await 1 1.5 0x2 007 'a' \"b\" b'c' f'{a}' f'{' r'\\' ... None True print match \n # \\\n ; -> := ~ <= > // | . é".split(
        ' ',
      );
    const places: readonly ((soup: string) => string)[] = [
      (soup) => `x = ${soup}\n`,
      (soup) => `x = f(${soup})\n`,
      (soup) => `x = [${soup}]\n`,
      (soup) => `x = {${soup}}\n`,
      (soup) => `x: ${soup} = 1\n`,
      (soup) => `${soup}\n`,
      (soup) => `down_revision = ${soup}\n`,
      (soup) => `@${soup}\ndef upgrade():\n    pass\n`,
      (soup) => `class A(${soup}):\n    pass\n`,
      (soup) => `def upgrade(${soup}):\n    pass\n`,
      (soup) => `def upgrade() -> ${soup}:\n    pass\n`,
      (soup) => `from a import ${soup}\n`,
      (soup) => `import ${soup}\n`,
    ];
    let scanned = 0;
    const random = randomBelow(11);
    for (let round = 0; round < 12_000; round++) {
      const soup = Array.from({ length: 1 + random(6) }, () => tokens[random(tokens.length)]).join(
        random(3) === 0 ? '' : ' ',
      );
      const place = places[random(places.length)];
      if (place && compare(`a = 'p'\n${place(soup)}revision = 'r'\n`)) scanned++;
    }
    assert.ok(scanned > 500, String(scanned));
  });

  test('many comments before something that is not closed are passed over once', () => {
    const comments = '    # a remark that has no end worth mentioning\n'.repeat(400);
    for (const rest of ['    op.execute("never closed)\n', '    x = [1, 2\n', '    y = 1)\n'])
      compare(`${template}\n\ndef upgrade():\n${comments}    pass\n${comments}${rest}`);
  });

  test('recorded sources', () => {
    const random =
      recordedAnswers<{ readonly files: readonly { readonly source: string }[] }>('random.jsonl') ?? [];
    const loading =
      recordedAnswers<{ readonly files: Readonly<Record<string, unknown>> }>('loading.jsonl') ?? [];
    const texts = [
      ...random.flatMap(({ files }) => files.map(({ source }) => source)),
      ...loading.flatMap(({ files }) => Object.values(files).filter((text) => typeof text === 'string')),
    ];
    const scanned = texts.filter(compare).length;
    console.log(`      ${scanned} of ${texts.length} scanned`);
    assert.ok(scanned >= texts.length * 0.8);
  });

  test('a file damaged anywhere', () => {
    const damages: readonly ((text: string, at: number) => string)[] = [
      (text, at) => text.slice(0, at) + text.slice(at + 1),
      (text, at) => text.slice(0, at),
      (text, at) => `${text.slice(0, at)}'${text.slice(at)}`,
      (text, at) => `${text.slice(0, at)})${text.slice(at)}`,
      (text, at) => `${text.slice(0, at)}\n${text.slice(at)}`,
      (text, at) => `${text.slice(0, at)},${text.slice(at)}`,
      (text, at) => `${text.slice(0, at)}=${text.slice(at)}`,
    ];
    for (const damage of damages)
      for (let at = 0; at < template.length; at++) {
        const text = damage(template, at);
        const scanned = scan(text);
        if (!scanned) continue;
        // Errors inside of a function may mislead the parse about where it ends.
        const parsed = readByParsing(text);
        if (at < template.indexOf('\ndef ')) assert.deepEqual(plain(scanned), parsed, text);
        else assert.deepEqual([scanned.header, scanned.docstring], [parsed.header, parsed.docstring], text);
      }
  });
});
