import assert from 'node:assert/strict';
import { formatOption } from '../../server/core/config/formatOption';
import { parseIniFile } from '../../server/core/config/iniFile';
import { parseTomlFile } from '../../server/core/config/tomlFile';
import { createDateAt } from '../../server/core/text/createDate';
import { createMerge } from '../../server/core/edits/history/createMerge';
import { movableChange } from '../../server/core/edits/moved/moveChange';
import { losesData } from '../../server/core/operations/losesData';
import { readOperations } from '../../server/core/operations/readOperations';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import { discoverAtOnce } from '../../server/core/project/discovery/discoverEnvironments';
import { loadErrorOf } from '../../server/core/project/loadErrorOf';
import { parseBounded } from '../../server/core/python/syntax/boundedParse';
import { readFunctionTokens } from '../../server/core/python/syntax/functionTokens';
import { readRevisionFile, readWithParser } from '../../server/core/python/readRevisionFile';
import { runRules } from '../../server/core/rules/engine/runRules';
import { readWorkbenchConfig } from '../../server/core/workbenchConfig/readWorkbenchConfig';
import { assertLinear } from '../fixtures/assertLinear';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';
import { revisionFile } from '../fixtures/revisionFile';
import { withinSeconds } from '../fixtures/withinSeconds';
import { snapshotOf } from './snapshotOf';

const header = "revision = 'a'\ndown_revision = None\n";
/** Leaves what follows to the parser. */
const leftToParser = `${header}del y\n`;
const expressionsFarTooDeep: Readonly<Record<string, string>> = {
  sum: `${'"a"+'.repeat(50_000)}"a"`,
  signs: `${'-'.repeat(20_000)}1`,
  negations: `${'not '.repeat(20_000)}1`,
  functions: `${'lambda: '.repeat(20_000)}1`,
  members: `a${'.a'.repeat(20_000)}`,
  subscripts: `a${'[0]'.repeat(20_000)}`,
  calls: `a${'()'.repeat(20_000)}`,
  choices: `${'a if b else '.repeat(20_000)}c`,
  comparisons: `${'a < '.repeat(20_000)}c`,
  conjunction: `${'a and '.repeat(20_000)}c`,
  powers: `${'a ** '.repeat(20_000)}c`,
  waiting: `${'await '.repeat(20_000)}c`,
};

