import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { projectRoot } from '../fixtures/projectRoot';

suite('the package', () => {
  test('holds what it is allowed to and no more, and is not too big', () => {
    const folder = mkdtempSync(join(tmpdir(), 'alembic-workbench-package-'));
    try {
      const script = join(projectRoot, 'scripts', 'package.mjs');
      const { status, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      const [name] = readdirSync(folder);
      assert.match(name ?? '', /^alembic-workbench-[\d.]+\.vsix$/);
      const size = statSync(join(folder, name ?? '')).size;
      console.log(`      ${size} bytes`);
      assert.ok(size < 5_000_000, `${size} bytes`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
