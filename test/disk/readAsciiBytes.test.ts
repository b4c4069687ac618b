import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFile } from '../../server/core/project/loadedFile';
import { asciiBytesReader } from '../../server/disk/readAsciiBytes';
import { nodeFileSystem } from '../../server/disk/nodeFileSystem';

suite('files as their bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alembic-units-'));
  suiteTeardown(() => rmSync(folder, { recursive: true }));
  const write = (content: string | Buffer): string => {
    const path = join(folder, 'a.py');
    writeFileSync(path, content);
    return path;
  };
  const reader = asciiBytesReader();
  const read = (content: string | Buffer): string | undefined => {
    const source = reader(write(content));
    return source && `${source.slice(0, source.length)}|${source.units[source.length]}`;
  };

  test('the whole file, whatever was read before', () => {
    const long = '# a remark\n'.repeat(60_000);
    assert.equal(read(long), `${long}|0`);
    assert.equal(read("revision = 'a'\r\n"), "revision = 'a'\r\n|0");
    assert.equal(read(''), '|0');
    assert.equal(reader(join(folder, 'none.py')), undefined);
    assert.equal(reader(folder), undefined);
  });

  test('pipes and devices are neither waited for nor read', function () {
    if (process.platform === 'win32') this.skip();
    const pipe = join(folder, 'pipe.py');
    const device = join(folder, 'device.py');
    execFileSync('mkfifo', [pipe]);
    symlinkSync('/dev/zero', device);
    for (const path of [pipe, device, '/dev/null']) {
      assert.equal(reader(path), undefined, path);
      assert.equal(nodeFileSystem.readText(path), undefined, path);
    }
  });

  test('nothing of a file whose first lines may name an encoding', () => {
    assert.equal(read('# coding: latin-1\n'), undefined);
    assert.equal(read('\n \t# vim: set fileencoding=cp1251 :\n'), undefined);
    assert.equal(read('#!/usr/bin/python\r\n# -*- coding: utf-8 -*-\n'), undefined);
    assert.equal(read('"""coding: x"""\n# coding: x'), '"""coding: x"""\n# coding: x|0');
    assert.equal(read('\n\n# coding: x'), '\n\n# coding: x|0');
  });

  test('what is not ASCII is decoded wherever it stands', () => {
    const header = "revision = 'a'\ndown_revision = None\n\n\ndef upgrade():\n    ";
    const check = (content: string | Buffer, message: string, id: string): void => {
      const { script, failure, reading } = loadFile(
        nodeFileSystem,
        { path: write(content), kind: 'source' },
        undefined,
        undefined,
      );
      assert.equal(failure, undefined);
      assert.deepEqual([script?.message, script?.id], [message, id]);
      assert.equal(reading.upgrade?.bodyRange.end, reading.upgrade?.range.end);
    };
    check(`"""é"""\n${header}pass\n`, 'é', 'a');
    check(`"""\ufeff"""\n${header}pass\n`, '\ufeff', 'a');
    check(`\ufeff"""m"""\n${header}pass\n`, 'm', 'a');
    check(`"""m"""\n${header}x = "é" # é\n    # é\n`, 'm', 'a');
    check(`"""m"""\n${header}é = 1\n`, 'm', 'a');
    check(`"""m"""\n${header}pass\nrevision = 'é'\n`, 'm', 'é');
    check(Buffer.from(`# coding: latin-1\n"""\xe9"""\n${header}pass\n`, 'latin1'), 'é', 'a');
  });
});