suite('what a revision file may take', () => {
  for (const [name, expression] of Object.entries(expressionsFarTooDeep))
    test(`an expression that nests far too deep: ${name}`, () => {
      const text = `${leftToParser}x = ${expression}\n`;
      const { unread, problems } = withinSeconds(20, () => readRevisionFile(text));
      assert.match(unread?.why ?? '', /^line 4 nests deeper than 800 levels$/);
      assert.deepEqual(problems, []);
      const [start, end] = [unread?.range.start ?? 0, unread?.range.end ?? 0];
      assert.ok(start < end && end <= text.length);
      withinSeconds(20, () => readFunctionTokens(text));
      assert.equal(withinSeconds(20, () => movableChange(header, text)).ok, false);
      // Where it is plain to see, its depth does not matter.
      const plain = withinSeconds(20, () => readRevisionFile(`${header}x = ${expression}\n`));
      assert.ok(plain.unread ?? plain.header.revision);
    });

  test('a chain is given up where it gets too deep, not at its end', () => {
    const links = ['.a', '()', '[0]', '["a"]', '[1:2:3]', '.a()', '.a(b, *c)', '+a', '*a', '@a', '<<a', '|a'];
    for (const link of [...links, ' and a', ' or a', ' < a', ' is a', ' is not a', ' not in a', ' % a']) {
      const read = parseBounded(`${leftToParser}x = a${link.repeat(20_000)}\n`);
      assert.equal(read.unread?.offset, leftToParser.length + 4, link);
      assert.ok(read.end < 6000 + 1000 * link.length, `${link}: read to ${read.end}`);
    }
  });

  test('a statement that assigns to a great many targets is given up before it is parsed', () => {
    for (const target of ['a=', 'ab = ', '(a, b)=', 'a[\n0]=', 'a=\\\n', 'a=\\\r\n', '*a,=']) {
      const text = `${leftToParser}${target.repeat(9000)}1\n`;
      const { unread, problems } = readRevisionFile(text);
      assert.equal(unread?.why, 'line 4 assigns to more than 800 targets', target);
      assert.deepEqual(problems, []);
      assert.equal(parseBounded(text).unread?.offset, leftToParser.length);
    }
    for (const sound of [
      `x = '${'a='.repeat(9000)}'\n`,
      `# ${'='.repeat(9000)}\n`,
      `f(${'a=1, '.repeat(9000)})\n`,
      'a = b = 1\n'.repeat(3000),
      'a = b = 1; '.repeat(3000),
    ])
      assert.equal(parseBounded(`${leftToParser}${sound}`).unread, undefined, sound.slice(0, 20));
  });

  test('more statements behind semicolons than anybody writes are given up before they are parsed', () => {
    for (const text of ['a=1;'.repeat(9000), `${'a; '.repeat(3)}b\n`.repeat(3000)])
      assert.match(
        readRevisionFile(`${leftToParser}${text}\n`).unread?.why ?? '',
        /^line \d+ has a statement behind more than 4000 semicolons$/,
      );
    for (const sound of [`x = '${'a;'.repeat(9000)}'\n`, `# ${';'.repeat(9000)}\n`, 'a; b\n'.repeat(3000)])
      assert.equal(parseBounded(`${leftToParser}${sound}`).unread, undefined, sound.slice(0, 20));
  });

  test('a long text in which nothing lies deep is parsed to its end', () => {
    for (const line of [
      'a.b(c)[0].d + e\n',
      'f(a, # why\n  b)\n',
      'x = [\n# why\n1,\n]\n',
      'if a:\n  b = c.d\n# why\n',
    ]) {
      const text = `${leftToParser}def f():\n  y = [\n${'    a.b.c(1) + 2, # why\n'.repeat(1000)}  ]\n${line.repeat(1000)}`;
      assert.deepEqual([parseBounded(text).unread?.offset, parseBounded(text).end], [undefined, text.length]);
    }
  });

  test('strings without an end are not looked through for each way to go on behind a mistake', () => {
    for (const part of ['"a".join(b)', '"b""a" "', 'f"{a']) {
      const text = `${leftToParser}x = "${part.repeat(100_000 / part.length)}`;
      const { end } = parseBounded(text);
      assert.ok(end < 20_000, `${part}: read to ${end} of ${text.length}`);
    }
    const whole = `${leftToParser}x = """${'"a".join(b) '.repeat(8000)}"""\nx = = 1\ny = 2\n`;
    assert.equal(parseBounded(whole).end, whole.length);
  });

  test('a short text is parsed to its end unless it is mistakes alone', () => {
    const few = `${leftToParser}${'x = = 1\n'.repeat(100)}`;
    assert.equal(parseBounded(few).end, few.length);
    const many = `${leftToParser}${')s'.repeat(2000)}`;
    assert.ok(parseBounded(many).end < 2000);
  });

  test('calls of setattr look for the module once', () =>
    assertLinear(4000, (count) => {
      const text = `${header}${'setattr(a, "b", 1)\n'.repeat(count)}`;
      assert.ok(readRevisionFile(text).header.revision);
    }));

  test('brackets in one another, of which Python takes 200', () => {
    const nested = (count: number): string => `${'('.repeat(count)}1${')'.repeat(count)}`;
    for (const read of [readRevisionFile, readWithParser]) {
      assert.deepEqual(read(`${header}x = ${nested(200)}\n`).problems, []);
      for (const count of [1200, 5000, 100_000]) {
        const { problems, header: values } = withinSeconds(20, () => read(`${header}x = ${nested(count)}\n`));
        assert.deepEqual(
          problems.map(({ pythonMessage }) => pythonMessage),
          ['too many nested parentheses'],
        );
        assert.ok(values.revision);
      }
    }
    const list = readRevisionFile(`revision = 'a'\ndown_revision = ${'['.repeat(5000)}${']'.repeat(5000)}\n`);
    assert.equal(list.problems[0]?.pythonMessage, 'too many nested parentheses');
  });

  test('blocks in one another', () => {
    const blocks = Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join('');
    assert.ok(withinSeconds(20, () => readRevisionFile(`${header}${blocks}${' '.repeat(500)}pass\n`)).unread);
  });

  test('deep, but within the limit', () => {
    for (const expression of ['"a"+'.repeat(600), 'not '.repeat(600), 'a if b else '.repeat(300)])
      for (const read of [readRevisionFile, readWithParser, movableFrom]) {
        const reading = read(`${leftToParser}x = ${expression}c\n`);
        assert.deepEqual([reading.unread, reading.problems], [undefined, []]);
      }
  });

  test('a flat file of many lines and comments is sound, however long', () => {
    const text = `${leftToParser}${'# a remark\nx = 1\n'.repeat(5000)}`;
    assert.deepEqual(withinSeconds(20, () => readRevisionFile(text)).problems, []);
  });

  test('values that grow by doubling are dynamic', () => {
    const doubled = (first: string, step: string): unknown => {
      const text = `a = ${first}\n${`a = ${step}\n`.repeat(60)}revision = 'x'\ndown_revision = a\n`;
      const { header: values, unread } = withinSeconds(20, () => readRevisionFile(text));
      assert.ok(unread ?? values.revision);
      // The whole value, as everything that uses it goes through it.
      return (
        JSON.stringify(values.down_revision?.value).length < 2_000_000 && values.down_revision?.value.kind
      );
    };
    assert.equal(doubled('("a", "b")', 'a + a'), 'dynamic');
    assert.equal(doubled('"aaaaaaaaaa"', 'a + a'), 'dynamic');
    assert.equal(doubled('("a", "b")', '(*a, *a)'), 'dynamic');
    assert.equal(doubled('"a"', 'a * 1000'), 'dynamic');
    assert.ok(['sequence', 'dynamic', 'undefined'].includes(String(doubled('("a", "b")', '(a, a)'))));
    assert.ok(['sequence', 'dynamic', 'undefined'].includes(String(doubled('("a",)', '{a, (a, a)}'))));
    assert.ok(['sequence', 'dynamic', 'undefined'].includes(String(doubled('("a",)', '(a,)'))));
  });

  test('a set of tuples in one another is compared without growing', () => {
    const text = `revision = 'x'\ndown_revision = {${'('.repeat(90)}"a"${',)'.repeat(90)}}\n`;
    assert.equal(
      withinSeconds(20, () => readRevisionFile(text)).header.down_revision?.value.kind,
      'sequence',
    );
  });

  test('names that take too many steps to follow', () => {
    const assignments = Array.from({ length: 9000 }, (_, index) => ` a${index} = 1\n`).join('');
    const branches = Array.from({ length: 5000 }, (_, index) => `elif y:\n a${index} = 1\n`).join('');
    const lists = Array.from({ length: 3000 }, (_, index) => `l${index} = [[1], [2]]\n`).join('');
    const uses = Array.from({ length: 3000 }, (_, index) => `f(l${index})\n`).join('');
    for (const text of [
      `${header}try:\n${assignments}except E:\n pass\n`,
      `${header}if x:\n pass\n${branches}`,
      `${header}def f():\n${' g(1)\n'.repeat(5000)}del y\n${'f()\n'.repeat(5000)}`,
      `${leftToParser}${lists}${uses}`,
    ]) {
      const { unread, problems } = withinSeconds(20, () => readRevisionFile(text));
      assert.equal(unread?.why, 'following its names takes too many steps');
      assert.deepEqual(problems, []);
    }
  });

  test('what is hardly Python, and long rows of blanks in comments', () => {
    for (const text of [
      '\\'.repeat(100_000),
      '"""'.repeat(100_001),
      ')('.repeat(50_000),
      'lorem ipsum '.repeat(10_000),
      `# alembic: ignore${' '.repeat(100_000)}x\n`,
      `# alembic: ignore -- ${' '.repeat(100_000)}x\n`,
      `#${' '.repeat(100_000)}alembic: ignores\n`,
      '# alembic: ignore[a]\n'.repeat(3000),
    ])
      withinSeconds(20, () => readRevisionFile(`${header}${text}`));
  });

  test('an operation that is not followed may lose data', () => {
    const text = `${header}def upgrade():\n    op.drop_table(${'"a"+'.repeat(20_000)}"a")\n`;
    assert.equal(losesData({ text, reading: readRevisionFile(text) }, 'upgrade'), true);
  });

  function movableFrom(text: string): ReturnType<typeof readRevisionFile> {
    movableChange(header, text);
    return readRevisionFile(text);
  }
});

