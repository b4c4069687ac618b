import assert from 'node:assert/strict';
import { historyGraph } from '../../../server/core/graphLayout/historyGraph';
import type { HistoryGraph } from '../../../server/core/graphLayout/historyGraph';
import { graphDot } from '../../../server/core/render/graph/graphDot';
import { graphMermaid } from '../../../server/core/render/graph/graphMermaid';
import { graphSvg } from '../../../server/core/render/graph/graphSvg';
import { revisionFile } from '../../fixtures/alembicFiles';
import { snapshotOf } from '../snapshotOf';

suite('the graph of a history', () => {
  test('names what is wrong by its form: missing, unreadable, duplicate, cycle, dynamic', () => {
    const { boxes } = graphOf({
      '/versions/a.py': revisionFile('a', null),
      '/versions/b.py': revisionFile('b', 'gone'),
      '/versions/c.py': revisionFile('c', 'a'),
      '/versions/d1.py': revisionFile('d', 'a'),
      '/versions/d2.py': revisionFile('d', 'a'),
      '/versions/e.py': 'revision = "e"\ndown_revision = compute()\n',
      '/versions/f.py': 'revision = compute()\n',
      '/versions/g.py': revisionFile('g', 'h'),
      '/versions/h.py': revisionFile('h', 'g'),
    });
    const kinds = boxes.map(({ id, kind }) => `${id} ${kind}`).sort();
    assert.deepEqual(kinds, [
      'a branch',
      'b revision',
      'c revision',
      'd duplicate',
      'd revision',
      'e dynamic',
      'f.py unreadable',
      'g cycle',
      'gone missing',
      'h cycle',
    ]);
  });

  test('a history with everything wrong at once is drawn whole, each thing in a cell of its own', () => {
    const files: Record<string, string> = { '/versions/z.py': 'revision = compute()\n' };
    for (let at = 0; at < 50; at++) {
      const name = String(at);
      files[`/versions/lost${name}.py`] = revisionFile(`lost${name}`, `gone${name}`);
      files[`/versions/circle${name}.py`] = revisionFile(`circle${name}`, `circle${String((at + 1) % 50)}`);
      files[`/versions/twice${name}.py`] = revisionFile(`twice${String(at % 5)}`, 'lost0');
      files[`/versions/self${name}.py`] = revisionFile(`self${name}`, `self${name}`);
      files[`/versions/computed${name}.py`] = `revision = "computed${name}"\ndown_revision = parent()\n`;
    }
    const graph = graphOf(files);
    const counts = new Map<string, number>();
    for (const { kind } of graph.boxes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const told = ['missing', 'cycle', 'duplicate', 'dynamic', 'unreadable'].map(
      (kind) => `${kind} ${String(counts.get(kind))}`,
    );
    assert.deepEqual(told, ['missing 50', 'cycle 100', 'duplicate 45', 'dynamic 50', 'unreadable 1']);
    assert.equal(graph.boxes.length, Object.keys(files).length + 50);
    assertApart(graph);
    assert.deepEqual(graphOf(files), graph);
  });

  test('dependencies are lines of their own kind, by label too', () => {
    const { boxes, lines } = graphOf({
      '/versions/a.py': 'revision = "a"\ndown_revision = None\nbranch_labels = ("shop",)\n',
      '/versions/b.py': 'revision = "b"\ndown_revision = None\ndepends_on = "shop"\n',
    });
    const named = lines.map(({ child, parent, kind }) => [boxes[child]?.id, kind, boxes[parent]?.id]);
    assert.deepEqual(named, [['b', 'dependency', 'a']]);
  });

  test('no message becomes syntax of a drawing', () => {
    const message = '"]; x --> y\n<script>alert(1)</script> #quot; \\" \u001b[31m';
    const graph = graphOf({
      '/versions/a.py': `"""${message.replace('\\', '\\\\')}"""\nrevision = "a"\ndown_revision = None\n`,
    });
    for (const drawn of [graphSvg(graph), graphMermaid(graph)]) {
      assert.ok(!drawn.includes('<script'), drawn);
      assert.ok(!drawn.includes('\u001b'), drawn);
    }
    assert.equal(graphMermaid(graph).match(/"/g)?.length, 2);
    assert.ok(!/[^\\]"\]; x/.test(graphDot(graph)));
  });
});

/** No line runs through a box, and no two lines share a lane in one row. */
function assertApart({ boxes, lines }: HistoryGraph): void {
  const cells = new Set<string>();
  const take = (row: number, lane: number): void => {
    const cell = `${String(row)} ${String(lane)}`;
    assert.ok(!cells.has(cell), `two things stand in row and lane ${cell}`);
    cells.add(cell);
  };
  for (const { row, lane } of boxes) take(row, lane);
  for (const { child, parent, lane } of lines)
    for (let row = Math.min(child, parent) + 1; row < Math.max(child, parent); row++) take(row, lane);
}

function graphOf(files: Readonly<Record<string, string>>): HistoryGraph {
  return historyGraph(snapshotOf(Object.entries(files).map(([path, text]) => ({ path, text }))));
}
