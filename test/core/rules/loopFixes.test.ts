import assert from 'node:assert/strict';
import { describeFix } from '../../../server/core/edits/fixes/fixes';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { snapshotOf } from '../snapshotOf';

suite('rules: fixes of loops', () => {
  test('a revision that names itself gets what its docstring says, what was made before it, or a head', () => {
    const files = {
      'a.py': file('a', 'None', 1),
      'b.py': file('b', "'a'", 2),
      'c.py': file('c', "'c'", 3),
      'd.py': file('d', "'c'", 4),
      'x.py': file('x', "'a'", 5),
    };
    const removed = "Remove 'c' from down_revision";
    assert.deepEqual(fixesAt(files, 'c.py'), ["Change to 'b'", "Change to 'x'", removed]);
    const told = { ...files, 'c.py': file('c', "'c'", 3, 'a') };
    assert.deepEqual(fixesAt(told, 'c.py'), ["Change to 'a'", "Change to 'b'", "Change to 'x'", removed]);
    const undated = { 'c.py': "revision = 'c'\ndown_revision = 'c'\n" };
    assert.deepEqual(fixesAt(undated, 'c.py'), [removed]);
  });

  test('each file of a loop offers to change the reference that is probably wrong, and says where', () => {
    const files = {
      'a.py': file('a', 'None', 1),
      'b.py': file('b', "'c'", 2, 'a'),
      'c.py': file('c', "'b'", 3),
    };
    assert.deepEqual(fixesAt(files, 'b.py'), [
      "Change to 'a'",
      "Break the cycle here: remove 'c' from down_revision of b.py",
    ]);
    assert.deepEqual(fixesAt(files, 'c.py'), [
      "Change down_revision of b.py to 'a'",
      "Break the cycle here: remove 'c' from down_revision of b.py",
    ]);
  });
});

function fixesAt(files: Readonly<Record<string, string>>, name: string): readonly string[] {
  const snapshot = snapshotOf(
    Object.entries(files).map(([path, text]) => ({ path: `/versions/${path}`, text })),
  );
  const loops = ['self-reference', 'revision-cycle'];
  return runRules(snapshot, { rules: {} })
    .filter(({ file, code }) => file === `/versions/${name}` && loops.includes(code))
    .flatMap(({ fixes }) => fixes.map(describeFix));
}

function file(id: string, parent: string, day: number, revises?: string): string {
  const said = revises === undefined ? '' : `Revises: ${revises}\n`;
  const docstring = `"""${id}\n\n${said}Create Date: 2024-01-0${day} 00:00:00\n"""\n`;
  return `${docstring}revision = '${id}'\ndown_revision = ${parent}\n`;
}
