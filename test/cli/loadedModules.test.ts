import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { revisionText, runCli, withFiles } from './runCli';

/** Tells at the end which files of the program were loaded, for `--require`. */
const teller =
  "process.on('exit', () => console.error(Object.keys(require.cache).map((file) => require('node:path').basename(file)).join(' ')));";

const files = {
  'teller.cjs': teller,
  'alembic.ini': '[alembic]\nscript_location = migrations\n',
  'migrations/env.py': '',
  'migrations/script.py.mako': '',
  'migrations/versions/a.py': revisionText('a', null),
};

suite('what a command loads', () => {
  test('no operations and schemas for heads and history, but for schema', () => {
    withFiles(files, (directory) => {
      const loadedBy = (...words: readonly string[]): string => {
        const { code, stderr } = runCli(directory, words, '', {
          NODE_OPTIONS: `--require ${join(directory, 'teller.cjs')}`,
        });
        assert.equal(code, 0, stderr);
        return stderr;
      };
      for (const words of [['heads'], ['history'], ['show', 'a']])
        assert.doesNotMatch(loadedBy(...words), /lazyModules/, words.join(' '));
      assert.match(loadedBy('schema'), /lazyModules/);
    });
  });
});
