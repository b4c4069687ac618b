import assert from 'node:assert/strict';
import { decodeText } from '../../server/disk/decodeText';

suite('decoding source files', () => {
  const check = (bytes: Buffer, expected: string): void => assert.equal(decodeText(bytes), expected);

  test('UTF-8, with and without a byte order mark', () => {
    check(Buffer.from('a = "é"\r\n'), 'a = "é"\r\n');
    check(Buffer.from('\uFEFF# coding: latin-1\né'), '# coding: latin-1\né');
  });

  test('a coding cookie in the first or second line', () => {
    check(Buffer.from('# -*- coding: latin-1 -*-\n\xe9\x80', 'latin1'), '# -*- coding: latin-1 -*-\né\u0080');
    check(
      Buffer.from('#!/usr/bin/python\n# vim: set fileencoding=cp1251 :\n\xe9', 'latin1'),
      '#!/usr/bin/python\n# vim: set fileencoding=cp1251 :\nй',
    );
    check(Buffer.from('# coding=utf_8\né'), '# coding=utf_8\né');
    check(Buffer.from('# coding: iso8859_2\n\xb1', 'latin1'), '# coding: iso8859_2\ną');
  });

  test('no cookie where Python would not look for one', () => {
    check(Buffer.from('\n\n# coding: latin-1\né'), '\n\n# coding: latin-1\né');
    check(Buffer.from('x = 1\n# coding: latin-1\né'), 'x = 1\n# coding: latin-1\né');
    check(Buffer.from('x = 1 # coding: latin-1\né'), 'x = 1 # coding: latin-1\né');
  });

  test('what Python refuses is shown as an editor shows it', () => {
    check(Buffer.from('# coding: no-such-thing\né'), '# coding: no-such-thing\né');
    check(Buffer.from([0x61, 0xff, 0x62]), 'a\uFFFDb');
  });
});
