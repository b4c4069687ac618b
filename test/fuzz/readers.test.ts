import assert from 'node:assert/strict';
import { suite } from 'mocha';
import { composeRevisionFile } from '../../server/core/edits/compose/composeRevisionFile';
import { createDateAt } from '../../server/core/text/createDate';
import {
  discoverAtOnce,
  environmentOfConfig,
} from '../../server/core/project/discovery/discoverEnvironments';
import { readRevisionFile, readWithParser } from '../../server/core/python/readRevisionFile';
import { readFunctionBodies } from '../../server/core/python/syntax/functionBodies';
import { LineIndex } from '../../server/core/text/lineIndex';
import { decodeText } from '../../server/disk/decodeText';
import { readRevisionTemplate } from '../../server/core/features/revisionTemplate';
import { snapshotOf } from '../core/snapshotOf';
import { revisionFile } from '../fixtures/alembicFiles';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';
import type { RandomNumbers } from '../oracle/randomNumbers';
import { fuzz } from './fuzz';
import { mutateText, oddNames } from './mutateText';
import type { Vocabulary } from './mutateText';
import type { Pieces } from './reducePieces';
import { iniSeeds, makoSeeds, revisionSeeds, tomlSeeds } from './seeds';
import { iniWords, makoWords, pythonWords, tomlWords } from './vocabularies';

/** Milliseconds for one file of less than 100 KB. */
const limit = 100;

const mutated =
  (seeds: readonly string[], vocabulary: Vocabulary) =>
  (random: RandomNumbers): Pieces => ({ text: mutateText(random, random.pick(seeds), seeds, vocabulary) });

suite('fuzz: readers', () => {
  fuzz({
    name: 'revision files',
    share: 0.35,
    usual: 1,
    limit,
    make: mutated(revisionSeeds, pythonWords),
    run: ({ text = '' }) => {
      const reading = readRevisionFile(text);
      for (const { range } of reading.problems) {
        assert.ok(
          range.start >= 0 && range.end <= text.length,
          `a problem lies at ${range.start}–${range.end}`,
        );
      }
    },
  });

  fuzz({
    name: 'revision files, by the parser alone',
    share: 0.05,
    usual: 4,
    limit,
    make: mutated(revisionSeeds, pythonWords),
    run: ({ text = '' }) => {
      readWithParser(text);
      const { range } = readFunctionBodies(text).upgrade ?? { range: { start: 0, end: 0 } };
      assert.ok(
        range.start <= range.end && range.end <= text.length,
        `a body lies at ${range.start}–${range.end}`,
      );
      readRevisionTemplate(text);
    },
  });

  fuzz({
    name: 'bytes of revision files',
    share: 0.05,
    usual: 100,
    limit,
    make: (random) => {
      const { text = '' } = mutated(revisionSeeds, pythonWords)(random);
      const bytes = Buffer.from(text, random.pick(['utf8', 'utf16le', 'latin1'] as const));
      for (let count = random.below(6); count > 0 && bytes.length > 0; count--)
        bytes[random.below(bytes.length)] = random.below(256);
      return { latin1: bytes.toString('latin1') };
    },
    run: ({ latin1 = '' }) => {
      const text = decodeText(Buffer.from(latin1, 'latin1'));
      new LineIndex(text).at(text.length);
      readRevisionFile(text);
    },
  });

  fuzz({
    name: 'alembic.ini',
    share: 0.12,
    usual: 2,
    limit,
    make: mutated(iniSeeds, iniWords),
    run: ({ text = '' }) => {
      const fileSystem = new MemoryFileSystem({
        '/project/alembic.ini': text,
        '/project/migrations/env.py': 'x = 1\n',
        '/project/migrations/versions/a.py': revisionFile('a', null),
      });
      environmentOfConfig(fileSystem, 'alembic.ini', 'alembic', '/project');
    },
  });

  fuzz({
    name: 'pyproject.toml',
    share: 0.1,
    usual: 3,
    limit,
    make: mutated(tomlSeeds, tomlWords),
    run: ({ text = '' }) => {
      const fileSystem = new MemoryFileSystem({
        '/project/pyproject.toml': text,
        '/project/migrations/env.py': 'x = 1\n',
        '/project/migrations/versions/a.py': revisionFile('a', null),
      });
      discoverAtOnce(fileSystem, '/project');
    },
  });

  const snapshot = snapshotOf([
    { path: '/versions/a.py', text: revisionFile('a', null) },
    { path: '/versions/b.py', text: revisionFile('b', 'a') },
    { path: '/versions/c.py', text: revisionFile('c', 'a') },
  ]);
  const now = createDateAt(Date.UTC(2026, 0, 31), undefined, 'UTC');

  fuzz({
    name: 'script.py.mako',
    share: 0.12,
    usual: 2,
    limit,
    make: (random) => ({
      ...mutated(makoSeeds, makoWords)(random),
      message: random.chance(0.7) ? 'merge heads' : random.pick(oddNames),
    }),
    run: ({ text = '', message }) => {
      const options = { scriptTemplate: text, newRevisionId: 'f00dfacecafe', now, mainOption: () => 'x' };
      composeRevisionFile(snapshot, { parents: ['b', 'c'], message, kind: 'merge' }, options);
    },
  });
});
