import assert from 'node:assert/strict';
import { firstStatement } from '../../server/core/python/firstStatement';
import { readRevisionFile } from '../../server/core/python/readRevisionFile';

const bodies: readonly (readonly [what: string, body: string])[] = [
  ['a statement', '    |op.a()\n'],
  ['a comment before it', '    # commands\n    |op.a()\n'],
  ['a docstring', '    """Upgrade schema."""\n    # commands\n    |op.a()\n'],
  ['a docstring of several lines', '    r"""Upgrade \\"""\n\n    schema."""\n\n    |op.a()\n'],
  ['a docstring in simple quotes', "    'It\\'s'; |op.a()\n"],
  ['a string that is no docstring', '    |"a".join([])\n    op.a()\n'],
  ['only a docstring', '    |"""Nothing."""\n'],
  ['nothing', '    |pass\n'],
];

suite('the first statement of upgrade', () => {
  for (const [what, marked] of bodies) {
    test(what, () => {
      const body = marked.replace('|', '');
      const text = `revision = 'a1'\ndown_revision = None\n\n\ndef upgrade() -> None:\n${body}`;
      const { upgrade } = readRevisionFile(text);
      assert.ok(upgrade);
      const at = firstStatement(text, upgrade);
      assert.equal(`${text.slice(0, at)}|${text.slice(at)}`, text.replace(body, marked));
    });
  }

  test('on the line of the def', () => {
    const text = "revision = 'a1'\ndef upgrade(): pass\n";
    const { upgrade } = readRevisionFile(text);
    assert.ok(upgrade);
    assert.equal(text.slice(firstStatement(text, upgrade)), 'pass\n');
  });
});
