import assert from 'node:assert/strict';
import { historyGraph } from '../../../server/core/graphLayout/historyGraph';
import { graphDot } from '../../../server/core/render/graph/graphDot';
import { graphMermaid } from '../../../server/core/render/graph/graphMermaid';
import { graphSvg } from '../../../server/core/render/graph/graphSvg';
import { schemaMermaid } from '../../../server/core/render/schemaMermaid';
import { schemaSql } from '../../../server/core/render/schemaSql';
import { schemaText } from '../../../server/core/render/schemaText';
import type { Dialect } from '../../../server/core/schema/dialect';
import { replay } from '../../../server/core/schema/replay';
import type { Schema } from '../../../server/core/schema/schema';
import { emptySchema } from '../../../server/core/schema/schema';
import { snapshotOf } from '../snapshotOf';

/** Names and messages, each of which ends a text or begins markup in one of the formats. */
const hostile: readonly string[] = [
  '</text><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  ']]><!--',
  '--><svg onload=alert(1)>',
  '&lt;script&gt; &#60; &amp;',
  '" onload="alert(1)',
  "' onload='alert(1)",
  '"]; click n0 href "javascript:alert(1)"',
  '%%{init: {"securityLevel": "loose"}}%%',
  '%% a comment',
  '"]\n  evil[label="x"];\n  n0 [URL="javascript:alert(1)"',
  'a\\',
  'a\\" b',
  'a"} evil {',
  "a'); DROP TABLE users; --",
  'line\nDROP TABLE users;',
  'line\r\n%%{init: {}}%%\u2028x',
  '#quot; #60;script#62;',
  '`${x}` {{y}} |z| (a) [b] >c] ~d~',
  '\u001b]0;pwn\u0007 \u202egpj \u0000',
  '__proto__',
  // Words of Mermaid's own grammar.
  'class',
  'PK',
];

const python = (text: string): string => JSON.stringify(text).replaceAll('\u2028', '\\u2028');

