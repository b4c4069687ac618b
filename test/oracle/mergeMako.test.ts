import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderTemplate } from '../../server/core/mako/renderTemplate';
import { templateVariables } from '../../server/core/edits/compose/templateVariables';
import { askAlembic } from './mergeOracle';
import { caseCount, caseSeed } from '../fixtures/caseCount';

const revisions = ["it's", 'bbbb', 'c"c'];
const message = '  A message, with Ünïcödé\tand <markup> & "quotes"';
const revisionId = 'abc';

/** Pieces of templates, whole and broken, that are put together at random. */
const pieces = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('\n', ' ', 'text', '    indented', 'x = 1', '"""', '#', '$', '{}', '\t'),
  },
  fc.constantFrom(
    '\\\n',
    '\\',
    '\\\\\n',
    '%',
    '%%',
    '%%%',
    '\n%% x\n',
    '##',
    '\n## note\n',
    '\n  ##note\n',
    '# coding: x\n',
  ),
  fc.constantFrom(
    '<%doc>a\n${b}</%doc>',
    '<%text>${a} % b</%text>',
    '<%text></%text>',
    '<%',
    '%>',
    '</%text>',
    '\r\n',
  ),
  fc.constantFrom(
    '\n% if message:\n',
    '\n% if not message:\n',
    '\n% else:\n',
    '\n% elif down_revision:\n',
    '\n% endif\n',
  ),
  fc.constantFrom(
    '\n%if message and depends_on: # x\n',
    '\n  % endif\n',
    '\n\t%  endif  \n',
    '\n% endfor\n',
    '\n% end\n',
    '\n%\n',
  ),
  fc.constantFrom(
    '\n% for x in down_revision:\n',
    '\n% for i, x in enumerate(down_revision):\n',
    '${x}',
    '${i}',
  ),
  fc.constantFrom(
    '<% y = up_revision %>',
    '<%! import re %>',
    '<%\n    # note\n    y = "q"\n%>',
    '${y}',
    '<%!z = 1%>',
    '${z}',
  ),
  fc.constantFrom(
    '<% f = lambda r: "<" + r + ">" %>',
    '<%\n    def f(r):\n        return repr(r)\n%>',
    '<%!\n    def f(r):\n        return "%s!" % r\n%>',
    '${f("a")}',
    '${", ".join(map(f, down_revision))}',
    '${loop.index}',
    '${"" if loop.last else ", "}',
    '${loop.first and loop.even}',
  ),
  expressions().map((source) => `\${${source}}`),
  fc
    .tuple(
      expressions(),
      fc.constantFrom('n', 'str', 'trim', 'comma,n', 'comma', 'h', 'x', 'repr', 'str,trim', 'repr,n'),
    )
    .map(([source, filters]) => `\${ ${source} | ${filters} }`),
);

