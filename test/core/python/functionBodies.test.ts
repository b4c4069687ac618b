import assert from 'node:assert/strict';
import { readRevisionTemplate } from '../../../server/core/features/revisionTemplate';
import { readFunctionBodies } from '../../../server/core/python/syntax/functionBodies';

/** The body of `upgrade` as it stands in the text, as lines of its own, and whether it does nothing. */
function upgradeOf(text: string): readonly [string, string, boolean] | undefined {
  const { upgrade } = readFunctionBodies(text);
  return upgrade && [text.slice(upgrade.range.start, upgrade.range.end), upgrade.text, upgrade.isEmpty];
}

suite('bodies of functions', () => {
  test('what Alembic writes: its comments belong to the body, its docstring does not', () => {
    const text =
      'def upgrade() -> None:\n    """Upgrade schema."""\n    # ### commands auto generated ###\n    pass\n    # ### end ###\n\n\ndef downgrade() -> None:\n    pass\n';
    assert.deepEqual(upgradeOf(text), [
      '    # ### commands auto generated ###\n    pass\n    # ### end ###',
      '# ### commands auto generated ###\npass\n# ### end ###',
      true,
    ]);
  });

  test('any way of writing the head, with any line ends', () => {
    const body = '  op.execute("a")\n\n  op.execute("b")';
    for (const head of [
      'def upgrade():',
      'def  upgrade ( ) -> None :  # up',
      '@wrapped\ndef upgrade(\n  engine: str = "x",  # (:\n) -> None:',
      'async def upgrade(name: dict[str, "def upgrade():"]):',
    ])
      for (const end of ['\n', '\r\n']) {
        const text = `x = """\ndef upgrade():\n  no\n"""\n${head}\n${body}\n# behind\ny = 1\n`.replaceAll(
          '\n',
          end,
        );
        assert.deepEqual(upgradeOf(text), [
          body.replaceAll('\n', end),
          'op.execute("a")\n\nop.execute("b")',
          false,
        ]);
      }
  });

  test('lines in strings keep their own indentation', () => {
    const text =
      'def upgrade():\n        op.execute("""\nSELECT 1\n    """)\n        op.execute(f"""\n  {a}""")\n';
    const { upgrade } = readFunctionBodies(text);
    assert.equal(upgrade?.text, 'op.execute("""\nSELECT 1\n    """)\nop.execute(f"""\n  {a}""")');
    assert.deepEqual(upgrade.verbatim, [1, 2, 4]);
  });

  test('the last definition counts, and what has no body of its own has none', () => {
    const text = 'def upgrade():\n    a()\ndef upgrade():\n    b()\n';
    assert.equal(upgradeOf(text)?.[1], 'b()');
    for (const none of [
      '',
      'def upgrade(): pass\n',
      'upgrade = other\n',
      'class A:\n    def upgrade():\n        pass\n',
    ])
      assert.equal(upgradeOf(none), undefined, none);
  });

  test('a docstring alone leaves an empty body behind it', () => {
    assert.deepEqual(upgradeOf('def upgrade():\n    """Does\n    nothing."""\n'), ['', '', true]);
  });

  test('does nothing: pass, ellipsis, strings and comments only', () => {
    for (const body of ['pass', '...', 'pass; ...', '"""doc"""\n    pass', '# later\n    pass'])
      assert.equal(upgradeOf(`def upgrade():\n    ${body}\n`)?.[2], true, body);
    for (const body of ['pass; run()', 'return', 'x = 1', 'if a:\n        pass'])
      assert.equal(upgradeOf(`def upgrade():\n    ${body}\n`)?.[2], false, body);
  });
});

suite('templates of a project', () => {
  test('the first comment is the title, and both bodies are taken', () => {
    const text =
      '# Grant rights\r\ndef upgrade():\r\n    op.execute("GRANT ${1:a}")$0\r\n\r\n\r\ndef downgrade():\r\n    pass\r\n';
    const { title, upgrade, downgrade } = readRevisionTemplate(text);
    assert.equal(title, 'Grant rights');
    assert.equal(upgrade.text, 'op.execute("GRANT ${1:a}")$0');
    assert.equal(downgrade.text, 'pass');
  });

  test('a file without functions is the body of upgrade', () => {
    const { title, upgrade, downgrade } = readRevisionTemplate(
      '# Title\n\nop.execute("""\nA\n""")\nmore()\n',
    );
    assert.deepEqual(
      [title, upgrade.text, downgrade.text],
      ['Title', 'op.execute("""\nA\n""")\nmore()', 'pass'],
    );
    assert.equal(readRevisionTemplate('').title, undefined);
  });
});