suite('text that is not ours, as it is shown: the graph as a file', () => {
  const graph = historyGraph(
    snapshotOf([
      ...hostile.map((text, at) => ({
        path: `/versions/r${at}.py`,
        text: `__doc__ = ${python(text)}\nrevision = ${python(`${at} ${text}`)}\ndown_revision = ${at === 0 ? 'None' : python(`${at - 1} ${hostile[at - 1] ?? ''}`)}\nbranch_labels = (${python(`label${at} ${text}`)},)\n`,
      })),
      { path: '/versions/<b>"%%.py', text: 'revision = compute()\n' },
    ]),
  );

  test('SVG has the elements that we draw and no others, and every text is text', () => {
    const drawn = graphSvg(graph);
    const text = '[^<>"\']*';
    const attribute = ` [a-zA-Z:-]+="${text}"`;
    const element = new RegExp(`^<(/?)(svg|style|path|circle|rect|g|text)((?:${attribute})*)(/?)>$`);
    for (const [tag] of drawn.matchAll(/<[^>]*>/g)) {
      assert.match(tag, element);
      assert.doesNotMatch(tag, /\son\w+=|href/i);
    }
    // Between the tags neither a tag's end nor a quote, and of entities only those by number.
    for (const part of drawn.replace(/<style>.*?<\/style>/s, '').split(/<[^<>]*>/)) {
      assert.doesNotMatch(part, /[<>"']|&(?!#\d+;)/);
      assert.doesNotMatch(part, /(?![\n])\p{Cc}|[\u2028\u202e]/u);
    }
    assert.ok(drawn.includes('&#60;script&#62;alert(1)&#60;/script&#62;'));
  });

  test('Mermaid has a node or an edge on each line, and no directive, comment, click or markup', () => {
    const [first, ...lines] = graphMermaid(graph).trimEnd().split('\n');
    assert.equal(first, 'flowchart TD');
    const text = '"(?:[\\p{L}\\p{N} .,:_/-]|#\\d+;|<br/>)*"';
    const shapes = [`\\[${text}\\]`, `\\(\\[${text}\\]\\)`, `\\{\\{${text}\\}\\}`, `>${text}\\]`];
    const line = new RegExp(`^  n\\d+(?:${shapes.join('|')}| (?:---|-\\.-) n\\d+)$`, 'u');
    for (const each of lines) assert.match(each, line);
    assert.equal(lines.length, graph.boxes.length + graph.lines.length);
  });

  test('DOT has a node or an edge on each line, and strings end where they should', () => {
    const lines = graphDot(graph).trimEnd().split('\n');
    const line =
      /^ {2}n\d+(?: \[label="(?:[^"\\]|\\["\\n])*", shape=\w+(?:, style=dashed)?\]| -> n\d+(?: \[style=dashed\])?);$/;
    for (const each of lines.slice(2, -1)) assert.match(each, line);
    assert.equal(lines.length, graph.boxes.length + graph.lines.length + 3);
  });
});

suite('text that is not ours, as it is shown: a schema as a file', () => {
  function schemaOf(dialect: Dialect): Schema {
    const body = hostile.flatMap((name, at) => {
      const table = `${name} ${at}`;
      const columns = `sa.Column(${python(name)}, sa.Enum(${python(name)}, "b", name=${python(`e${at}${name}`)})), sa.Column("id", sa.Integer, primary_key=True)`;
      return [
        `    op.create_table(${python(table)}, ${columns})`,
        `    op.create_foreign_key(${python(`fk ${name}`)}, ${python(table)}, ${python(`${hostile[0] ?? ''} 0`)}, [${python(name)}], ["id"])`,
      ];
    });
    const text = `from alembic import op\nimport sqlalchemy as sa\n\ndef upgrade():\n${body.join('\n')}\n`;
    const steps = replay(emptySchema, [{ id: 'a', file: '/versions/a.py', text }], dialect);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  test('Mermaid has an entity, a column or a relation on each line, and names neither directives nor markup', () => {
    const [first, ...lines] = schemaMermaid(schemaOf('postgresql')).trimEnd().split('\n');
    assert.equal(first, 'erDiagram');
    const name = '"(?:[\\p{L}\\p{N} .,:_/-]|#\\d+;)*"';
    const word = '(?!PK )[A-Za-z_][A-Za-z0-9_()[\\]-]*';
    const line = new RegExp(
      `^  (?:${name} \\{|  ${word} ${word}(?: (?:PK|FK|UK)(?:, (?:PK|FK|UK))*)?|\\}|${name} \\|[|o]--o\\{ ${name} : ${name})$`,
      'u',
    );
    for (const each of lines) assert.match(each, line);
    assert.equal(lines.filter((each) => each.endsWith(' {')).length, hostile.length);
    assert.equal(lines.filter((each) => each.includes('--o{')).length, hostile.length);
  });

  for (const dialect of ['postgresql', 'sqlite', 'mysql'] as const)
    test(`SQL for ${dialect} has names in quotes that end where they should`, () => {
      const sql = schemaSql(schemaOf(dialect), dialect);
      // Without what stands in quotes, nothing of a name is left.
      const texts =
        dialect === 'mysql' ? /'(?:[^'\\]|''|\\[^])*'|`(?:[^`]|``)*`/g : /'(?:[^']|'')*'|"(?:[^"]|"")*"/g;
      const rest = sql.replace(texts, 'x');
      assert.doesNotMatch(rest, /["'`<>%&]|DROP|alert|evil/, rest);
      assert.doesNotMatch(sql, /(?![\n\t])(?!\r\n)\p{Cc}/u);
    });

  test('text has one line for each part, without control characters', () => {
    const text = schemaText(schemaOf('postgresql'));
    assert.doesNotMatch(text, /(?![\n])\p{Cc}|\u202e/u);
    assert.doesNotMatch(text, /^DROP/m);
  });
});
