import assert from 'node:assert/strict';
import { sourceOf } from '../../server/disk/syntax/readSource';

const text = "revision = 'a'\n";

/** Why the bytes are no source text; undefined where they are. */
function problemOf(bytes: Buffer | string): string | undefined {
  const source = sourceOf(Buffer.from(bytes));
  return 'problem' in source ? source.problem.message : undefined;
}

suite('source bytes as Python decodes them', () => {
  for (const [what, bytes, message] of [
    [
      'UTF-16',
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      'This file is saved as UTF-16, and Python reads UTF-8',
    ],
    ['a null byte', `${text}# \0`, 'There is a null byte here'],
    [
      'a comment with UTF-16',
      `# coding: utf-16\n${text}`,
      'A comment names the encoding utf-16, and the file is not in it',
    ],
    [
      'a comment with UTF-32',
      `#!x\n# coding: UTF_32_LE\n${text}`,
      'A comment names the encoding utf-32-le, and the file is not in it',
    ],
    [
      'a mark and another encoding',
      `\ufeff# coding: latin-1\n${text}`,
      'A comment names the encoding latin-1, and the byte order mark says UTF-8',
    ],
    [
      'no encoding of text',
      `# coding: rot13\n${text}`,
      'A comment names rot13, which is no encoding of text',
    ],
    [
      'ASCII with other characters',
      `# coding: ascii\n${text}# é`,
      'A comment names the encoding ASCII, and the file holds other characters',
    ],
  ] as const)
    test(what, () => {
      assert.equal(problemOf(bytes), message);
    });

  for (const bytes of [
    text,
    `\ufeff${text}# é`,
    `\ufeff# coding: utf-8\n${text}# é`,
    `\ufeff# coding: UTF8\n${text}`,
    `# coding: ascii\n${text}`,
    Buffer.from(`# coding: latin-1\n${text}# é`, 'latin1'),
    `# coding: utf-8-sig\n${text}`,
  ])
    test(`read: ${JSON.stringify(bytes.toString())}`, () => {
      assert.equal(problemOf(bytes), undefined);
    });
});
