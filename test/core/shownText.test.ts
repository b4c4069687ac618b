import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { shellWord } from '../../client/src/infrastructure/alembic/command/shellWord';
import { shownLines, shownText } from '../../client/src/infrastructure/vscode/shownText';
import { visibleLines, visibleText, withoutControls } from '../../server/core/text/visibleText';
import { seen, surroundings, writtenOut } from '../fixtures/unseenText';

/** VS Code's own pattern of a link in a message (vs/base/common/linkedText). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

/** Where a line ends: the client shows it as ⏎, the server writes it out. */
const lineEnds = /[\n\r\u0085\u2028\u2029]/;

suite('text that is not ours, as it is shown', () => {
  for (const [text, shown] of writtenOut) {
    test(`${JSON.stringify(text)} is written out by server and client alike`, () => {
      assert.equal(visibleText(text), shown);
      assert.equal(shownText(text), shown);
    });
  }

  test('text that is seen stays as it is', () => {
    for (const text of seen) {
      assert.equal(visibleText(text), text);
      assert.equal(shownText(text), text);
    }
  });

  test('server and client agree on every character there is, wherever it stands', () => {
    const differing: string[] = [];
    const compare = (text: string): void => {
      if (shownText(text) !== visibleText(text)) differing.push(JSON.stringify(visibleText(text)));
    };
    // Characters that either writes out; the others are compared many at a time.
    const special: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      if (lineEnds.test(character)) continue;
      if (shownText(character) !== character || visibleText(character) !== character) special.push(character);
    }
    for (const character of [...special, '\t', 'x', '\u20e3', '🏽'])
      for (const [before, behind] of surroundings) compare(before + character + behind);
    assert.ok(special.length > 4000, `${special.length} characters are not seen`);
    assert.deepEqual(differing.slice(0, 20), []);
  });

  test('a second time changes nothing', () => {
    for (const text of [
      ...writtenOut.map(([each]) => each),
      ...seen,
      '[a](command:b)',
      'a\nb',
      '$\u200b(x)',
    ]) {
      assert.equal(visibleText(visibleText(text)), visibleText(text));
      assert.equal(shownText(shownText(text)), shownText(text));
    }
  });

  test('line breaks of foreign text begin no line', () => {
    for (const end of ['\n', '\r\n', '\r', '\u0085', '\u2028', '\u2029']) {
      assert.equal(shownText(`a${end}b`), 'a⏎b');
      assert.doesNotMatch(visibleText(`a${end}b`), /[\n\r\u0085\u2028\u2029]/);
    }
    assert.equal(shownLines('ours\n\u001bx'), 'ours\n\\x1bx');
    assert.equal(visibleLines('ours\n\u001bx'), 'ours\n\\x1bx');
  });

  test('what VS Code would make a link reads the same and is none', () => {
    for (const text of [
      'x: [press here](command:workbench.action.terminal.sendSequence?%7B%7D)',
      '[a](COMMAND:b)',
      '[a](https://example.org "title")',
      '[a](file:///etc/passwd)',
      '[[a]](http://b)',
      '[a](command:b) [c](command:d)',
      '[a]\u200b\u200b(command:b)',
    ]) {
      const shown = shownText(text);
      assert.doesNotMatch(shown, link, shown);
    }
    assert.equal(shownText('[a](command:b)').replaceAll('\u200B', ''), '[a](command:b)');
  });

  test('a megabyte of anything takes no more than a moment', () => {
    for (const unit of ['a', '](', '\u001b', '\u200c\u0627', '\ud800']) {
      const text = unit.repeat(1_000_000 / unit.length);
      for (const show of [shownText, visibleText, withoutControls]) {
        const started = performance.now();
        show(text);
        assert.ok(performance.now() - started < 20_000, JSON.stringify(unit));
      }
    }
  });

  test('a diff keeps tabs, line ends and emoji, and no escape', () => {
    const text = '-a\tb\r\n+👨\u200d👩 \u001b[2J\u009b1m\rgone\n';
    assert.equal(withoutControls(text), '-a\tb\r\n+👨\u200d👩 \\x1b[2J\\x9b1m\\rgone\n');
  });
});

suite('a word of a command line that is copied', () => {
  test('what a shell would act on is quoted', () => {
    assert.equal(shellWord('feature/one'), 'feature/one');
    assert.equal(shellWord('x;curl$IFS-x|sh'), "'x;curl$IFS-x|sh'");
    assert.equal(shellWord("it's`id`"), "'it'\\''s`id`'");
    assert.equal(shellWord("a\nb'\\"), "$'a\\u000ab\\'\\\\'");
  });
});
