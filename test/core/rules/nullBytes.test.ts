import assert from 'node:assert/strict';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { snapshotOf } from '../snapshotOf';

function revision(id: string, parent: string | null): string {
  return `"""add shop

Revision ID: ${id}
Revises: ${parent ?? ''}
"""
revision = '${id}'
down_revision = ${parent === null ? 'None' : `'${parent}'`}


def upgrade():
    pass


def downgrade():
    pass
`;
}

const text = revision('b', 'a');

/** Code points of four bytes each, the lowest first. */
function utf32(written: string): Buffer {
  return Buffer.concat(
    [...written].map((character) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(character.codePointAt(0) ?? 0);
      return bytes;
    }),
  );
}

function swap32(bytes: Buffer): Buffer {
  return Buffer.from(bytes).swap32();
}

const encoded: Readonly<Record<string, Buffer>> = {
  'UTF-16, little-endian': Buffer.from(text, 'utf16le'),
  'UTF-16, little-endian with a byte order mark': Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16, big-endian': Buffer.from(text, 'utf16le').swap16(),
  'UTF-16, big-endian with a byte order mark': Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'UTF-16 with letters of other languages': Buffer.from(`\ufeff# käse 日本語\r\n${text}`, 'utf16le'),
  'UTF-16 that begins with one': Buffer.from(`\ufeffé = 1\r\n${text}`, 'utf16le'),
  'UTF-32, little-endian': utf32(text),
  'UTF-32, little-endian with a byte order mark': utf32(`\ufeff${text}`),
  'UTF-32, big-endian': swap32(utf32(text)),
  'UTF-32, big-endian with a byte order mark': swap32(utf32(`\ufeff${text}`)),
};

/** What is said of a history whose second file has these bytes, and its heads. */
function findingsWith(second: Buffer): readonly [told: readonly string[], heads: readonly string[]] {
  const snapshot = snapshotOf([
    { path: '/versions/a.py', text: revision('a', null) },
    { path: '/versions/b.py', text: second.toString('utf8') },
    { path: '/versions/c.py', text: revision('c', 'b') },
  ]);
  const told = runRules(snapshot, { rules: {} }).map(
    ({ file, range, code, message }) => `${file} ${range.start}-${range.end} ${code}: ${message}`,
  );
  return [told, snapshot.map.heads];
}

suite('rules: null bytes', () => {
  for (const [name, bytes] of Object.entries(encoded))
    test(`${name} is named, and its children have their parent`, () => {
      const message = `Python can't load this file, so every Alembic command fails: this file is saved as ${name.slice(0, 6)}, and Python reads UTF-8; save it as UTF-8.`;
      assert.deepEqual(findingsWith(bytes), [[`/versions/b.py 0-1 invalid-syntax: ${message}`], ['c']]);
    });

  for (const [name, written] of [
    ['in a comment', `${text}# a\0b\n`],
    ['in a string', `${text}x = 'a\0b'\n`],
    ['at the end', `${text}\0`],
    ['in a function', text.replace('pass', "x('\0')")],
    ['many at the end', text + '\0'.repeat(512)],
    ['between statements', text.replace('\ndown', '\n\0down')],
  ] as const)
    test(`a null byte ${name}`, () => {
      const at = written.indexOf('\0');
      const message =
        "Python can't load this file, so every Alembic command fails: there is a null byte here; delete it.";
      assert.deepEqual(findingsWith(Buffer.from(written)), [
        [`/versions/b.py ${at}-${at + 1} invalid-syntax: ${message}`],
        ['c'],
      ]);
    });

  test('what Alembic says of it', () => {
    const { files } = snapshotOf([{ path: '/versions/b.py', text: `${text}\0` }]);
    assert.deepEqual(files[0]?.failure, {
      type: 'SyntaxError',
      message: 'source code string cannot contain null bytes',
      files: ['/versions/b.py'],
    });
  });
});