suite('what the reading of operations may take', () => {
  const bodies: Readonly<Record<string, string>> = {
    'a text that doubles': `a = "a"\n${'a = a + a\n'.repeat(40)}op.execute(a)`,
    'a list that doubles': `a = ["a"]\n${'a = a + a\n'.repeat(40)}op.execute(str(a))`,
    'a list that extends itself': `a = [1]\n${'a.extend(a)\n'.repeat(60)}op.execute(str(a))`,
    'a list in itself': 'a = [1]\na.append(a)\nop.execute(str(a))',
    'lists of itself': `a = ["a"]\n${'a = (a, a)\n'.repeat(60)}op.execute(f"{a}")`,
    'dictionaries of itself': `a = {}\n${'a = {"x": a, "y": a}\n'.repeat(60)}op.execute(str(a))`,
    'a text that is joined': `a = "aaaaaaaaaa"\n${'a = a.join([a, a, a])\n'.repeat(30)}op.execute(a)`,
    'a text that is replaced': `a = "aa"\n${'a = a.replace("a", "aa")\n'.repeat(60)}op.execute(a)`,
    'a text that is inserted often': `a = "${'a'.repeat(10_000)}"\nop.execute("${'{0}'.repeat(10_000)}".format(a))`,
    'a text that is inserted by name': `a = "${'a'.repeat(10_000)}"\nop.execute("${'%(a)s'.repeat(10_000)}" % {"a": a})`,
    'a width': 'op.execute("%999999999s" % "a")',
    'loops in one another':
      'for x in range(1000):\n  for y in range(1000):\n    for z in range(1000):\n      op.execute("x")',
    'a long loop': 'for x in range(99999999999):\n  op.execute("x")',
    'a function that calls itself twice': 'def f(n):\n  return f(n) + f(n)\nf(1)',
    'an expression that nests too deep': `op.execute(${'"a"+'.repeat(20_000)}"a")`,
  };
  for (const [name, body] of Object.entries(bodies))
    test(name, () => {
      const text = `${header}def upgrade():\n${body.replace(/^/gm, '    ')}\n`;
      const operations = withinSeconds(20, () => readOperations(text, 'upgrade'));
      assert.ok(operations.length > 0 && operations.length <= 20_000);
      assert.ok(JSON.stringify(operations.at(-1)).length < 2_000_000);
    });
});

