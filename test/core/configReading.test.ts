import assert from 'node:assert/strict';
import { readAlembicSettings, readRevisionEnvironment } from '../../server/core/config/alembicSettings';
import { ConfigurationError } from '../../server/core/config/configurationError';
import { OptionLookup } from '../../server/core/config/configurationSources';
import { loadSources } from '../../server/core/config/loadSources';
import { formatOption } from '../../server/core/config/formatOption';
import { resolveLocation } from '../../server/core/config/resolveLocation';
import { discoverAtOnce } from '../../server/core/project/discovery/discoverEnvironments';
import type { EncodingFlaw } from '../../server/core/files/fileSystem';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';

suite('config files as Alembic reads them', () => {
  test('a line that no line feed ends is repeated without one', () => {
    assert.equal(
      errorOf(() => lookup({ 'alembic.ini': '[alembic]\nscript_location' }).option('script_location')),
      "ParsingError: Source contains parsing errors: PosixPath('alembic.ini')\n\t[line  2]: 'script_location'",
    );
    assert.equal(
      errorOf(() => lookup({ 'alembic.ini': 'x = 1\r\n[alembic]\r\n' }).option('script_location')),
      "MissingSectionHeaderError: File contains no section headers.\nfile: PosixPath('alembic.ini'), line: 1\n'x = 1\\n'",
    );
  });

  test('what is white space to Python indents a line', () => {
    const text = '[alembic]\nscript_location = a\n\u0085b\n\u001cc\n';
    assert.equal(lookup({ 'alembic.ini': text }).option('script_location'), 'a\nb\nc');
    assert.equal(
      lookup({ 'alembic.ini': '[alembic]\nscript_location = a\ufeff\n' }).option('script_location'),
      'a\ufeff',
    );
  });

  test('a header may hold any character but the end of its line', () => {
    const text = '[ale\u2029mbic]\nscript_location = a\n';
    assert.equal(lookup({ 'alembic.ini': text }).option('script_location'), undefined);
  });

  test('an option without a name is not gone on with', () => {
    assert.match(
      errorOf(() => lookup({ 'alembic.ini': '[alembic]\n= a\n  b = 1\nb = 2\n' }).option('x')),
      /^DuplicateOptionError: .* \[line {2}4\]: option 'b' in section 'alembic' already exists$/,
    );
  });

  test('a package that is not there is told as Python tells it', () => {
    const find = (name: string): string | undefined => (name === 'shop' ? '/project/shop' : undefined);
    const failure = (value: string): string => errorOf(() => resolveLocation(value, find));
    assert.equal(failure('other.db:migrations'), "ModuleNotFoundError: No module named 'other'");
    assert.equal(failure('shop.db:migrations'), "ModuleNotFoundError: No module named 'shop.db'");
    assert.equal(failure("o'k:x"), 'ModuleNotFoundError: No module named "o\'k"');
    assert.equal(failure(':migrations'), 'ValueError: Empty module name');
    assert.equal(
      failure('./a:./b'),
      "TypeError: the 'package' argument is required to perform a relative import for './a'",
    );
  });

  test('integers, floats and dates of a pyproject.toml are told apart', () => {
    const withOption = (option: string): OptionLookup =>
      lookup({
        'pyproject.toml': `[tool.alembic]\nscript_location = "a"\n${option}\n[other]\nbig = 9007199254740993\n`,
      });
    assert.equal(readAlembicSettings(withOption('truncate_slug_length = 10')).truncateSlugLength, 10);
    const failures = {
      'truncate_slug_length = 10.0':
        "CommandError: unsupported TOML value type for key: 'truncate_slug_length'",
      'truncate_slug_length = []':
        "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'list'",
      'version_locations = ["a", 1.0]': "TypeError: unsupported operand type(s) for %: 'float' and 'dict'",
      'version_locations = [true]': "TypeError: unsupported operand type(s) for %: 'bool' and 'dict'",
      'version_locations = [2020-01-01]':
        "TypeError: unsupported operand type(s) for %: 'datetime.date' and 'dict'",
      'version_locations = [["a"]]': "TypeError: unsupported operand type(s) for %: 'list' and 'dict'",
      'version_locations = 1': "TypeError: 'int' object is not iterable",
      'prepend_sys_path = true': 'TypeError: can only assign an iterable',
      'post_write_hooks = [{name = "a"}, "b"]': "AttributeError: 'str' object has no attribute 'items'",
    };
    for (const [option, expected] of Object.entries(failures))
      assert.equal(
        errorOf(() => readAlembicSettings(withOption(option))),
        expected,
        option,
      );
  });

  test('what is no table or no text where it must be one', () => {
    assert.equal(
      errorOf(() => lookup({ 'pyproject.toml': 'tool = "x"\n' }).option('script_location')),
      "AttributeError: 'str' object has no attribute 'get'",
    );
    assert.equal(
      errorOf(() =>
        readAlembicSettings(lookup({ 'pyproject.toml': '[tool.alembic]\nscript_location = 1\n' })),
      ),
      'TypeError: expected str, bytes or os.PathLike object, not int',
    );
  });

  test('an empty list is false to Python', () => {
    const read = (value: string): boolean =>
      readRevisionEnvironment(
        lookup({ 'pyproject.toml': `[tool.alembic]\nrevision_environment = ${value}\n` }),
      );
    assert.deepEqual(['[]', '{}', '0', '[""]', '1'].map(read), [false, false, false, true, true]);
  });
});

