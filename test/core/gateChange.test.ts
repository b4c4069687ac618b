import assert from 'node:assert/strict';
import type { Change } from '../../server/core/edits/change';
import type { ChangeBounds } from '../../server/core/edits/gateChange';
import { gateChange } from '../../server/core/edits/gateChange';
import { flawOfName, flawOfRelativePath } from '../../server/core/files/containment';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';

const bounds: ChangeBounds = { folders: ['/p/versions', '/p/migrations', '/p'] };

function reasonOf(change: Partial<Change>, files: MemoryFileSystem, within: ChangeBounds = bounds): string {
  const outcome = gateChange({ edits: [], creates: [], renames: [], ...change }, within, files);
  return outcome.ok ? '' : outcome.reason;
}

function creating(file: string, files = project(), within: ChangeBounds = bounds): string {
  return reasonOf({ creates: [{ file, text: '' }] }, files, within);
}

function project(): MemoryFileSystem {
  return new MemoryFileSystem({ '/p/versions/a.py': 'a', '/p/alembic.ini': '[alembic]\n', '/out/x.py': 'x' });
}

suite('the gate for changes', () => {
  const names: Readonly<Record<string, RegExp>> = {
    '': /is empty/,
    '.': /another folder/,
    '..': /another folder/,
    'a/b.py': /separator/,
    'a\\b.py': /separator/,
    'C:x.py': /drive/,
    'a\0.py': /control/,
    'a\n.py': /control/,
    'a\u009b.py': /control/,
    '.git': /Git/,
    '.GIT': /Git/,
    '.git ': /Git/,
    '.git.': /Git/,
    'git~1': /Git/,
    '.g\u200cit': /Git/,
    '.git::$INDEX_ALLOCATION': /Git/,
  };
  for (const [name, flaw] of Object.entries(names))
    test(`the name ${JSON.stringify(name)} is none`, () => {
      assert.match(flawOfName(name) ?? '', flaw);
      // A path through a folder is no single name.
      if (name === 'a/b.py') return;
      assert.match(creating(`/p/versions/${name}`), /nothing was written/);
      assert.match(creating(`/p/versions/below/${name}`), /nothing was written/);
      assert.match(
        reasonOf(
          { renames: [{ from: '/p/versions/a.py', to: `/p/versions/${name}`, before: 'a' }] },
          project(),
        ),
        /nothing was written/,
      );
    });

  test('names as projects have them are sound', () => {
    for (const name of [
      'a.py',
      '.gitkeep',
      '.github',
      '2024-01-01 10:00_x.py',
      'été.py',
      'a..b.py',
      '…py',
      'ab:c.py',
    ])
      assert.equal(flawOfName(name), undefined, name);
    for (const path of ['2024/01/a.py', 'a.py']) assert.equal(flawOfRelativePath(path), undefined);
    for (const path of ['/a.py', '../a.py', 'b/../../a.py', 'b//a.py', 'C:/a.py', '', 'b/'])
      assert.notEqual(flawOfRelativePath(path), undefined, path);
    assert.equal(creating('/p/versions/2024/a b.py'), '');
    assert.equal(creating('/p/other/.gitkeep'), '');
  });

  test('a path outside of every folder is refused, however it is written', () => {
    for (const file of [
      '/out/y.py',
      '/p/versions/../../out/y.py',
      '/p/versions/b/../c.py',
      '/pp/y.py',
      'y.py',
      '/p',
    ])
      assert.match(creating(file), /nothing was written/, file);
    assert.match(reasonOf({ edits: [{ file: '/out/x.py', edits: [], before: 'x' }] }, project()), /outside/);
    assert.match(
      reasonOf({ renames: [{ from: '/out/x.py', to: '/p/versions/x.py', before: 'x' }] }, project()),
      /outside/,
    );
    const odd: ChangeBounds = { folders: ['/p/../p/versions'] };
    assert.equal(
      creating('/p/../p/versions/y.py', project(), odd),
      '',
      'the location itself may be written so',
    );
    assert.match(creating('/p/../p/versions/../y.py', project(), odd), /nothing was written/);
  });

  test('links are followed, of folders below a location and of files; a location that is a link is judged by its real path', () => {
    const files = project();
    files.link('/p/versions/out', '/out');
    files.link('/p/versions/inside', '/p/migrations');
    files.makeDirectory('/p/migrations');
    files.link('/p/linked', '/out');
    assert.match(
      creating('/p/versions/out/y.py', files),
      /symbolic link to \/out\/y\.py, outside of \/p\/versions/,
    );
    assert.match(
      creating('/p/versions/inside/y.py', files),
      /symbolic link/,
      'a new file belongs to its own location',
    );
    const linked: ChangeBounds = { folders: ['/p/linked', '/p'] };
    assert.equal(creating('/p/linked/y.py', files, linked), '');
    assert.match(creating('/p/linked/y.py', files, { ...linked, onlyWithin: '/p' }), /Restricted Mode/);
    files.link('/p/versions/y.py', '/out/new.py');
    assert.match(
      creating('/p/versions/y.py', files),
      /symbolic link/,
      'a link to a file that is not there yet',
    );
    files.link('/p/versions/x.py', '/out/x.py');
    assert.match(
      reasonOf({ edits: [{ file: '/p/versions/x.py', edits: [], before: 'x' }] }, files),
      /leads to \/out\/x\.py/,
    );
  });

  test("Git's own folder is never written to, through a location or a link neither", () => {
    const files = project();
    files.makeDirectory('/p/.git/hooks');
    files.link('/p/hooks', '/p/.git/hooks');
    assert.match(creating('/p/.git/hooks/y.py', files, { folders: ['/p/.git/hooks', '/p'] }), /Git/);
    assert.match(creating('/p/hooks/y.py', files, { folders: ['/p/hooks', '/p'] }), /Git/);
  });

  test('in Restricted Mode nothing is written outside of the workspace folder, though the configuration names it', () => {
    for (const location of ['/out', '/p/../out', '/usr/lib/python3/site-packages/pkg'])
      assert.match(
        creating(`${location}/y.py`, project(), { folders: [location, '/p'], onlyWithin: '/p' }),
        /Restricted Mode/,
      );
    assert.equal(creating('/out/y.py', project(), { folders: ['/out', '/p'] }), '');
    const outside = { folders: ['/out', '/p'], onlyWithin: '/p' };
    assert.match(
      reasonOf({ edits: [{ file: '/out/x.py', edits: [], before: 'x' }] }, project(), outside),
      /Restricted/,
    );
    assert.equal(creating('/p/versions/y.py', project(), { ...bounds, onlyWithin: '/p' }), '');
  });

  test('a file that holds another text than the change was made for is refused', () => {
    const changed = /\/p\/versions\/a\.py changed meanwhile, so nothing was written/;
    const edit = { file: '/p/versions/a.py', edits: [{ range: { start: 0, end: 1 }, newText: 'b' }] };
    assert.equal(reasonOf({ edits: [{ ...edit, before: 'a' }] }, project()), '');
    assert.match(reasonOf({ edits: [{ ...edit, before: 'b' }] }, project()), changed);
    const rename = { from: '/p/versions/a.py', to: '/p/versions/b.py' };
    assert.match(reasonOf({ renames: [{ ...rename, before: '' }] }, project()), changed);
    const gone = project();
    gone.remove('/p/versions/a.py');
    assert.match(reasonOf({ edits: [{ ...edit, before: 'a' }] }, gone), changed);
  });
});