suite('one file that is not read', () => {
  const deep = `${leftToParser}x = ${'"a"+'.repeat(5000)}"a"\n`;

  test('is named, and the others are there', () => {
    const snapshot = snapshotOf([
      { path: '/versions/deep.py', text: deep.replace("'a'", "'b'") },
      { path: '/versions/one.py', text: revisionFile('one') },
      { path: '/versions/two.py', text: revisionFile('two', 'one') },
    ]);
    assert.deepEqual([...snapshot.map.revisions.keys()], ['one', 'two']);
    assert.equal(loadErrorOf(snapshot), undefined);
    const findings = runRules(snapshot, { rules: {} });
    assert.deepEqual(
      findings.map(({ code, severity, file, message }) => [code, severity, file, message]),
      [
        [
          'unreadable-header',
          'warning',
          '/versions/deep.py',
          'This file is not read, since line 4 nests deeper than 800 levels, so nothing is known of its revision: simplify it, or move what is no migration out of it.',
        ],
      ],
    );
  });

  test('may be the parent that another one names', () => {
    const snapshot = snapshotOf([
      { path: '/versions/deep.py', text: deep },
      { path: '/versions/two.py', text: revisionFile('two', 'a') },
    ]);
    assert.equal(loadErrorOf(snapshot), undefined);
    const missing = runRules(snapshot, { rules: {} }).find(({ code }) => code === 'unknown-down-revision');
    assert.match(missing?.message ?? '', /deep\.py may be it/);
  });

  test('is read again when it can be', () => {
    const fileSystem = new MemoryFileSystem({ '/versions/a.py': revisionFile('a') });
    const environment = snapshotOf([]).environment;
    const request = { environment, fileSystem, generation: 1 };
    const first = buildSnapshotAtOnce(request);
    fileSystem.write('/versions/a.py', deep);
    const second = buildSnapshotAtOnce({ ...request, previous: first });
    // What was read before stands in.
    assert.deepEqual([...second.map.revisions.keys()], ['a']);
    assert.ok(second.files[0]?.reading.unread);
    fileSystem.write('/versions/a.py', revisionFile('a'));
    assert.equal(buildSnapshotAtOnce({ ...request, previous: second }).files[0]?.reading.unread, undefined);
  });
});

