import assert from 'node:assert/strict';
import type { FileEdits } from '../../../server/core/edits/fileEdits';
import {
  removeReference,
  removeRepeatedReference,
  replaceReference,
  setParents,
  setReferences,
} from '../../../server/core/edits/header/references';
import { withText } from '../../../server/core/project/fileWithText';
import type { FileWithText } from '../../../server/core/project/fileWithText';
import { applyTextEdits } from '../../../server/core/text/textEdit';
import { snapshotOf } from '../snapshotOf';

function fileWith(text: string): FileWithText {
  const [known] = snapshotOf([{ path: '/versions/x.py', text }]).files;
  const file = known && withText(known);
  assert.ok(file);
  return file;
}

function applied(file: FileWithText, edits: FileEdits): string {
  assert.ok(edits.ok, edits.ok ? '' : edits.reason);
  return applyTextEdits(file.text, edits.edits);
}

/** Edits the parents of a file that consists of these lines, and gives the lines afterwards. */
function parentsSet(lines: string, parents: readonly string[]): string {
  const file = fileWith(`revision = 'r'\n${lines}\n`);
  return applied(file, setParents(file, parents))
    .replace(/^revision = 'r'\n/, '')
    .replace(/\n$/, '');
}

suite('references of a revision file', () => {
  const settings: readonly (readonly [string, readonly string[], string])[] = [
    [`down_revision = None`, ['a'], `down_revision = 'a'`],
    [`down_revision = None  # base`, ['a', 'b'], `down_revision = ('a', 'b')  # base`],
    [`down_revision: Union[str, None] = "a"`, ['b'], `down_revision: Union[str, None] = "b"`],
    [`down_revision = u'a'`, ['b'], `down_revision = u'b'`],
    [`down_revision = """a"""`, ['b'], `down_revision = """b"""`],
    [`down_revision = ("a")`, ['b'], `down_revision = ("b")`],
    [`down_revision = "a" # why`, [], `down_revision = None # why`],
    [`down_revision = "a"`, ['a', 'b'], `down_revision = ("a", "b")`],
    [`down_revision = "a"`, ['b', 'a'], `down_revision = ("b", "a")`],
    [`down_revision = ('a', 'b')`, ['b'], `down_revision = 'b'`],
    [`down_revision = ('a', 'b')`, ['a'], `down_revision = 'a'`],
    [`down_revision = ("a","b")`, ['a', 'c'], `down_revision = ("a","c")`],
    [`down_revision = ('a','b')`, ['a', 'b', 'c'], `down_revision = ('a','b','c')`],
    [`down_revision = ('a', 'b',)`, ['a', 'b', 'c'], `down_revision = ('a', 'b', 'c',)`],
    [`down_revision = ('a',)`, ['a', 'b'], `down_revision = ('a', 'b')`],
    [`down_revision = ('a',)`, ['b'], `down_revision = ('b',)`],
    [`down_revision = ('a', 'b', 'c')`, ['a', 'c'], `down_revision = ('a', 'c')`],
    [`down_revision = ('a', 'b', 'c')`, ['b', 'c'], `down_revision = ('b', 'c')`],
    [`down_revision = ['a', 'b']`, ['a'], `down_revision = ['a']`],
    [`down_revision = ['a', 'b']`, [], `down_revision = None`],
    [`down_revision = []`, ['a'], `down_revision = ['a']`],
    [`down_revision = ()`, ['a'], `down_revision = 'a'`],
    [`down_revision = 'a', 'b'`, ['b'], `down_revision = 'b'`],
    [`down_revision = 'a', 'b'`, ['a', 'b', 'c'], `down_revision = 'a', 'b', 'c'`],
    [`down_revision: tuple[str, ...] = ('a', 'b')`, ['a'], `down_revision: tuple[str, ...] = ('a',)`],
    [
      `down_revision: str | tuple[str, ...] = ('a', 'b')`,
      ['a'],
      `down_revision: str | tuple[str, ...] = 'a'`,
    ],
    [`revision, down_revision = 'r', 'a'`, ['b'], `revision, down_revision = 'r', 'b'`],
    [`down_revision = ('a',\n                 'b')`, ['b'], `down_revision = ('b',)`],
    [`down_revision = (\n    'a',\n    'b',\n)`, ['a'], `down_revision = (\n    'a',\n)`],
    [`down_revision = (\n    'a',\n    'b',\n)`, ['b'], `down_revision = (\n    'b',\n)`],
    [`down_revision = (\n    'a',\n    'b'\n)`, ['b'], `down_revision = (\n    'b',\n)`],
    [
      `down_revision = (\n    'a',\n    'b'\n)`,
      ['a', 'c', 'd'],
      `down_revision = (\n    'a',\n    'c',\n    'd'\n)`,
    ],
    [
      `down_revision = (\n    'a',  # one\n    # above\n    'b',  # two\n    'c',  # three\n)`,
      ['a', 'c'],
      `down_revision = (\n    'a',  # one\n    'c',  # three\n)`,
    ],
    [
      `down_revision = (\n    'a',  # one\n    'b'  # two\n)`,
      ['a', 'b', 'c'],
      `down_revision = (\n    'a',  # one\n    'b',  # two\n    'c'\n)`,
    ],
    [
      `down_revision = [\n    'a',  # one\n    'b',  # two\n]`,
      ['b'],
      `down_revision = [\n    'b',  # two\n]`,
    ],
    [`down_revision = 'a'`, ["it's"], `down_revision = 'it\\'s'`],
    [`down_revision = r"a"`, ['b\\c'], `down_revision = "b\\\\c"`],
  ];
  for (const [before, parents, after] of settings) {
    test(`parents (${parents.join(', ')}) in ${JSON.stringify(before)}`, () => {
      assert.equal(parentsSet(before, parents), after);
      assert.equal(parentsSet(before.replaceAll('\n', '\r\n'), parents), after.replaceAll('\n', '\r\n'));
    });
  }

  const docstrings: readonly (readonly [string, string, readonly string[], string])[] = [
    ['Revises: a', `'a'`, ['b'], 'Revises: b'],
    ['Revises: a', `'a'`, [], 'Revises: '],
    ['Revises: a, b', `('a', 'b')`, ['a', 'c'], 'Revises: a, c'],
    ['Revises: a, b', `('a', 'b')`, ['b'], 'Revises: b'],
    ['Revises: a b', `('a', 'b')`, ['a', 'c'], 'Revises: a c'],
    ['Revises: ', 'None', ['a'], 'Revises: a'],
    ['Revises:', 'None', ['a'], 'Revises: a'],
    ['Revises: None', 'None', ['a'], 'Revises: a'],
    ['Revises: <base>', 'None', ['a', 'b'], 'Revises: a, b'],
    ['Revises: stale', `'a'`, ['b'], 'Revises: b'],
    ['Revises: the one before (see PR)', `'a'`, ['b'], 'Revises: the one before (see PR)'],
  ];
  for (const [line, value, parents, expected] of docstrings) {
    test(`the docstring line ${JSON.stringify(line)} for (${parents.join(', ')})`, () => {
      const text = (revises: string, assigned: string) =>
        `"""m\r\n\r\nRevision ID: r\r\n${revises}\r\nCreate Date: x\r\n\r\n"""\r\nrevision = 'r'\r\ndown_revision = ${assigned}\r\n`;
      const file = fileWith(text(line, value));
      const after = applied(file, setParents(file, parents));
      assert.ok(after.includes(`\r\n${expected}\r\nCreate Date`), after);
    });
  }

  test('a name in prose follows when it is replaced', () => {
    const file = fileWith(
      `"""m\n\nRevises: aaaa (the first, not xaaaa)\n"""\nrevision = 'r'\ndown_revision = 'aaaa'\n`,
    );
    const after = applied(file, replaceReference(file, 'down_revision', 'aaaa', 'bbbb'));
    assert.equal(after, file.text.replace('Revises: aaaa', 'Revises: bbbb').replace(`'aaaa'`, `'bbbb'`));
  });

  test('one name is replaced, taken out, or kept once', () => {
    const file = fileWith(`revision = 'r'\ndown_revision = ('a', "b", 'a')\ndepends_on = ["x", 'y']\n`);
    const value = (edits: FileEdits) => applied(file, edits).split('\n').slice(1, 3);
    const [parents = '', dependencies = ''] = file.text.split('\n').slice(1, 3);
    assert.deepEqual(value(replaceReference(file, 'down_revision', 'b', 'c')), [
      `down_revision = ('a', "c", 'a')`,
      dependencies,
    ]);
    assert.deepEqual(value(replaceReference(file, 'depends_on', 'x', 'y')), [parents, `depends_on = ['y']`]);
    assert.deepEqual(value(removeReference(file, 'down_revision', 'a')), [
      `down_revision = "b"`,
      dependencies,
    ]);
    assert.deepEqual(value(removeReference(file, 'depends_on', 'x')), [parents, `depends_on = ['y']`]);
    assert.deepEqual(value(removeRepeatedReference(file, 'down_revision', 'a')), [
      `down_revision = ('a', "b")`,
      dependencies,
    ]);
    assert.deepEqual(value(setReferences(file, 'depends_on', [])), [parents, 'depends_on = None']);
  });

  test("what can't be edited safely is refused with the reason", () => {
    const reasonFor = (text: string): string => {
      const file = fileWith(text);
      const outcome = setParents(file, ['new']);
      return outcome.ok ? applyTextEdits(text, outcome.edits) : outcome.reason;
    };
    assert.match(reasonFor(`revision = 'r'\n`), /has no down_revision/);
    assert.match(reasonFor(`revision = 'r'\ndown_revision = find()\n`), /computed \(find\(\)\)/);
    assert.match(reasonFor(`OLD = 'a'\nrevision = 'r'\ndown_revision = OLD\n`), /another variable/);
    assert.match(reasonFor(`revision = 'r'\ndown_revision = ('a', find())\n`), /other than names|computed/);
    assert.match(reasonFor(`revision = down_revision = 'a'\n`), /share one value/);
    assert.match(reasonFor(`revision = 'r'\ndown_revision = 3\n`), /other than names/);
    assert.match(
      reasonFor(`revision = 'r'\ndown_revision = ('a'  # half\n   'b')\n`),
      /can't be edited safely/,
    );
  });
});
