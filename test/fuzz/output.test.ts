import assert from 'node:assert/strict';
import { suite } from 'mocha';
import {
  databaseDetails,
  databaseNames,
} from '../../client/src/infrastructure/alembic/databases/databaseName';
import { readCheckOutput } from '../../client/src/infrastructure/alembic/output/checkOutput';
import { readCurrentOutput } from '../../client/src/infrastructure/alembic/output/currentOutput';
import { halfDone } from '../../client/src/infrastructure/alembic/output/partialRun';
import { parseRunningStep, readOutcome } from '../../client/src/infrastructure/alembic/output/runOutcome';
import { SecretMask } from '../../client/src/infrastructure/alembic/output/secretMask';
import { readSqlOutput } from '../../client/src/infrastructure/alembic/output/sqlOutput';
import { parseTree } from '../../server/disk/git/gitObjects';
import type { RandomNumbers } from '../oracle/randomNumbers';
import { fuzz } from './fuzz';
import { mutateText, oddNames } from './mutateText';
import type { Pieces } from './reducePieces';
import { outputSeeds } from './seeds';
import { outputWords } from './vocabularies';

/** Milliseconds for less than 100 KB of output. */
const limit = 100;

const makeOutput = (random: RandomNumbers): Pieces => ({
  text: mutateText(random, random.pick(outputSeeds), outputSeeds, outputWords),
});

const mask = new SecretMask({
  DATABASE_URL: 'postgresql://app:hunter2@db.example/shop',
  DB_PASSWORD: 'correct horse',
  API_TOKEN: 'tok-12345',
});

suite('fuzz: output', () => {
  fuzz({
    name: 'lines that Alembic writes',
    share: 0.04,
    usual: 1,
    limit,
    make: makeOutput,
    run: ({ text = '' }) => {
      const output = text.split('\n').map((line) => ({ stream: 'stdout', text: line }) as const);
      for (const line of output) parseRunningStep(line.text);
      const databases = readCurrentOutput(output);
      databaseNames(databases);
      for (const database of databases) databaseDetails(database);
      readCheckOutput(output);
      readSqlOutput(output);
      halfDone(databases, output);
      readOutcome({ exitCode: 1, signal: null, error: null, output }, false, (file) =>
        file.startsWith('/project'),
      );
    },
  });

  fuzz({
    name: 'secrets in what is shown',
    share: 0.03,
    usual: 1,
    limit,
    make: (random) => ({ text: `${makeOutput(random)['text'] ?? ''} hunter2 ` }),
    run: ({ text = '' }) => {
      const masked = mask.mask(text);
      assert.doesNotMatch(masked, /\bhunter2 $/);
    },
  });
});

suite('fuzz: Git', () => {
  fuzz({
    name: 'tree objects',
    share: 0.04,
    usual: 1,
    limit,
    make: (random) => {
      const entry = (): string => {
        const name = random.chance(0.5) ? random.pick(oddNames) : `f${random.below(9)}.py`;
        const mode = random.pick(['100644', '40000', '120000', '160000', '100755', '', '0']);
        return `${mode} ${name}\0${String.fromCharCode(...Array.from({ length: 20 }, () => random.below(256)))}`;
      };
      const entries = Array.from({ length: random.below(random.chance(0.95) ? 12 : 2000) }, entry).join('');
      return { latin1: random.chance(0.4) ? entries : mutateText(random, entries, [entries], outputWords) };
    },
    run: ({ latin1 = '' }) => {
      const content = Buffer.from(latin1, 'latin1');
      for (const length of [40, 64]) {
        for (const { name } of parseTree({ id: 'a'.repeat(length), type: 'tree', content }))
          assert.doesNotMatch(name, /^(?:\.{0,2}|\.git)$|[/\\\0]/i);
      }
    },
  });
});
