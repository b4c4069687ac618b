import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { boundsOf } from '../../../server/core/edits/gateChange';
import { editContextOf } from '../../../server/core/features/editContextOf';
import { fixProject } from '../../../server/core/fixing/fixProject';
import { safeFixOf } from '../../../server/core/fixing/safeFix';
import { buildSnapshotAtOnce } from '../../../server/core/project/buildSnapshot';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { environmentWith } from '../../fixtures/environmentWith';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';
import { RandomNumbers } from '../../oracle/randomNumbers';

/**
 * A chain whose headers and docstrings are damaged here and there, and for each file the ids that one of them
 * rightly names.
 */
function damagedChain(random: RandomNumbers): {
  readonly files: Readonly<Record<string, string>>;
  readonly named: ReadonlyMap<string, ReadonlySet<string>>;
} {
  const letters = [...'0123456789abcdef'];
  const newId = (): string => Array.from({ length: 8 }, () => random.pick(letters)).join('');
  const ids = Array.from({ length: 2 + random.below(6) }, newId);
  const damaged = (id: string): string => {
    if (random.chance(0.6)) return id;
    return random.chance(0.5) ? newId() : id.replace(random.pick([...id]), random.pick(letters));
  };
  const files: Record<string, string> = {};
  const named = new Map<string, ReadonlySet<string>>();
  ids.forEach((id, at) => {
    const parent = ids[at - 1];
    const [inDocstring, inHeader] =
      parent === undefined ? ['', undefined] : [damaged(parent), damaged(parent)];
    const path = `/project/versions/${id}_x.py`;
    files[path] =
      `"""step\n\nRevision ID: ${random.chance(0.9) ? id : newId()}\nRevises: ${inDocstring}\n"""\nrevision = '${id}'\ndown_revision = ${inHeader === undefined ? 'None' : `'${inHeader}'`}\n\ndef upgrade():\n    pass\n\ndef downgrade():\n    pass\n`;
    named.set(path, new Set([inDocstring, inHeader ?? ''].filter((name) => ids.includes(name))));
  });
  return { files, named };
}

suite('fixes that nobody is asked about destroy no evidence', () => {
  test('an existing id that docstring or header names stays in its file', () => {
    let fixes = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const { files, named } = damagedChain(new RandomNumbers(seed));
      const fileSystem = new MemoryFileSystem(files);
      const environment = environmentWith({
        scriptDirectory: '/project',
        versionLocations: ['/project/versions'],
      });
      const snapshot = buildSnapshotAtOnce({ environment, fileSystem, generation: 1 });
      const sources = {
        newRevisionId: () => 'f00dfacecafe',
        epochMilliseconds: () => Date.UTC(2026, 0, 31),
        localTimeZone: () => 'UTC',
      };
      const { fixed, snapshot: after } = fixProject({
        snapshot,
        fileSystem,
        settings: { rules: {} },
        git: undefined,
        contextOf: (now, files) => editContextOf(sources, files, now),
        concerns: () => true,
        bounds: boundsOf(environment.configuration, ['/project'], '/project'),
      });
      fixes += fixed.length;
      for (const [path, ids] of named)
        for (const id of ids)
          assert.ok(
            after.filesByPath.get(path)?.readText()?.includes(id),
            `seed ${seed}: ${path} named ${id}, and no more:\n${after.filesByPath.get(path)?.readText() ?? ''}`,
          );
    }
    assert.ok(fixes > 100, `${fixes} fixes were made`);
  });

  test('the id that others still name stays in the docstring of the file that lost it', () => {
    const files = {
      '/project/versions/a.py': `"""a\n\nRevision ID: aaaa1111\nRevises: \n"""\nrevision = 'bbbb2222'\ndown_revision = None\n`,
      '/project/versions/c.py': `"""c\n\nRevision ID: cccc3333\nRevises: aaaa1111\n"""\nrevision = 'cccc3333'\ndown_revision = 'aaaa1111'\n`,
    };
    const environment = environmentWith({
      scriptDirectory: '/project',
      versionLocations: ['/project/versions'],
    });
    const snapshot = buildSnapshotAtOnce({
      environment,
      fileSystem: new MemoryFileSystem(files),
      generation: 1,
    });
    const mismatch = runRules(snapshot, { rules: {} }).find(({ code }) => code === 'docstring-mismatch');
    assert.ok(mismatch);
    assert.deepEqual(safeFixOf(snapshot, mismatch), {
      ok: false,
      reason: 'The docstring may be what is right.',
    });
  });
});
