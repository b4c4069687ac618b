import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFileSystem } from '../../server/disk/nodeFileSystem';

const ini = '[alembic]\nscript_location = m\n';

suite('disk: config files in other encodings', () => {
  let folder = '';
  setup(() => (folder = mkdtempSync(join(tmpdir(), 'encodings-'))));
  teardown(() => rmSync(folder, { recursive: true }));

  const read = (bytes: Buffer, name = 'alembic.ini') => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return { flaw: nodeFileSystem.encodingFlaw?.(path), text: nodeFileSystem.readText(path) };
  };

  test('UTF-8 has no flaw, whatever a comment says', () => {
    const text = `# -*- coding: latin-1 -*-\n# é 字 🙂\n${ini}`;
    assert.deepEqual(read(Buffer.from(text)), { flaw: undefined, text });
  });

  test('UTF-16 is read, with a mark and without one', () => {
    const little = Buffer.from(ini, 'utf16le');
    const big = Buffer.from(little).swap16();
    assert.deepEqual(read(Buffer.concat([Buffer.from([0xff, 0xfe]), little])), {
      flaw: { kind: 'utf-16-le' },
      text: ini,
    });
    assert.deepEqual(read(Buffer.concat([Buffer.from([0xfe, 0xff]), big])), {
      flaw: { kind: 'utf-16-be' },
      text: ini,
    });
    assert.deepEqual(read(little), { flaw: { kind: 'utf-16-le' }, text: ini });
    assert.deepEqual(read(big), { flaw: { kind: 'utf-16-be' }, text: ini });
  });

  test('a UTF-8 mark is a flaw of its own', () => {
    assert.deepEqual(read(Buffer.from(`\ufeff${ini}`)), { flaw: { kind: 'utf-8-mark' }, text: ini });
  });

  const invalid: Readonly<
    Record<string, readonly [bytes: string, at: number, position: number, reason: string]>
  > = {
    GBK: ['# \xca\xfd\xbe\xdd', 2, 2, 'invalid continuation byte'],
    'latin-1': ['# caf\xe9 x', 5, 5, 'invalid continuation byte'],
    'a lone follower': ['# \x80', 2, 2, 'invalid start byte'],
    'an overlong form': ['# \xe0\x80\x80', 2, 2, 'invalid continuation byte'],
    'a surrogate': ['# \xed\xa0\x80', 2, 2, 'invalid continuation byte'],
    'beyond Unicode': ['# \xf4\x90\x80\x80', 2, 2, 'invalid continuation byte'],
    'a cut character': ['# \xc3\xa9 \xe5\xad', 4, 5, 'unexpected end of data'],
  };
  for (const [name, [bytes, at, position, reason]] of Object.entries(invalid))
    test(`the first byte that is no UTF-8 is found: ${name}`, () => {
      const { flaw } = read(Buffer.from(bytes, 'latin1'));
      const byte = bytes.charCodeAt(position);
      assert.deepEqual(flaw, { kind: 'not-utf-8', at, byte, position, reason });
    });

  test('in Python source a comment names the encoding', () => {
    assert.equal(
      read(Buffer.from('# coding: latin-1\n# \xe9\n', 'latin1'), 'a.py').text,
      '# coding: latin-1\n# é\n',
    );
  });
});