function expressions(): fc.Arbitrary<string> {
  const names = fc.constantFrom(
    'message',
    'up_revision',
    'down_revision',
    'branch_labels',
    'imports',
    'unknown',
    'create_date',
  );
  const literals = fc.constantFrom(
    'None',
    'True',
    '0',
    '12',
    "'s'",
    '"d}"',
    "'a' 'b'",
    '()',
    '("a",)',
    '["x", 1]',
    'f"<{up_revision}>{{}}"',
  );
  return fc.letrec<{ expression: string; atom: string }>((tie) => ({
    atom: fc.oneof(
      names,
      literals,
      tie('expression').map((inner) => `(${inner})`),
    ),
    expression: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      tie('atom'),
      fc
        .tuple(
          tie('atom'),
          fc.constantFrom('or', 'and', '==', '!=', 'in', 'not in', '+', '%', 'is', 'is not', '*', '<'),
          tie('atom'),
        )
        .map((parts) => parts.join(' ')),
      fc.tuple(tie('atom'), tie('atom'), tie('atom')).map(([a, b, c]) => `${a} if ${b} else ${c}`),
      tie('atom').map((inner) => `not ${inner}`),
      fc
        .tuple(
          fc.constantFrom('repr', 'str', 'len', 'bool', 'comma', 'list', 'tuple', 'enumerate'),
          tie('atom'),
        )
        .map(([call, inner]) => `${call}(${inner})`),
      fc
        .tuple(
          fc.constantFrom('message', 'up_revision', '"a,b"'),
          fc.constantFrom(
            'upper()',
            'strip()',
            'lower()',
            'split()',
            "split(',')",
            "replace('a', 'b')",
            'capitalize()',
            "startswith('a')",
            'join(down_revision)',
            'title()',
            "rstrip('c')",
            'splitlines()',
            'zfill(8)',
          ),
        )
        .map((parts) => parts.join('.')),
      fc
        .tuple(tie('atom'), fc.constantFrom('[0]', '[-1]', '[1:]', '[:2]', '[9]', '[:-1]'))
        .map((parts) => parts.join('')),
      fc
        .tuple(tie('atom'), comprehensions(tie('atom')))
        .map(([text, items]) => `${/^['"]/.test(text) ? text : '", "'}.join(${items})`),
      comprehensions(tie('atom')).map((items) => `[${items}]`),
      fc
        .tuple(
          fc.constantFrom('list', 'tuple', 'sorted', 'any', 'all', 'len'),
          comprehensions(tie('atom')),
          fc.boolean(),
        )
        .map(([call, items, isList]) => `${call}(${isList ? `[${items}]` : items})`),
      fc
        .tuple(
          fc.constantFrom('map(repr, ', 'filter(None, ', 'sorted(', 'reversed(', 'zip("xyz", ', 'map(str, '),
          tie('atom'),
          fc.constantFrom('list', 'tuple', '", ".join'),
        )
        .map(([call, inner, outer]) => `${outer}(${call}${inner}))`),
      fc
        .tuple(
          fc.constantFrom("'{}'", '"{!r}"', "'{0} {0!s}'", "'{{}}'", "'{a}'"),
          tie('atom'),
          fc.constantFrom('', 'a='),
        )
        .map(([text, inner, name]) => `${text}.format(${name}${inner})`),
      tie('atom').map((inner) => `f'{${inner.replaceAll("'", '"')}!r}'`),
      fc.constantFrom(
        "(lambda r: '%s' % r)(message)",
        "'a=b=c'.split('=', 1)",
        "'a=b=c'.partition('=')",
        "'a=b=c'.rpartition('=')",
        'sorted(down_revision, key=len, reverse=True)',
        'sorted(down_revision, key=lambda r: r[-1])',
      ),
      fc.constantFrom(
        "create_date.strftime('%Y%m%d%H%M%S')",
        'create_date.year',
        'create_date.isoformat()',
        "context.get('message')",
        "context.get('nope', 1)",
      ),
    ),
  })).expression;
}

function comprehensions(atom: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom('r', 'repr(r)', "'%s' % r", 'str(r)', "r + ','", 'f"{r}"', 'x', '(r, up_revision)'),
      fc.constantFrom('r', 'r', 'r', 'i, r', '(i, r)', 'message'),
      fc.oneof(
        fc.constantFrom('down_revision', 'down_revision', 'enumerate(down_revision)', 'message.split()'),
        atom,
      ),
      fc.constantFrom(
        '',
        '',
        ' if r',
        ' if len(r) > 3',
        ' if r != up_revision',
        ' for x in r',
        ' if unknown',
      ),
    )
    .map(([element, targets, items, rest]) => `${element} for ${targets} in ${items}${rest}`);
}

suite('Mako', () => {
  test('whatever is rendered is what Mako renders', async () => {
    const seed = caseSeed();
    const templates = fc.sample(
      fc.array(pieces, { minLength: 1, maxLength: 9 }).map((parts) => parts.join('')),
      { seed, numRuns: caseCount(1500) },
    );
    const { answers } = await askAlembic(
      templates.map((template) => ({
        ask: 'render' as const,
        template,
        revisions,
        message,
        rev_id: revisionId,
      })),
    );
    const variables = templateVariables(revisions, message, {
      scriptTemplate: undefined,
      newRevisionId: revisionId,
      now: { year: 2026, month: 1, day: 2, hour: 3, minute: 4, second: 5, microsecond: 678, epochSeconds: 0 },
      mainOption: () => undefined,
    });
    let rendered = 0;
    let possible = 0;
    let broken = 0;
    for (const [index, template] of templates.entries()) {
      const answer = answers[index];
      const outcome = renderTemplate(template, variables);
      if (answer?.error === undefined) possible++;
      if (!outcome.ok) {
        if (!outcome.isBroken) continue;
        // Python can show what stands for an undefined name, though nobody wants that.
        const shown = /repr|!r/.test(template) || /mako\.runtime\.Undefined/.test(answer?.text ?? '');
        const isShown = outcome.reason.startsWith('it writes the name') && shown;
        assert.ok(
          answer?.error !== undefined || isShown,
          `seed ${seed}: ${outcome.reason}: ${JSON.stringify(template)}`,
        );
        broken++;
        continue;
      }
      assert.equal(outcome.text, answer?.text ?? answer?.error, `seed ${seed}: ${JSON.stringify(template)}`);
      rendered++;
    }
    assert.ok(broken > 0, `of ${templates.length} templates none is broken`);
    assert.ok(rendered > possible * 0.8, `${rendered} of ${possible} templates were rendered`);
  });
});
