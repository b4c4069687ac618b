import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * Leaves the Python parser out: it is loaded from `python-parser.js`, a bundle of its own in the same folder,
 * when something is parsed for the first time. Its tables take longer to load than everything else, and most
 * revision files are read without it.
 */
export const pythonParserLater = {
  name: 'python-parser-later',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@lezer\/python$/ }, ({ path }) => ({ path, namespace: 'later' }));
    onResolve({ filter: /^\.\/python-parser\.js$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'later' }, () => ({
      contents: `let parser;
        Object.defineProperty(exports, 'parser', {
          enumerable: true,
          get: () => (parser ??= require('./python-parser.js').parser),
        });`,
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