suite('what a config file may take', () => {
  const bomb = (first: string): string =>
    `[alembic]\nscript_location = m\na0 =${first}\n${Array.from(
      { length: 9 },
      (_, index) => `a${index + 1} = ${`%(a${index})s`.repeat(100)}\n`,
    ).join('')}file_template = %(a9)s\n`;

  for (const [name, first] of Object.entries({ nothing: '', words: ` ${'x'.repeat(100)}` }))
    test(`references that multiply ${name}`, () => {
      const files = new MemoryFileSystem({
        '/p/alembic.ini': bomb(first),
        '/p/m/env.py': '',
        '/p/m/versions/a.py': revisionFile('a'),
      });
      const { environments } = withinSeconds(20, () => discoverAtOnce(files, '/p'));
      const problems = environments[0]?.configuration.problems ?? [];
      assert.deepEqual(
        problems.map(({ code, severity, file }) => [code, severity, file]),
        [['config-invalid-value', 'warning', '/p/alembic.ini']],
      );
      assert.match(
        problems[0]?.message ?? '',
        /^file_template is not followed here, for it .* shorten it\.$/,
      );
      assert.equal(bomb(first).slice(problems[0]?.range.start, problems[0]?.range.end), '%(a9)s');
      // No file is named by the default template in its place.
      assert.equal(environments[0]?.configuration.fileTemplate, '%(a9)s');
    });

  test('lines that no option ends, blank lines, and options that refer to one another', () => {
    const options = Array.from({ length: 20_000 }, (_, index) => `o${index} = %(o${index + 1})s %\n`).join(
      '',
    );
    for (const text of [
      `[alembic]\nscript_location = m\na${' '.repeat(200_000)}b\n`,
      `[alembic]\nscript_location = m\n${'\n'.repeat(200_000)} x\n`,
      `[alembic]\nscript_location = %(o0)s\n${options}`,
      `[alembic]\nscript_location = m\n${'['.repeat(200_000)}\n`,
    ]) {
      const files = new MemoryFileSystem({ '/p/alembic.ini': text, '/p/m/env.py': '' });
      withinSeconds(20, () => discoverAtOnce(files, '/p'));
    }
  });

  const levels = 30_000;
  const deepTables: Readonly<Record<string, string>> = {
    'inline tables': `x = ${'{a='.repeat(levels)}1${'}'.repeat(levels)}`,
    'inline tables that are not closed': `x = ${'{ a = '.repeat(levels)}`,
    arrays: `x = ${'['.repeat(levels)}${']'.repeat(levels)}`,
    'arrays of tables': `x = ${'[{a='.repeat(levels)}1${'}]'.repeat(levels)}`,
    'a key with dots': `a${'.a'.repeat(levels)} = 1`,
    'a key of quoted names': `"a"${' . "a"'.repeat(levels)} = 1`,
    'a header': `[a${'.a'.repeat(levels)}]`,
    'a header of an array': `[[a${'.a'.repeat(levels)}]]`,
    'keys in a table': `x = {a${'.a'.repeat(levels)} = 1}`,
  };
  for (const [name, text] of Object.entries(deepTables))
    test(`TOML that nests far too deep is not parsed: ${name}`, () => {
      // What is wrong in front of it would be said if it were parsed.
      for (const whole of [`${text}\n`, `=\n${text}\n`]) {
        const { error } = withinSeconds(20, () => parseTomlFile('/p/pyproject.toml', whole));
        assert.equal(error?.type, 'RecursionError');
      }
    });

  test('TOML with brackets and dots in texts and comments is flat', () => {
    const many = '[{.'.repeat(5000);
    const long = `a = "${many}\\"${many}"\nb = '${many}'\n# ${many}"\nc = """${many}\\"""${many}"""\nd = '''${many}'''\n`;
    const lists = `e = [${'1.5, '.repeat(5000)}]\n${Array.from({ length: 900 }, (_, at) => `[f.g${at}.h]\n`).join('')}`;
    const { error, table } = parseTomlFile(
      '/p/pyproject.toml',
      `${long}${lists}[tool.alembic]\nscript_location = "m"\n`,
    );
    assert.equal(error, undefined);
    assert.deepEqual(table, { script_location: 'm' });
  });

  test('TOML of more parts than are read is said to be too large', () => {
    const rows = (count: number): string =>
      `[tool.alembic]\nscript_location = "m"\n[tool.x]\n${Array.from({ length: count }, (_, at) => `k${at} = ["x"]\n`).join('')}`;
    assert.equal(parseTomlFile('/p/pyproject.toml', rows(3000)).error, undefined);
    const files = new MemoryFileSystem({ '/p/pyproject.toml': rows(5000), '/p/m/env.py': 'x = 1\n' });
    const [problem] = discoverAtOnce(files, '/p').problems;
    assert.deepEqual(
      [problem?.code, problem?.severity, problem?.message],
      [
        'config-unreadable',
        'warning',
        'This file is not read here, because it has more than 20,000 brackets, commas, texts and lines: shorten it, or set up Alembic in an alembic.ini.',
      ],
    );
    assert.deepEqual(
      readWorkbenchConfig('/p/alembic-workbench.toml', rows(5000))?.problems.map(({ message }) => message),
      [
        'This file is not read, because it has more than 20,000 brackets, commas, texts and lines: shorten it.',
      ],
    );
  });

  test('a long name of an ini file is shown in one error, not for each line that is wrong', () =>
    assertLinear(500, (count) => {
      const text = `[${'\u00a0n'.repeat(5 * count)}]\n${'a = 1\n'.repeat(count)}`;
      assert.equal(parseIniFile('/p/alembic.ini', text).error?.type, 'DuplicateOptionError');
    }));

  test('fixes of percent signs and of repeated sections look at a text once', () => {
    const read = (text: string): void => {
      const files = new MemoryFileSystem({ '/p/alembic.ini': text, '/p/m/env.py': 'x = 1\n' });
      const { environments, problems } = discoverAtOnce(files, '/p');
      assert.ok([...problems, ...environments.flatMap((each) => each.configuration.problems)].length > 0);
    };
    assertLinear(1500, (count) => read(`[alembic]\nscript_location = ${'%('.repeat(4 * count)}\n`));
    assertLinear(1500, (count) => read(`[alembic]\nscript_location = m\r${'[loggers]\r'.repeat(count)}`));
  });

  test('thousands of keys below a header of hundreds of names', () => {
    const keys = Array.from({ length: 9000 }, (_, at) => `k${at} = 1\n`).join('');
    const { error } = parseTomlFile('/p/pyproject.toml', `[a${'.a'.repeat(400)}]\n${keys}`);
    assert.equal(error?.type, 'RecursionError');
    assert.equal(parseTomlFile('/p/pyproject.toml', `[tool.alembic]\n${keys}`).error, undefined);
  });

  test('lists of thousands of paths that lead nowhere', () => {
    for (const option of ['prepend_sys_path', 'version_locations']) {
      const list = Array.from({ length: 12_000 }, (_, at) => `p${at}`).join(' ');
      const files = new MemoryFileSystem({
        '/p/alembic.ini': `[alembic]\nscript_location = m\n${option} = ${list}\n`,
        '/p/m/env.py': '',
      });
      withinSeconds(20, () => discoverAtOnce(files, '/p'));
    }
  });

  test('thousands of sections, each with an environment', () => {
    const sections = Array.from({ length: 2000 }, (_, at) => `[s${at}]\nscript_location = m${at}\n`).join('');
    const files = new MemoryFileSystem({
      '/p/alembic.ini': `[alembic]\nscript_location = m\n${sections}`,
      '/p/m/env.py': '',
    });
    const { environments } = withinSeconds(60, () => discoverAtOnce(files, '/p'));
    assert.ok(
      environments[0]?.configuration.explanations.includes(
        'alembic.ini has more than 50 sections with a script_location, and the rest is not read.',
      ),
    );
  });

  test('patterns of files to leave out that can be matched in many ways', () => {
    const name = 'a'.repeat(250);
    const files = new MemoryFileSystem({
      '/p/.gitignore': `${'*a'.repeat(100)}b\n/${'*a/'.repeat(100)}b\n${'*'.repeat(500)}x\n`.repeat(50),
      '/p/alembic.ini': '[alembic]\nscript_location = m\n',
      '/p/m/env.py': '',
      [`/p/${name}/${name}/x`]: '',
    });
    const exclude = ['{a,b}'.repeat(40), `**/${'*a'.repeat(100)}b`];
    const found = withinSeconds(20, () => discoverAtOnce(files, '/p', { exclude }));
    assert.equal(found.environments.length, 1);
  });

  test('templates of file names that can be matched in many ways', () => {
    for (const part of ['%(slug)s', '%(year)d']) {
      const snapshot = snapshotOf(
        ['a'.repeat(200), '1'.repeat(200)].map((name, index) => ({
          path: `/versions/${name}.py`,
          text: revisionFile(`id${index}`, index > 0 ? 'id0' : undefined),
        })),
        { fileTemplate: `${part.repeat(50)}-%(rev)s` },
      );
      const findings = withinSeconds(20, () => runRules(snapshot, { rules: {} }));
      // Too few of the files follow the template for it to be a rule of the project.
      assert.deepEqual(findings, []);
    }
  });

  test('formats with widths that nobody has room for', () => {
    for (const format of [
      '%(a)999999999s',
      '%(a)-999999999s',
      '%(n)099999999d',
      '%(n).999f',
      '%(n).999e',
      '%(n).999g',
    ])
      assert.throws(() => formatOption(format, { a: 'x', n: 1 }), /width over 1000 or a precision over 100/);
    assert.throws(() => formatOption('%(a)1000s'.repeat(200), { a: 'x' }), /more than 100,000 characters/);
    assert.throws(() => withinSeconds(20, () => formatOption(`${'%(a)s'.repeat(50_000)}%q`, { a: '' })));
  });
});

