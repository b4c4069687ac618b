import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { iconsAsText } from '../../../client/src/infrastructure/vscode/shownText';

suite('what people write, beside icons', () => {
  test('what would be an icon reads the same and is none', () => {
    for (const text of ['$(trash)', 'use $(sync~spin) and $(git-merge).', '\\$(bug)', '$$(x)']) {
      const shown = iconsAsText(text);
      assert.doesNotMatch(shown, /\$\([\w-]+(~\w+)?\)/);
      assert.equal(shown.replaceAll('\u200B', ''), text);
    }
  });

  test('everything else stays as it is', () => {
    for (const text of ['add users', 'costs $(', '$( x )', '${name}', 'f(x) $', ''])
      assert.equal(iconsAsText(text), text);
  });
});
