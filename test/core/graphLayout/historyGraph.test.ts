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

function graphOf(files: Readonly<Record<string, string>>): HistoryGraph {
  return historyGraph(snapshotOf(Object.entries(files).map(([path, text]) => ({ path, text }))));
}