suite('what a template may take', () => {
  const now = createDateAt(0, undefined, 'UTC');
  assert.ok(now);

  function reasonFor(template: string): string {
    const outcome = withinSeconds(20, () =>
      createMerge(
        snapshotOf(['a', 'b'].map((id) => ({ path: `/versions/${id}.py`, text: revisionFile(id) }))),
        ['a', 'b'],
        'm',
        { scriptTemplate: template, newRevisionId: 'c', now },
      ),
    );
    return outcome.ok ? '' : outcome.reason;
  }

  const templates: Readonly<Record<string, string>> = {
    'a list that doubles': `<% a = [1] %>\n${'<% a = a + a %>\n'.repeat(32)}`,
    'a list of a hundred thousand items': `<% a = [1] %>\n${'<% a = a + a %>\n'.repeat(17)}`,
    'a tuple of as many, written': `<% a = (1,) %>\n${'<% a = a + a %>\n'.repeat(16)}\${a}`,
    'thousands of filters': '${message | n,h}\n'.repeat(5000),
    'a list of itself, written': `<% a = [1] %>\n${'<% a = [a, a] %>\n'.repeat(60)}\${a}`,
    'a list of itself, compared': `<% a = [1] %>\n${'<% a = [a, a] %>\n'.repeat(60)}\${a == a}`,
    'loops in one another': `${Array.from({ length: 9 }, (_, at) => `% for a${at} in "0123456789":\n`).join('')}x\n${'% endfor\n'.repeat(9)}`,
    'loops deeper than Python has them': `${'% for a in "0":\n'.repeat(5000)}${'% endfor\n'.repeat(5000)}`,
    'conditions in one another': `${'% if True:\n'.repeat(20_000)}${'% endif\n'.repeat(20_000)}`,
    'few conditions in one another': `${'% if True:\n'.repeat(2000)}${'% endif\n'.repeat(2000)}`,
    'a template of fifty thousand characters': 'x'.repeat(50_000),
    'a text that doubles': `<% a = "aa" %>\n${'<% a = a.replace("a", "aa") %>\n'.repeat(60)}`,
    'a text that doubles between its letters': `<% a = "aa" %>\n${'<% a = a.replace("", "aa") %>\n'.repeat(60)}`,
    'joined texts': `<% a = "aaaaaaaaaa" %>\n${'<% a = a.join([a, a, a]) %>\n'.repeat(30)}`,
    'formatted texts': `<% a = "aaaaaaaaaa" %>\n${'<% a = "%s%s" % (a, a) %>\n'.repeat(60)}`,
    'inserted texts': `<% a = "aaaaaaaaaa" %>\n${'<% a = f"{a}{a}" %>\n'.repeat(60)}`,
    'a width': '${"1".zfill(900000000)}',
    'a width that is no number': '${"1".zfill(99999999999999 * 99999999999999 * 99999999999999)}',
    'an expression that nests too deep': `\${${'"a"+'.repeat(20_000)}"a"}`,
    'a sign too many': `\${${'-'.repeat(20_000)}1}`,
    'brackets in one another': `\${${'('.repeat(5000)}1${')'.repeat(5000)}}`,
    'a long template': 'x'.repeat(2_000_000),
    'a pattern that can be shared out in many ways':
      '<%! import re %>${re.sub(".*.*.*.*.*.*x", "y", "a".zfill(5000))}',
    'a pattern of many choices': `<%! import re %>\${re.sub("${'a?'.repeat(30)}${'a'.repeat(30)}", "y", "${'a'.repeat(30)}")}`,
    'a tag with many signs': `<%a${' ='.repeat(20_000)}`,
    'a tag with many commas': `<%a${' , '.repeat(20_000)}`,
    'quotes that are escaped': `\${${'"\\'.repeat(40_000)}`,
    'a condition of blanks': `% if${' '.repeat(90_000)}x\n`,
    'a loop of blanks': `% for x${' '.repeat(90_000)}x:\n% endfor\n`,
    'a condition of colons': `% if ${': '.repeat(40_000)}x\n`,
    'empty lines': `${'\n'.repeat(90_000)}% if`,
    'a line that goes on': `% if ${'\\\n'.repeat(40_000)}x`,
  };
  for (const [name, template] of Object.entries(templates))
    test(`more than it may: ${name}`, () => {
      assert.match(reasonFor(template), /script\.py\.mako/);
    });

  test('names that objects have by birth are looked up nowhere', () => {
    const head =
      '"""${message}"""\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n';
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf'])
      for (const expression of [
        `''.${name}()`,
        `message.${name}`,
        `message | ${name}`,
        `${name}(1)`,
        `create_date.${name}`,
        `[].${name}`,
        `re.${name}("a", "b")`,
        `json.${name}(1)`,
        `config.${name}("a")`,
      ])
        assert.match(
          reasonFor(`<%! import re, json %>\n${head}# \${${expression}}\n`),
          /script\.py\.mako can't be rendered/,
          expression,
        );
  });

  test('many lines, loops and names are no matter', () => {
    const ordinary = `"""\${message}"""\nrevision = \${repr(up_revision)}\ndown_revision = \${repr(down_revision)}\n${'# a remark\n'.repeat(2000)}% for name in ("a", "b", "c"):\n% if name:\ndef \${name}_upgrade():\n    pass\n% endif\n% endfor\n`;
    assert.equal(reasonFor(ordinary), '');
  });
});

