import { writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Leaves the parsers of Python and TOML out: each is loaded from a bundle of its own in the same folder when
 * something is parsed for the first time. Loading them takes as long as everything else, and most revision
 * files are read without the one, many projects without the other.
 */
export const parsersLater = {
  name: 'parsers-later',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@lezer\/python|toml-eslint-parser)$/ }, ({ path }) => ({
      path,
      namespace: 'later',
    }));
    onResolve({ filter: /^\.\/(python|toml)-parser\.js$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => {
      const { file, names } = parserBundles[path];
      return {
        contents: `let parser;
          for (const name of ${JSON.stringify(names)}) Object.defineProperty(exports, name, {
            enumerable: true,
            get: () => (parser ??= require('./${file}'))[name],
          });`,
      };
    });
  },
};

/** The bundle of each parser, and what of it is used. */
const parserBundles = {
  '@lezer/python': { file: 'python-parser.js', names: ['parser'] },
  'toml-eslint-parser': { file: 'toml-parser.js', names: ['ParseError', 'parseTOML'] },
};

/** Leaves the translations of zod's messages out, which are a quarter of the bundle that has it. */
export const englishOnly = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    }));
  },
};

/**
 * Writes ES modules as CommonJS, in which esbuild can't split: it starts faster, and what is loaded later is
 * loaded by `require`. `firstLines` are put before the files of these names.
 */
export function asCommonJs(firstLines) {
  return {
    name: 'as-common-js',
    setup({ initialOptions, onEnd, esbuild }) {
      const { platform, target, minify, sourcemap } = initialOptions;
      initialOptions.write = false;
      // A map inside is read again by the second step, so that the last one leads to the sources.
      initialOptions.sourcemap = sourcemap ? 'inline' : false;
      onEnd(async ({ outputFiles = [] }) => {
        await Promise.all(
          outputFiles.map(async ({ path, text }) => {
            const { code, map } = await esbuild.transform(text, {
              platform,
              target,
              minify,
              format: 'cjs',
              supported: { 'dynamic-import': false },
              banner: firstLines[basename(path)],
              sourcefile: path,
              sourcemap: sourcemap ? 'external' : false,
              sourcesContent: false,
            });
            writeFileSync(path, map ? `${code}//# sourceMappingURL=${basename(path)}.map\n` : code);
            if (map) writeFileSync(`${path}.map`, map);
          }),
        );
      });
    },
  };
}
