import assert from 'node:assert/strict';
import { kindOfEncoding } from '../../../server/core/config/pythonEncodings';
import { revisionText, tellWorkspace } from './tellWorkspace';

const one = {
  'm/env.py': '',
  'm/script.py.mako': '',
  'm/versions/a.py': revisionText('5b1d90c7aa01', null),
};
const findings = (files: Readonly<Record<string, string>>): readonly string[] =>
  tellWorkspace({ ...one, ...files }).filter((line) => line.includes(']'));
const ini = (...lines: readonly string[]): Record<string, string> => ({
  'alembic.ini': `[alembic]\nscript_location = m\n${lines.join('\n')}\n`,
});

suite('config files: the encoding of new revisions', () => {
  const cases: Readonly<Record<string, ReturnType<typeof kindOfEncoding>>> = {
    'UTF-8': 'utf-8',
    utf8: 'utf-8',
    'Utf 8': 'utf-8',
    U8: 'utf-8',
    latin1: 'ascii-compatible',
    'ISO-8859-1:1987': 'ascii-compatible',
    cp1252: 'ascii-compatible',
    gb18030: 'ascii-compatible',
    'utf-8-sig': 'ascii-compatible',
    'UTF-16': 'incompatible',
    cp037: 'incompatible',
    nope: 'unknown',
    '': 'unknown',
    'cp 1252': 'unknown',
    hex: 'unknown',
    rot13: 'unknown',
    mbcs: 'unknown',
  };
  for (const [name, kind] of Object.entries(cases))
    test(`‘${name}’ is ${kind}`, () => assert.equal(kindOfEncoding(name), kind));

  test('one that Python does not know, or can load no source in, is an error', () => {
    const fails = (value: string): string =>
      `alembic.ini: error[config-encoding] ‘${value}’ is no encoding of texts that Python knows, so “alembic revision” and “alembic merge” fail with LookupError; write utf-8.`;
    assert.deepEqual(findings(ini('output_encoding = nope')), [fails('nope')]);
    assert.deepEqual(findings(ini('output_encoding =')), [fails('')]);
    assert.deepEqual(findings(ini('output_encoding = hex')), [fails('hex')]);
    assert.match(
      findings(ini('output_encoding = utf-16'))[0] ?? '',
      /can't load a revision that is written in ‘utf-16’/,
    );
    for (const sound of ['utf-8', 'UTF8', 'latin-1', 'cp1251'])
      assert.deepEqual(findings(ini(`output_encoding = ${sound}`)), []);
    const toml = '[tool.alembic]\nscript_location = "m"\noutput_encoding = "nope"\n';
    assert.match(findings({ 'pyproject.toml': toml })[0] ?? '', /^pyproject\.toml: error\[config-encoding\]/);
  });

  test('what is beyond ASCII in an ini file is a hint where the project has been on Windows', () => {
    const quiet = ini('# déjà');
    assert.deepEqual(findings(quiet), []);
    const hint =
      'alembic.ini: hint[config-encoding] Python on Windows reads this file in the code page of the machine, where ‘é’ may be another character or none; write ASCII alone.';
    assert.deepEqual(findings({ ...quiet, 'make.bat': '' }), [hint]);
    assert.deepEqual(findings({ 'alembic.ini': quiet['alembic.ini']?.replaceAll('\n', '\r\n') ?? '' }), [
      hint,
    ]);
    assert.deepEqual(findings({ ...ini(), 'make.bat': '' }), []);
  });
});

suite('config files: merge conflicts', () => {
  test('are named as such', () => {
    const sides = (one: string, other: string): string =>
      `<<<<<<< HEAD\n${one}\n=======\n${other}\n>>>>>>> other\n`;
    const message = (type: string): string =>
      `error[merge-conflict-markers] A merge conflict is not resolved in this config file, so every Alembic command fails (${type}): keep one side and remove the markers.`;
    assert.deepEqual(
      findings({
        'alembic.ini': `[alembic]\n${sides('script_location = m', 'script_location = %(here)s/m')}`,
      }),
      [`alembic.ini: ${message('DuplicateOptionError')}`],
    );
    assert.deepEqual(
      findings({
        ...ini(),
        'alembic.ini': `[alembic]\nscript_location = m\n${sides('timezone = UTC', 'sourceless = true')}`,
      }),
      [`alembic.ini: ${message('ParsingError')}`],
    );
    assert.deepEqual(
      findings({
        'pyproject.toml': `[project]\n${sides('name = "a"', 'name = "b"')}[tool.alembic]\nscript_location = "m"\n`,
      }),
      [`pyproject.toml: ${message('TOMLDecodeError')}`],
    );
  });
});