suite('what fails over one file', () => {
  /** Files of which some make whoever reads them fail, as nothing should. */
  class FailingFiles extends MemoryFileSystem {
    constructor(
      files: Readonly<Record<string, string>>,
      readonly failing: string,
    ) {
      super(files);
    }

    override readText(path: string): string | undefined {
      if (path === this.failing) throw new RangeError('Maximum call stack size exceeded');
      return super.readText(path);
    }
  }

  const files = {
    '/p/alembic.ini': '[alembic]\nscript_location = m\n',
    '/p/m/env.py': '',
    '/p/m/versions/a.py': revisionFile('a'),
    '/p/m/versions/b.py': revisionFile('b', 'a'),
    '/p/other/alembic.ini': '[alembic]\nscript_location = m\n',
    '/p/other/m/env.py': '',
    '/p/other/m/versions/c.py': revisionFile('c'),
  };

  test('is said of that file, and the others are read', () => {
    const fileSystem = new FailingFiles(files, '/p/m/versions/b.py');
    const [environment] = discoverAtOnce(fileSystem, '/p').environments;
    assert.ok(environment);
    const snapshot = buildSnapshotAtOnce({ environment, fileSystem, generation: 1 });
    assert.deepEqual([...snapshot.map.revisions.keys()], ['a']);
    assert.match(
      runRules(snapshot, { rules: {} })
        .map(({ file, message }) => `${file}: ${message}`)
        .join('\n'),
      /^\/p\/m\/versions\/b\.py: This file is not read, since reading it failed \(RangeError/,
    );
  });

  test('is said of that config file, and the other environments are there', () => {
    const { environments, problems } = discoverAtOnce(new FailingFiles(files, '/p/other/alembic.ini'), '/p');
    assert.ok(environments.some(({ key }) => key === '/p/alembic.ini#alembic'));
    assert.deepEqual(
      problems.map(({ file, code }) => [file, code]),
      [['/p/other/alembic.ini', 'config-unreadable']],
    );
  });
});