suite('separators that Alembic does not know', () => {
  const severities = (options: string): unknown[] => {
    const text = `[alembic]\nscript_location = migrations\n${options}\n`;
    const files = { '/project/alembic.ini': text, '/project/migrations/versions/': '' };
    const { environments } = discoverAtOnce(new MemoryFileSystem(files), '/project');
    return environments.flatMap(({ configuration }) =>
      configuration.problems
        .filter(({ code }) => code === 'config-unknown-separator')
        .map(({ severity }) => severity),
    );
  };

  test('an error where a list is split at it', () => {
    assert.deepEqual(severities('version_path_separator = "os"\nversion_locations = migrations/versions'), [
      'error',
    ]);
    assert.deepEqual(severities('path_separator = "os"\nprepend_sys_path = .'), ['error']);
  });

  test('no error where no list is, and of the older name where the newer one comes first', () => {
    assert.deepEqual(severities('path_separator = "os"'), ['information']);
    const both =
      'path_separator = os\nversion_path_separator = "os"\nversion_locations = migrations/versions';
    assert.deepEqual(severities(both), ['information']);
  });
});

suite('config files that begin with a byte order mark', () => {
  const refusals = {
    'alembic.ini':
      "MissingSectionHeaderError: File contains no section headers.\nfile: PosixPath('alembic.ini'), line: 1\n'\\ufeff# ours\\n'",
    'pyproject.toml': 'TOMLDecodeError: Invalid statement (at line 1, column 1)',
  };
  const texts = {
    'alembic.ini': '# ours\n[alembic]\nscript_location = %(here)s/migrations\n',
    'pyproject.toml': '# ours\n[tool.alembic]\nscript_location = "%(here)s/migrations"\n',
  };
  for (const name of ['alembic.ini', 'pyproject.toml'] as const)
    test(`${name} is refused in its first line, and read all the same`, () => {
      const file = `/project/${name}`;
      const files = new MarkedFiles({ [file]: texts[name], '/project/migrations/env.py': '' });
      const read = (): unknown => lookupIn(files).option('script_location');
      files.marked = '';
      assert.equal(read(), '/project/migrations');
      files.marked = file;
      assert.equal(errorOf(read), refusals[name]);
      const { environments } = discoverAtOnce(files, '/project');
      const [configuration] = environments.map((environment) => environment.configuration);
      assert.equal(configuration?.scriptDirectory, '/project/migrations');
      const [type] = refusals[name].split(':');
      assert.deepEqual(
        configuration.problems.map(({ code, severity, range, fixes }) => [code, severity, range, fixes]),
        [['config-unreadable', 'error', { start: 0, end: 6 }, []]],
      );
      assert.match(
        configuration.problems[0]?.message ?? '',
        new RegExp(
          `^This file begins with a UTF-8 byte order mark, .*\\(${type ?? ''}: .*save it as UTF-8 without`,
        ),
      );
    });
});

class MarkedFiles extends MemoryFileSystem {
  marked = '';

  encodingFlaw(path: string): EncodingFlaw | undefined {
    return path === this.marked ? { kind: 'utf-8-mark' } : undefined;
  }
}

suite('formats with a percent sign', () => {
  const values = { here: '/été', n: 5 };
  const expected = {
    '%(here)s': '/été',
    '%(here)r %(here)a': "'/été' '/\\xe9t\\xe9'",
    '%(here)-6s|%(n)03d|%(here).3s': '/été  |005|/ét',
    '%%(here)s': '%(here)s',
    '%s': "{'here': '/été', 'n': 5}",
    '%s%(n)s': "{'here': '/été', 'n': 5}5",
    '%s%s': 'TypeError: not enough arguments for format string',
    '%(n)s%s': 'TypeError: not enough arguments for format string',
    '%d': 'TypeError: %d format: a real number is required, not dict',
    '%(here)d': 'TypeError: %d format: a real number is required, not str',
    '%*s': 'TypeError: * wants int',
    '%(n)*s': 'TypeError: not enough arguments for format string',
    '%(a(b)c)s': "KeyError: 'a(b)c'",
    '%(x)': "KeyError: 'x'",
    '%(here)': 'ValueError: incomplete format',
    '%(here': 'ValueError: incomplete format key',
    'é%5%': "ValueError: unsupported format character '%' (0x25) at index 3",
    '𝔘%é': "ValueError: unsupported format character '?' (0xe9) at index 2",
    '%lls': "ValueError: unsupported format character 'l' (0x6c) at index 2",
  };
  for (const [template, text] of Object.entries(expected))
    test(template, () => {
      let found = '';
      const error = errorOf(() => (found = formatOption(template, values)));
      assert.equal(error || found, text);
    });
});

function lookup(files: Readonly<Record<string, string>>): OptionLookup {
  const paths = Object.entries(files).map(([name, text]) => [`/project/${name}`, text] as const);
  return lookupIn(new MemoryFileSystem(Object.fromEntries(paths)));
}

function lookupIn(fileSystem: MemoryFileSystem): OptionLookup {
  return new OptionLookup(
    loadSources(fileSystem, {
      ini: 'alembic.ini',
      toml: 'pyproject.toml',
      section: 'alembic',
      workingDirectory: '/project',
    }),
  );
}

/** Python's type and text of the error; empty where there is none. */
function errorOf(read: () => unknown): string {
  try {
    read();
    return '';
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return `${error.type}: ${error.message}`;
  }
}
