import * as assert from 'node:assert/strict';
import { buildSnapshotAtOnce } from '../../../server/core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../../../server/core/project/environmentSnapshot';
import type { RuleRun } from '../../../server/core/rules/earlierRun';
import { runRules, runRulesInSteps } from '../../../server/core/rules/runRules';
import { environmentWith } from '../../fixtures/environmentWith';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';

const folder = '/project/alembic/versions';
const settings = { rules: {} };

const source = (id: string, parent: string): string => `"""add ${id}

Revision ID: ${id}
Revises: ${parent}
Create Date: 2024-03-07 12:21:53

"""
from alembic import op

revision = "${id}"
down_revision = ${parent === '' ? 'None' : `"${parent}"`}


def upgrade():
    op.drop_table("${id}")


def downgrade():
    op.create_table("${id}")
`;

/** Applies edits to one file one after the other; tells after each whether the rules ran again. Always, the findings are those of a fresh run. */
function ranAfter(file: string, edits: readonly ((text: string) => string)[]): readonly boolean[] {
  const parents = { aaaa: '', bbbb: 'aaaa', cccc: 'bbbb', dddd: 'bbbb' };
  const texts = Object.entries(parents).map(([id, parent]) => [`${folder}/${id}_add.py`, source(id, parent)]);
  const fileSystem = new MemoryFileSystem(Object.fromEntries(texts) as Record<string, string>);
  const environment = environmentWith({});
  let generation = 0;
  const read = (previous?: EnvironmentSnapshot): EnvironmentSnapshot =>
    buildSnapshotAtOnce({
      environment,
      fileSystem,
      generation: ++generation,
      previous,
      changes: previous && { contents: new Set([file]), listing: false },
    });
  let snapshot = read();
  let run: RuleRun = { snapshot, settings, git: undefined, findings: runRules(snapshot, settings) };
  return edits.map((edit) => {
    fileSystem.write(file, edit(fileSystem.readText(file) ?? ''));
    snapshot = read(snapshot);
    const running = runRulesInSteps(snapshot, settings, undefined, run);
    let steps = 0;
    let step = running.next();
    for (; !step.done; step = running.next()) steps++;
    assert.deepEqual(step.value, runRules(snapshot, settings));
    run = { snapshot, settings, git: undefined, findings: step.value };
    return steps > 0;
  });
}

suite('rules after an edit', () => {
  test('a keystroke in the body of a migration runs no rule again', () => {
    const type = (text: string): string => text.replace('drop_table(', 'drop_table(  ');
    assert.deepEqual(ranAfter(`${folder}/bbbb_add.py`, [type, type]), [false, false]);
  });

  test('where the file has a finding, its place is looked up again', () => {
    const type = (text: string): string => text.replace('def upgrade', '\n\ndef upgrade');
    assert.deepEqual(ranAfter(`${folder}/cccc_add.py`, [type]), [true]);
  });

  test('whatever a rule looks at makes the rules run', () => {
    const edits: readonly ((text: string) => string)[] = [
      (text) => text.replace('Revises: aaaa', 'Revises: zzzz'),
      (text) => text.replace('down_revision = "aaaa"', 'down_revision = "zzzz"'),
      (text) => text.replace('down_revision = "zzzz"', 'down_revision = "aaaa"'),
      (text) => text.replace('\nrevision', '\n\nrevision'),
      (text) => text.replace('op.drop_table("bbbb")', 'pass'),
      (text) => text.replace('op.create_table("bbbb")', 'pass'),
      (text) => text.replace('2024-03-07', '2023-03-07'),
      (text) => `${text}# alembic: ignore-file[create-date-order]\n`,
      (text) => text.replace('def downgrade', 'def other'),
      (text) => text.replace('def upgrade():', 'def upgrade(:'),
    ];
    assert.deepEqual(
      ranAfter(`${folder}/bbbb_add.py`, edits),
      edits.map(() => true),
    );
  });
});
